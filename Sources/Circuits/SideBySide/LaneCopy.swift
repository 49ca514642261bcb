import SolverKernelInterface

/// Between a lane and a solver of its own.
extension SideBySide {
  /// One lane's part of a quantity.
  @inline(__always)
  func cell(_ row: Row, _ index: Int, _ lane: Int) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(row + index).assumingMemoryBound(to: Double.self) + lane
  }

  @inline(__always)
  func scalar(_ path: WritableKeyPath<LaneRows.Scalars, Values>, of lane: Int) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(rows.pointee.scalars.pointer(to: path)!).assumingMemoryBound(to: Double.self) + lane
  }

  @inline(__always)
  func set(_ path: WritableKeyPath<LaneRows.Scalars, Values>, of lane: Int, to value: Double) {
    scalar(path, of: lane).pointee = value
  }

  /// The spare solver's point becomes the lane's.
  func copyIn(_ lane: Int) {
    let (one, plan) = (spare.lane, spare.plan)
    for i in 0..<plan.unknownCount {
      cell(rows.pointee.slots, i, lane).pointee = one.accepted[i]
      cell(rows.pointee.accepted, i, lane).pointee = one.accepted[i]
      cell(rows.pointee.before, i, lane).pointee = one.before[i]
      cell(rows.pointee.earlier, i, lane).pointee = one.earlier[i]
      cell(rows.pointee.missedFirst, i, lane).pointee = one.missedFirst[i]
      cell(rows.pointee.missedSecond, i, lane).pointee = one.missedSecond[i]
    }
    for index in 0..<plan.memories.count { cell(rows.pointee.memory, index, lane).pointee = one.memory[index] }
    for index in 0..<plan.charges.count { cell(rows.pointee.charge, index, lane).pointee = one.charge[index] }
    for index in 0..<plan.limitCount { cell(rows.pointee.limits, index, lane).pointee = one.limits[index] }
    for knob in 0..<plan.knobCount {
      cell(rows.pointee.knobsFrom, knob, lane).pointee = one.knobsFrom[knob]
      cell(rows.pointee.knobsTo, knob, lane).pointee = one.knobsFrom[knob]
    }
    set(\.inputFrom, of: lane, to: one.more.pointee.inputFrom)
    set(\.inputTo, of: lane, to: one.more.pointee.inputFrom)
    set(\.time, of: lane, to: one.more.pointee.time)
    set(\.curvature, of: lane, to: one.more.pointee.curvature)
    set(\.lastCurved, of: lane, to: one.more.pointee.lastCurved)
    rows.pointee.scalars.pointee.isPrepared = false
  }

  /// The lane's point becomes that of a solver's lane of its own.
  func copyOut(_ lane: Int, to one: Lane) {
    let plan = one.plan
    for i in 0..<plan.unknownCount {
      one.accepted[i] = cell(rows.pointee.accepted, i, lane).pointee
      one.slots[i] = one.accepted[i]
      one.before[i] = cell(rows.pointee.before, i, lane).pointee
      one.earlier[i] = cell(rows.pointee.earlier, i, lane).pointee
      one.missedFirst[i] = cell(rows.pointee.missedFirst, i, lane).pointee
      one.missedSecond[i] = cell(rows.pointee.missedSecond, i, lane).pointee
    }
    for index in 0..<plan.memories.count { one.memory[index] = cell(rows.pointee.memory, index, lane).pointee }
    for index in 0..<plan.charges.count { one.charge[index] = cell(rows.pointee.charge, index, lane).pointee }
    for knob in 0..<plan.knobCount {
      one.knobsFrom[knob] = cell(rows.pointee.knobsFrom, knob, lane).pointee
      one.slots[plan.firstKnobSlot + knob] = one.knobsFrom[knob]
    }
    one.more.pointee.inputFrom = scalar(\.inputFrom, of: lane).pointee
    one.slots[plan.inputSlot] = one.more.pointee.inputFrom
    one.more.pointee.time = scalar(\.time, of: lane).pointee
    one.more.pointee.curvature = scalar(\.curvature, of: lane).pointee
    one.more.pointee.lastCurved = scalar(\.lastCurved, of: lane).pointee
    one.more.pointee.started = true
    // Nothing is left of what another lane did there.
    one.usePivots(factors)
    (one.more.pointee.outlook, one.more.pointee.unchecked) = ((1, 1), 0)
    (one.more.pointee.isPrepared, one.more.pointee.isFactored) = (false, false)
    // Junctions on the input or a knob follow from them, too.
    one.settleLimits()
    one.knobsChanged()
  }
}
