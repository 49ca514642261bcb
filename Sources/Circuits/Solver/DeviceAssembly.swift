/// How junction voltages stand to those of the unknowns.
enum Limiting {
  /// Junctions have the unknowns' voltages.
  case off
  /// They follow the unknowns, but no further than their exponentials' logarithms allow; beyond that they are
  /// straight lines.
  case on
  /// They stay where they are, whatever the unknowns say: straight lines through those points.
  case held
}

/// Diodes and transistors.
extension Lane {
  @inline(__always)
  func addDevices(slopes: Bool) {
    more.pointee.limited = 0
    let (limiting, companion) = (more.pointee.limiting, more.pointee.companion)
    for index in 0..<plan.junctions.count {
      addJunction(plan.junctions.pointer + index, limits + index, limiting, companion, slopes)
    }
    for index in 0..<plan.bipolars.count { addBipolar(plan.bipolars.pointer + index, limiting, companion, slopes) }
    for index in 0..<plan.fields.count { addField(plan.fields.pointer + index, limiting, companion, slopes) }
  }

  @inline(__always)
  private func addJunction(
    _ part: UnsafeMutablePointer<Plan.Junction>, _ limit: UnsafeMutablePointer<Double>, _ limiting: Limiting,
    _ companion: Double, _ slopes: Bool
  ) {
    let exact = slots[Int(part.pointee.a)] - slots[Int(part.pointee.b)]
    var v = exact
    if limiting != .off {
      v = limiting == .on ? part.pointee.law.limited(exact, from: limit.pointee) : limit.pointee
      limit.pointee = v
      if v != exact { more.pointee.limited += 1 }
    }
    var (current, conductance) = part.pointee.law.current(v)
    if part.pointee.charge >= 0 {
      let (charge, capacitance) = part.pointee.law.charge(v, current: (current, conductance))
      let index = Int(part.pointee.charge)
      charges[index] = ChargePoint(charge: charge, first: capacitance, second: 0, atFirst: v, atSecond: v)
      current += companion * (charge - chargeHistory[index])
      conductance += companion * capacitance
    }
    current += conductance * (exact - v)
    residual[Int(part.pointee.rowA)] += current
    residual[Int(part.pointee.rowB)] -= current
    guard slopes else { return }
    jacobian[Int(part.pointee.aa)] += conductance
    jacobian[Int(part.pointee.ab)] -= conductance
    jacobian[Int(part.pointee.ba)] -= conductance
    jacobian[Int(part.pointee.bb)] += conductance
  }

  @inline(__always)
  private func addBipolar(
    _ part: UnsafeMutablePointer<Plan.Three<BipolarLaw>>, _ limiting: Limiting, _ companion: Double,
    _ slopes: Bool
  ) {
    let law = UnsafePointer<BipolarLaw>(part.pointer(to: \.law)!)
    let (first, second) = voltages(part, law.pointee.polarity)
    var (be, bc) = (first, second)
    if limiting != .off {
      let limit = limits + Int(part.pointee.limit)
      be = law.pointee.forward.limited(be, from: limit[0])
      bc = law.pointee.reverse.limited(bc, from: limit[1])
      note(&be, &bc, first, second, limit, limiting)
    }
    var held = ThreeCharges()
    let currents = law.pointee.evaluate(be: be, bc: bc, charges: &held)
    stamp(part, law.pointee.polarity, currents, held, (be, bc), (first - be, second - bc), companion, slopes)
  }

  @inline(__always)
  private func addField(
    _ part: UnsafeMutablePointer<Plan.Three<FieldLaw>>, _ limiting: Limiting, _ companion: Double,
    _ slopes: Bool
  ) {
    let law = UnsafePointer<FieldLaw>(part.pointer(to: \.law)!)
    let (first, second) = voltages(part, law.pointee.polarity)
    var (gs, gd) = (first, second)
    if limiting != .off {
      let limit = limits + Int(part.pointee.limit)
      gs = law.pointee.junction.limited(gs, from: limit[0])
      gd = law.pointee.junction.limited(gd, from: limit[1])
      note(&gs, &gd, first, second, limit, limiting)
    }
    var held = ThreeCharges()
    let currents = law.pointee.evaluate(gs: gs, gd: gd, charges: &held)
    stamp(part, law.pointee.polarity, currents, held, (gs, gd), (first - gs, second - gd), companion, slopes)
  }

  /// Base–emitter and base–collector, by the unknowns.
  @inline(__always)
  func voltages<Law>(_ part: UnsafeMutablePointer<Plan.Three<Law>>, _ polarity: Double) -> (Double, Double) {
    let at = part.pointee.slots
    let base = slots[Int(at[1])]
    return (polarity * (base - slots[Int(at[2])]), polarity * (base - slots[Int(at[0])]))
  }

  /// Holds junctions where they are, if so asked, and counts the device if they are not where the unknowns say.
  @inline(__always)
  private func note(
    _ first: inout Double, _ second: inout Double, _ exactFirst: Double, _ exactSecond: Double,
    _ limit: UnsafeMutablePointer<Double>, _ limiting: Limiting
  ) {
    if limiting == .held { (first, second) = (limit[0], limit[1]) }
    (limit[0], limit[1]) = (first, second)
    if first != exactFirst || second != exactSecond { more.pointee.limited += 1 }
  }

  /// - Parameters:
  ///   - at: junction voltages at which currents and charges were taken.
  ///   - off: how far the unknowns' are beyond them.
  @inline(__always)
  private func stamp<Law>(
    _ part: UnsafeMutablePointer<Plan.Three<Law>>, _ polarity: Double, _ currents: ThreeCurrents,
    _ held: ThreeCharges, _ at: (Double, Double), _ off: (Double, Double), _ companion: Double,
    _ slopes: Bool
  ) {
    var i = currents
    if part.pointee.charge >= 0 {
      let index = Int(part.pointee.charge)
      charges[index] = ChargePoint(
        charge: held.first, first: held.firstByFirst, second: held.firstBySecond, atFirst: at.0, atSecond: at.1)
      charges[index + 1] = ChargePoint(
        charge: held.second, first: 0, second: held.secondBySecond, atFirst: at.0, atSecond: at.1)
      let current = companion * (held.second - chargeHistory[index + 1])
      let slope = companion * held.secondBySecond
      i.base += companion * (held.first - chargeHistory[index]) + current
      i.baseByFirst += companion * held.firstByFirst
      i.baseBySecond += companion * held.firstBySecond + slope
      i.collector -= current
      i.collectorBySecond -= slope
    }
    let collector = polarity * (i.collector + i.collectorByFirst * off.0 + i.collectorBySecond * off.1)
    let base = polarity * (i.base + i.baseByFirst * off.0 + i.baseBySecond * off.1)
    let (rows, entries) = (part.pointee.rows, part.pointee.entries)
    residual[Int(rows[0])] += collector
    residual[Int(rows[1])] += base
    residual[Int(rows[2])] -= collector + base
    guard slopes else { return }
    let (cb, bb) = (i.collectorByFirst + i.collectorBySecond, i.baseByFirst + i.baseBySecond)
    jacobian[Int(entries[0])] -= i.collectorBySecond
    jacobian[Int(entries[1])] += cb
    jacobian[Int(entries[2])] -= i.collectorByFirst
    jacobian[Int(entries[3])] -= i.baseBySecond
    jacobian[Int(entries[4])] += bb
    jacobian[Int(entries[5])] -= i.baseByFirst
    jacobian[Int(entries[6])] += i.collectorBySecond + i.baseBySecond
    jacobian[Int(entries[7])] -= cb + bb
    jacobian[Int(entries[8])] += i.collectorByFirst + i.baseByFirst
  }

  @inline(__always)
  func addLayer(_ part: UnsafeMutablePointer<Plan.Layer>) {
    let v = slots[Int(part.pointee.a)] - slots[Int(part.pointee.b)]
    let (charge, capacitance) = part.pointee.law.at(v)
    let index = Int(part.pointee.charge)
    charges[index] = ChargePoint(charge: charge, first: capacitance, second: 0, atFirst: v, atSecond: v)
    let companion = more.pointee.companion
    let current = companion * (charge - chargeHistory[index])
    let entries = part.pointee.entries
    residual[Int(part.pointee.rowA)] += current
    residual[Int(part.pointee.rowB)] -= current
    for (entry, sign) in [(0, 1.0), (1, -1), (2, -1), (3, 1)] {
      jacobian[Int(entries[entry])] += sign * companion * capacitance
    }
  }

  @inline(__always)
  func addChannel(_ part: UnsafeMutablePointer<Plan.Channel>) {
    let (at, rows, entries) = (part.pointee.slots, part.pointee.rows, part.pointee.entries)
    let polarity = part.pointee.law.polarity
    let source = slots[Int(at[2])]
    let i = part.pointee.law.evaluate(
      gate: polarity * (slots[Int(at[1])] - source), drain: polarity * (slots[Int(at[0])] - source),
      bulk: polarity * (slots[Int(at[3])] - source))
    residual[Int(rows[0])] += polarity * i.value
    residual[Int(rows[1])] -= polarity * i.value
    let bySource = -(i.byGate + i.byDrain + i.byBulk)
    for (column, slope) in [(0, i.byDrain), (1, i.byGate), (2, bySource), (3, i.byBulk)] {
      jacobian[Int(entries[column])] += slope
      jacobian[Int(entries[4 + column])] -= slope
    }
  }

  /// Charges as the unknowns have them now: those last assembled, carried on by their slopes.
  @inline(__always)
  func readCharges(into values: UnsafeMutablePointer<Double>) {
    for index in 0..<plan.charges.count {
      let (part, point) = (plan.charges.pointer[index], charges[index])
      let a = slots[Int(part.a)]
      let first = part.sign * (a - slots[Int(part.b)]) - point.atFirst
      let second = part.sign * (a - slots[Int(part.c)]) - point.atSecond
      values[index] = point.charge + point.first * first + point.second * second
    }
  }

  /// Lets junctions follow from the unknowns' voltages as they are now.
  @inline(__always)
  func settleLimits() {
    for index in 0..<plan.junctions.count {
      let part = plan.junctions.pointer + index
      limits[index] = slots[Int(part.pointee.a)] - slots[Int(part.pointee.b)]
    }
    for index in 0..<plan.bipolars.count {
      let part = plan.bipolars.pointer + index
      let limit = limits + Int(part.pointee.limit)
      (limit[0], limit[1]) = voltages(part, part.pointee.law.polarity)
    }
    for index in 0..<plan.fields.count {
      let part = plan.fields.pointer + index
      let limit = limits + Int(part.pointee.limit)
      (limit[0], limit[1]) = voltages(part, part.pointee.law.polarity)
    }
  }

  /// Where the search for an operating point begins: diodes and base–emitter junctions about to conduct.
  func startLimits() {
    for index in 0..<plan.junctions.count { limits[index] = plan.junctions.pointer[index].law.junction.critical }
    for index in 0..<plan.bipolars.count {
      let part = plan.bipolars.pointer[index]
      limits[Int(part.limit)] = part.law.forward.critical
      limits[Int(part.limit) + 1] = 0
    }
    // Gates rest at 0 V.
    for part in plan.fields.buffer { (limits[Int(part.limit)], limits[Int(part.limit) + 1]) = (0, 0) }
  }
}

extension Lane {
  /// The device with a junction that would carry more than ``Junction/largestCurrent`` at the unknowns' voltages.
  func moltenDevice() -> Element? {
    for part in plan.junctions.buffer {
      let v = slots[Int(part.a)] - slots[Int(part.b)]
      if abs(part.law.current(v).value) > Junction.largestCurrent { return plan.circuit.elements[Int(part.element)] }
    }
    func isMolten(_ v: Double, _ junction: Exponential) -> Bool {
      junction.current(v).value > Junction.largestCurrent
    }
    for index in 0..<plan.bipolars.count {
      let part = plan.bipolars.pointer + index
      let law = part.pointee.law
      let (first, second) = voltages(part, law.polarity)
      if isMolten(first, law.forward) || isMolten(second, law.reverse) {
        return plan.circuit.elements[Int(part.pointee.element)]
      }
    }
    for index in 0..<plan.fields.count {
      let part = plan.fields.pointer + index
      let law = part.pointee.law
      let (first, second) = voltages(part, law.polarity)
      if isMolten(first, law.junction) || isMolten(second, law.junction) {
        return plan.circuit.elements[Int(part.pointee.element)]
      }
    }
    return nil
  }
}

/// A charge as last assembled: its value and slopes at two voltages.
struct ChargePoint {
  var charge = 0.0
  var first = 0.0
  var second = 0.0
  var atFirst = 0.0
  var atSecond = 0.0
}
