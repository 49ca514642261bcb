import SolverKernelInterface

/// Diodes, transistors and charges.
extension LaneStep {
  @inline(__always)
  func addJunction(
    _ part: UnsafeMutablePointer<JunctionPart>, _ limit: Row, _ pending: Mask, _ limited: inout Mask
  ) {
    let (residual, slopes) = (rows.pointee.residual, rows.pointee.slopes)
    let law = UnsafePointer(part.pointer(to: \.law)!)
    let exact = slots[Int(part.pointee.a)] - slots[Int(part.pointee.b)]
    let v = DiodeNumbers.limited(law, exact, from: limit.pointee)
    limit.pointee = limit.pointee.replacing(with: v, where: pending)
    limited = limited .| (v .!= exact)
    var (current, conductance) = DiodeNumbers.current(law, v)
    if part.pointee.charge >= 0 {
      let (layer, capacitance) = LayerNumbers.at(law.pointer(to: \.layer)!, v)
      let transit = Values(law.pointee.transit)
      let (charge, slope) = (layer.adding(transit, current), capacitance.adding(transit, conductance))
      let index = Int(part.pointee.charge)
      note(index, charge, slope, Values(0), v, v, pending)
      let companion = rows.pointee.scalars.pointee.companion
      current = current.adding(companion, charge - rows.pointee.chargeHistory[index])
      conductance = conductance.adding(companion, slope)
    }
    current = current.adding(conductance, exact - v)
    residual[Int(part.pointee.rowA)] += current
    residual[Int(part.pointee.rowB)] -= current
    let entries = part.pointee.entries
    slopes[Int(entries[0])] += conductance
    slopes[Int(entries[1])] -= conductance
    slopes[Int(entries[2])] -= conductance
    slopes[Int(entries[3])] += conductance
  }

  @inline(__always)
  func addBipolar(_ index: Int, _ pending: Mask, _ limited: inout Mask) {
    let part = program.pointee.bipolars.pointer + index
    let law = UnsafePointer(program.pointee.bipolarLaws.pointer + index)
    let exact = voltages(part)
    let at = limit(part, exact, law.pointer(to: \.forward)!, law.pointer(to: \.reverse)!, pending, &limited)
    add(part, BipolarNumbers.evaluate(law, be: at.0, bc: at.1), at, (exact.0 - at.0, exact.1 - at.1), pending)
  }

  @inline(never)
  func addField(_ index: Int, _ pending: Mask, _ limited: inout Mask) {
    let part = program.pointee.fields.pointer + index
    let exact = voltages(part)
    let junction = UnsafePointer(part.pointer(to: \.forward)!)
    let at = limit(part, exact, junction, junction, pending, &limited)
    var values = TransistorValues()
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 13) { numbers in
      let (voltages, result) = (numbers.baseAddress!, numbers.baseAddress! + 2)
      for lane in 0..<8 {
        (voltages[0], voltages[1]) = (at.0[lane], at.1[lane])
        program.pointee.rareTransistor(part.pointee.law!, voltages, result)
        (values.collector[lane], values.collectorByFirst[lane]) = (result[0], result[1])
        (values.collectorBySecond[lane], values.base[lane]) = (result[2], result[3])
        (values.baseByFirst[lane], values.baseBySecond[lane]) = (result[4], result[5])
        (values.first[lane], values.firstByFirst[lane], values.firstBySecond[lane]) = (result[6], result[7], result[8])
        (values.second[lane], values.secondBySecond[lane]) = (result[9], result[10])
      }
    }
    add(part, values, at, (exact.0 - at.0, exact.1 - at.1), pending)
  }

  /// Base–emitter and base–collector, by the unknowns.
  @inline(__always)
  func voltages(_ part: UnsafeMutablePointer<TransistorPart>) -> (Values, Values) {
    let at = part.pointee.slots
    let (polarity, base) = (Values(part.pointee.polarity), slots[Int(at[1])])
    return (polarity * (base - slots[Int(at[2])]), polarity * (base - slots[Int(at[0])]))
  }

  @inline(__always)
  private func limit(
    _ part: UnsafeMutablePointer<TransistorPart>, _ exact: (Values, Values),
    _ forward: UnsafePointer<JunctionNumbers>, _ reverse: UnsafePointer<JunctionNumbers>, _ pending: Mask,
    _ limited: inout Mask
  ) -> (Values, Values) {
    let limit = rows.pointee.limits + Int(part.pointee.limit)
    let first = JunctionNumbers.limited(forward, exact.0, from: limit[0])
    let second = JunctionNumbers.limited(reverse, exact.1, from: limit[1])
    limit[0] = limit[0].replacing(with: first, where: pending)
    limit[1] = limit[1].replacing(with: second, where: pending)
    limited = limited .| (first .!= exact.0) .| (second .!= exact.1)
    return (first, second)
  }

  /// - Parameters:
  ///   - at: junction voltages at which currents and charges were taken.
  ///   - off: how far the unknowns' are beyond them.
  @inline(__always)
  private func add(
    _ part: UnsafeMutablePointer<TransistorPart>, _ values: TransistorValues, _ at: (Values, Values),
    _ off: (Values, Values), _ pending: Mask
  ) {
    var i = values
    if part.pointee.charge >= 0 {
      let companion = rows.pointee.scalars.pointee.companion
      let index = Int(part.pointee.charge)
      note(index, i.first, i.firstByFirst, i.firstBySecond, at.0, at.1, pending)
      note(index + 1, i.second, Values(0), i.secondBySecond, at.0, at.1, pending)
      let current = companion * (i.second - rows.pointee.chargeHistory[index + 1])
      let slope = companion * i.secondBySecond
      i.base += companion * (i.first - rows.pointee.chargeHistory[index]) + current
      i.baseByFirst += companion * i.firstByFirst
      i.baseBySecond += companion * i.firstBySecond + slope
      i.collector -= current
      i.collectorBySecond -= slope
    }
    let (residual, slopes, polarity) = (rows.pointee.residual, rows.pointee.slopes, Values(part.pointee.polarity))
    let collector =
      polarity * i.collector.adding(i.collectorByFirst, off.0).adding(i.collectorBySecond, off.1)
    let base = polarity * i.base.adding(i.baseByFirst, off.0).adding(i.baseBySecond, off.1)
    let (at, entries) = (part.pointee.rows, part.pointee.entries)
    residual[Int(at[0])] += collector
    residual[Int(at[1])] += base
    residual[Int(at[2])] -= collector + base
    let (cb, bb) = (i.collectorByFirst + i.collectorBySecond, i.baseByFirst + i.baseBySecond)
    slopes[Int(entries[0])] -= i.collectorBySecond
    slopes[Int(entries[1])] += cb
    slopes[Int(entries[2])] -= i.collectorByFirst
    slopes[Int(entries[3])] -= i.baseBySecond
    slopes[Int(entries[4])] += bb
    slopes[Int(entries[5])] -= i.baseByFirst
    slopes[Int(entries[6])] += i.collectorBySecond + i.baseBySecond
    slopes[Int(entries[7])] -= cb + bb
    slopes[Int(entries[8])] += i.collectorByFirst + i.baseByFirst
  }

  @inline(never)
  func addLayer(_ part: UnsafeMutablePointer<LayerPart>, _ pending: Mask) {
    let v = slots[Int(part.pointee.a)] - slots[Int(part.pointee.b)]
    let (charge, capacitance) = LayerNumbers.at(UnsafePointer(part.pointer(to: \.law)!), v)
    let index = Int(part.pointee.charge)
    note(index, charge, capacitance, Values(0), v, v, pending)
    let companion = rows.pointee.scalars.pointee.companion
    let current = companion * (charge - rows.pointee.chargeHistory[index])
    let (residual, slopes, entries) = (rows.pointee.residual, rows.pointee.slopes, part.pointee.entries)
    residual[Int(part.pointee.rowA)] += current
    residual[Int(part.pointee.rowB)] -= current
    let slope = companion * capacitance
    slopes[Int(entries[0])] += slope
    slopes[Int(entries[1])] -= slope
    slopes[Int(entries[2])] -= slope
    slopes[Int(entries[3])] += slope
  }

  @inline(never)
  func addChannel(_ part: UnsafeMutablePointer<ChannelPart>) {
    let (at, polarity) = (part.pointee.slots, Values(part.pointee.polarity))
    let source = slots[Int(at[2])]
    let gate = polarity * (slots[Int(at[1])] - source)
    let drain = polarity * (slots[Int(at[0])] - source)
    let bulk = polarity * (slots[Int(at[3])] - source)
    var (value, byGate, byDrain, byBulk) = (Values(0), Values(0), Values(0), Values(0))
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 7) { numbers in
      let (voltages, result) = (numbers.baseAddress!, numbers.baseAddress! + 3)
      for lane in 0..<8 {
        (voltages[0], voltages[1], voltages[2]) = (gate[lane], drain[lane], bulk[lane])
        program.pointee.rareChannel(part.pointee.law!, voltages, result)
        (value[lane], byGate[lane], byDrain[lane], byBulk[lane]) = (result[0], result[1], result[2], result[3])
      }
    }
    let (residual, slopes, entries) = (rows.pointee.residual, rows.pointee.slopes, part.pointee.entries)
    residual[Int(part.pointee.rows[0])] += polarity * value
    residual[Int(part.pointee.rows[1])] -= polarity * value
    let bySource = -(byGate + byDrain + byBulk)
    for (column, slope) in [(0, byDrain), (1, byGate), (2, bySource), (3, byBulk)] {
      slopes[Int(entries[column])] += slope
      slopes[Int(entries[4 + column])] -= slope
    }
  }

  @inline(__always)
  private func note(
    _ index: Int, _ charge: Values, _ first: Values, _ second: Values, _ atFirst: Values, _ atSecond: Values,
    _ pending: Mask
  ) {
    let point = rows.pointee.chargePoints + 5 * index
    point[0] = point[0].replacing(with: charge, where: pending)
    point[1] = point[1].replacing(with: first, where: pending)
    point[2] = point[2].replacing(with: second, where: pending)
    point[3] = point[3].replacing(with: atFirst, where: pending)
    point[4] = point[4].replacing(with: atSecond, where: pending)
  }

  /// A charge as the unknowns have it now: as last assembled, carried on by its slopes.
  @inline(__always)
  func chargeNow(_ index: Int) -> Values {
    let part = program.pointee.charges.pointer + index
    let point = rows.pointee.chargePoints + 5 * index
    let (a, sign) = (slots[Int(part.pointee.a)], Values(part.pointee.sign))
    let first = sign * (a - slots[Int(part.pointee.b)]) - point[3]
    let second = sign * (a - slots[Int(part.pointee.c)]) - point[4]
    return point[0].adding(point[1], first).adding(point[2], second)
  }
}
