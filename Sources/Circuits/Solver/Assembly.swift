import Glibc

extension Lane {
  /// What stays the same during a stage: known sources and histories.
  @inline(__always)
  func prepareStage() {
    let plan = plan
    for row in 0...plan.unknownCount { rest[row] = 0 }
    let (rows, columns) = (plan.entryRows.pointer, plan.entrySlots.pointer)
    for entry in plan.unknownEntries..<max(plan.unknownEntries, plan.entryRows.count) {
      rest[Int(rows[entry])] += base[entry] * slots[Int(columns[entry])]
    }
    let companion = more.pointee.companion
    for index in 0..<plan.memories.count {
      let part = plan.memories.pointer[index]
      let current = part.coefficient * companion * history[index]
      rest[Int(part.rowA)] -= current
      rest[Int(part.rowB)] += current
    }
    for index in 0..<plan.mutuals.count {
      let part = plan.mutuals.pointer[index]
      rest[Int(part.row)] += part.inductance * companion * history[Int(part.memory)]
    }
  }

  /// F at the unknowns in the slots, and its derivatives with respect to unknowns and the input.
  ///
  /// - Parameter slopes: `false` leaves the derivatives of devices alone.
  @inline(__always)
  func assemble(slopes: Bool = true) {
    let plan = plan
    let (starts, columns) = (plan.rowStarts.pointer, plan.entrySlots.pointer)
    let variable = plan.variableEntries.pointer
    for index in 0..<(slopes ? plan.variableEntries.count : 0) {
      jacobian[Int(variable[index])] = base[Int(variable[index])]
    }
    for row in 0..<plan.unknownCount {
      var sum = rest[row]
      for entry in Int(starts[row])..<Int(starts[row + 1]) { sum += base[entry] * slots[Int(columns[entry])] }
      residual[row] = sum
    }
    if plan.limitCount > 0 { addDevices(slopes: slopes) }
    for index in 0..<plan.channels.count { addChannel(plan.channels.pointer + index) }
    for index in 0..<plan.layers.count { addLayer(plan.layers.pointer + index) }
    for index in 0..<plan.behaviours.count { addBehaviour(plan.behaviours.pointer[index]) }
  }

  @inline(__always)
  private func addBehaviour(_ part: Plan.Behaviour) {
    let width = Int(part.variableCount)
    // Row 0 is zero, then the unit rows; the tape fills those behind.
    for index in 0..<((width + 1) * width) { derivatives[index] = 0 }
    for column in 0..<width { derivatives[(column + 1) * width + column] = 1 }
    let tape = UnsafePointer(plan.hotTape.pointer) + Int(part.tapeStart)
    Tape.run(
      tape, count: Int(part.tapeCount), slots: slots, tables: plan.tables.pointer, rows: derivatives, width: width)
    let value = slots[Int(part.result)]
    residual[Int(part.plusRow)] += value
    residual[Int(part.minusRow)] -= value
    let row = Int(part.resultRow) * width
    for column in 0..<width {
      let (plus, minus) = plan.derivativeEntries.pointer[Int(part.variableStart) + column]
      jacobian[Int(plus)] += derivatives[row + column]
      jacobian[Int(minus)] -= derivatives[row + column]
    }
  }
}
