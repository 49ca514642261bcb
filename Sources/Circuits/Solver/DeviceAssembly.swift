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
  func addDevices() {
    more.pointee.limited = 0
    let (limiting, companion) = (more.pointee.limiting, more.pointee.companion)
    for index in 0..<plan.junctions.count {
      addJunction(plan.junctions.pointer + index, limits + index, limiting, companion)
    }
    for index in 0..<plan.bipolars.count { addBipolar(plan.bipolars.pointer + index, limiting, companion) }
  }

  @inline(__always)
  private func addJunction(
    _ part: UnsafeMutablePointer<Plan.Junction>, _ limit: UnsafeMutablePointer<Double>, _ limiting: Limiting,
    _ companion: Double
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
    jacobian[Int(part.pointee.aa)] += conductance
    jacobian[Int(part.pointee.ab)] -= conductance
    jacobian[Int(part.pointee.ba)] -= conductance
    jacobian[Int(part.pointee.bb)] += conductance
  }

  @inline(__always)
  private func addBipolar(_ part: UnsafeMutablePointer<Plan.Bipolar>, _ limiting: Limiting, _ companion: Double) {
    let law = UnsafePointer<BipolarLaw>(part.pointer(to: \.law)!)
    let polarity = law.pointee.polarity
    let (at, rows) = (part.pointee.slots, part.pointee.rows)
    let base = slots[Int(at[1])]
    let (exactBE, exactBC) = (polarity * (base - slots[Int(at[2])]), polarity * (base - slots[Int(at[0])]))
    var (be, bc) = (exactBE, exactBC)
    if limiting != .off {
      let limit = limits + Int(part.pointee.limit)
      if limiting == .on {
        be = Junction.limited(
          be, from: limit[0], scale: law.pointee.forwardScale, critical: law.pointee.forwardCritical)
        bc = Junction.limited(
          bc, from: limit[1], scale: law.pointee.reverseScale, critical: law.pointee.reverseCritical)
      } else {
        (be, bc) = (limit[0], limit[1])
      }
      (limit[0], limit[1]) = (be, bc)
      if be != exactBE || bc != exactBC { more.pointee.limited += 1 }
    }
    var held = BipolarLaw.Charges()
    var i = law.pointee.evaluate(be: be, bc: bc, charges: &held)
    if part.pointee.charge >= 0 {
      let index = Int(part.pointee.charge)
      charges[index] = ChargePoint(
        charge: held.emitter, first: held.emitterByEmitter, second: held.emitterByCollector, atFirst: be, atSecond: bc)
      charges[index + 1] = ChargePoint(
        charge: held.collector, first: 0, second: held.collectorByCollector, atFirst: be, atSecond: bc)
      let collectorCurrent = companion * (held.collector - chargeHistory[index + 1])
      let collectorSlope = companion * held.collectorByCollector
      i.base += companion * (held.emitter - chargeHistory[index]) + collectorCurrent
      i.baseByEmitter += companion * held.emitterByEmitter
      i.baseByCollector += companion * held.emitterByCollector + collectorSlope
      i.collector -= collectorCurrent
      i.collectorByCollector -= collectorSlope
    }
    let (offBE, offBC) = (exactBE - be, exactBC - bc)
    let collector = polarity * (i.collector + i.collectorByEmitter * offBE + i.collectorByCollector * offBC)
    let into = polarity * (i.base + i.baseByEmitter * offBE + i.baseByCollector * offBC)
    residual[Int(rows[0])] += collector
    residual[Int(rows[1])] += into
    residual[Int(rows[2])] -= collector + into
    let entries = part.pointee.entries
    let (cb, bb) = (i.collectorByEmitter + i.collectorByCollector, i.baseByEmitter + i.baseByCollector)
    jacobian[Int(entries.0)] -= i.collectorByCollector
    jacobian[Int(entries.1)] += cb
    jacobian[Int(entries.2)] -= i.collectorByEmitter
    jacobian[Int(entries.3)] -= i.baseByCollector
    jacobian[Int(entries.4)] += bb
    jacobian[Int(entries.5)] -= i.baseByEmitter
    jacobian[Int(entries.6)] += i.collectorByCollector + i.baseByCollector
    jacobian[Int(entries.7)] -= cb + bb
    jacobian[Int(entries.8)] += i.collectorByEmitter + i.baseByEmitter
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
      let (at, sign, limit) = (part.pointee.slots, part.pointee.law.polarity, Int(part.pointee.limit))
      limits[limit] = sign * (slots[Int(at[1])] - slots[Int(at[2])])
      limits[limit + 1] = sign * (slots[Int(at[1])] - slots[Int(at[0])])
    }
  }

  /// Where the search for an operating point begins: diodes and base–emitter junctions about to conduct.
  func startLimits() {
    for index in 0..<plan.junctions.count { limits[index] = plan.junctions.pointer[index].law.critical }
    for index in 0..<plan.bipolars.count {
      let part = plan.bipolars.pointer[index]
      limits[Int(part.limit)] = part.law.forwardCritical
      limits[Int(part.limit) + 1] = 0
    }
  }
}

extension Lane {
  /// The device with a junction that would carry more than ``Junction/largestCurrent`` at the unknowns' voltages.
  func moltenDevice() -> Element? {
    for part in plan.junctions.buffer {
      let v = slots[Int(part.a)] - slots[Int(part.b)]
      if abs(part.law.current(v).value) > Junction.largestCurrent { return plan.circuit.elements[Int(part.element)] }
    }
    for part in plan.bipolars.buffer {
      let base = slots[Int(part.slots[1])]
      for (end, scale) in [(2, part.law.forwardScale), (0, part.law.reverseScale)] {
        let v = part.law.polarity * (base - slots[Int(part.slots[end])])
        if Junction.current(v, saturation: part.law.saturation, scale: scale).value > Junction.largestCurrent {
          return plan.circuit.elements[Int(part.element)]
        }
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
