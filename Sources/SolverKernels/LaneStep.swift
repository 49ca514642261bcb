import SolverKernelInterface

/// One step of eight lanes at once: SDIRK2 and Newton's method as the scalar solver has them, without its patience.
///
/// A lane's values depend on no other lane: what is settled is left alone while the others go on.
public struct LaneStep {
  let program: UnsafePointer<LaneProgram>
  let rows: UnsafePointer<LaneRows>
  let slots: Row

  @inline(__always)
  var n: Int { program.pointee.unknownCount }

  static let gamma = 1 - 0.5.squareRoot()

  public init(_ program: UnsafePointer<LaneProgram>, _ rows: UnsafePointer<LaneRows>) {
    (self.program, self.rows, slots) = (program, rows, rows.pointee.slots)
  }

  /// Moves the lanes' input and knobs to their targets over their time steps.
  ///
  /// - Parameter lanes: a bit per lane that moves; the others stay as they are.
  /// - Returns: a bit per lane that found no solution in this way, or whose knobs leave no usable element. They are
  ///   where they were.
  public func advance(_ lanes: UInt8) -> UInt8 {
    let (program, rows) = (program, rows)
    let scalars = rows.pointee.scalars
    let active = Mask(lanes: lanes)
    let knobsMove = knobsMove(active)
    setCompanions()
    scalars.pointee.unchecked += Values(1).only(where: active)
    let isChecked = (scalars.pointee.unchecked .>= Values(Double(program.pointee.uncheckedStages / 2))) .& active
    scalars.pointee.unchecked = scalars.pointee.unchecked.replacing(with: Values(0), where: isChecked)

    // Stage 1, at γ
    let gamma = Self.gamma
    let (accepted, before, earlier) = (rows.pointee.accepted, rows.pointee.before, rows.pointee.earlier)
    let (guess, missing) = (rows.pointee.guess, rows.pointee.missing)
    for index in 0..<program.pointee.memories.count { rows.pointee.history[index] = rows.pointee.memory[index] }
    for index in 0..<program.pointee.charges.count { rows.pointee.chargeHistory[index] = rows.pointee.charge[index] }
    for i in 0..<n {
      let turn = (Values(2) * accepted[i]).subtracting(Values(3), before[i]) + earlier[i]
      guess[i] = accepted[i].adding(Values(gamma), turn)
      slots[i] = guess[i] + rows.pointee.missedFirst[i]
    }
    setSources(at: gamma, knobsMove: knobsMove)
    prepareStage()
    var failed = solve(active, isChecked: isChecked)

    // Stage 2, at 1: the slope of stage 1 counts (1 − γ) h.
    let share = Values((1 - gamma) / gamma)
    for index in 0..<program.pointee.memories.count {
      let part = program.pointee.memories.pointer + index
      let now = slots[Int(part.pointee.a)] - slots[Int(part.pointee.b)]
      let from = rows.pointee.memory[index]
      rows.pointee.history[index] = from.adding(share, now - from)
    }
    for index in 0..<program.pointee.charges.count {
      let from = rows.pointee.charge[index]
      rows.pointee.chargeHistory[index] = from.adding(share, chargeNow(index) - from)
    }
    for i in 0..<n {
      let solved = slots[i]
      missing[i] = solved - guess[i]
      guess[i] = solved.adding(share, solved - accepted[i])
      slots[i] = guess[i] + rows.pointee.missedSecond[i]
    }
    setSources(at: 1, knobsMove: knobsMove)
    prepareStage()
    failed = failed .| solve(active .& .!failed, isChecked: Mask(repeating: false))
    failed = failed .| (isTooLong() .& active)
    if knobsMove { failed = failed .| (unusable() .& active) }
    accept(active .& .!failed)
    return failed.lanes
  }

  /// Lanes in whose step a capacitor's slope changes by more than what is tolerated: see `Lane.bend`.
  @inline(__always)
  private func isTooLong() -> Mask {
    let (program, rows) = (program, rows)
    let gamma = Self.gamma
    var largest = Values(0)
    for index in 0..<program.pointee.memories.count {
      let part = program.pointee.memories.pointer + index
      guard part.pointee.coefficient > 0 else { continue }
      let from = rows.pointee.memory[index]
      let change = slots[Int(part.pointee.a)] - slots[Int(part.pointee.b)] - from
      let first = rows.pointee.history[index] - from
      largest = largest.larger((change * Values(1 - gamma) - first).magnitude)
    }
    return largest .> Values(gamma * (1 - gamma) * program.pointee.bendTolerance)
  }

  @inline(__always)
  private func accept(_ mask: Mask) {
    let rows = rows
    let (accepted, before, earlier) = (rows.pointee.accepted, rows.pointee.before, rows.pointee.earlier)
    let (missedFirst, missedSecond) = (rows.pointee.missedFirst, rows.pointee.missedSecond)
    for i in 0..<n {
      missedFirst[i] = missedFirst[i].replacing(with: rows.pointee.missing[i], where: mask)
      missedSecond[i] = missedSecond[i].replacing(with: slots[i] - rows.pointee.guess[i], where: mask)
      earlier[i] = earlier[i].replacing(with: before[i], where: mask)
      before[i] = before[i].replacing(with: accepted[i], where: mask)
      accepted[i] = accepted[i].replacing(with: slots[i], where: mask)
      slots[i] = accepted[i]
    }
    for index in 0..<program.pointee.memories.count {
      let part = program.pointee.memories.pointer + index
      let now = slots[Int(part.pointee.a)] - slots[Int(part.pointee.b)]
      rows.pointee.memory[index] = rows.pointee.memory[index].replacing(with: now, where: mask)
    }
    for index in 0..<program.pointee.charges.count {
      rows.pointee.charge[index] = rows.pointee.charge[index].replacing(with: chargeNow(index), where: mask)
    }
    let scalars = rows.pointee.scalars
    scalars.pointee.inputFrom = scalars.pointee.inputFrom.replacing(with: scalars.pointee.inputTo, where: mask)
    for knob in 0..<program.pointee.knobCount {
      let from = rows.pointee.knobsFrom + knob
      from.pointee = from.pointee.replacing(with: rows.pointee.knobsTo[knob], where: mask)
    }
    scalars.pointee.time += scalars.pointee.timeStep.only(where: mask)
  }
}
