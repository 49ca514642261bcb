import SolverKernelInterface

extension LaneStep {
  /// What stays the same during a stage: known sources and histories.
  @inline(__always)
  func prepareStage() {
    let (program, rows) = (program, rows)
    let rest = rows.pointee.rest
    for row in 0...n { rest[row] = Values(0) }
    let (entryRows, columns) = (program.pointee.entryRows.pointer, program.pointee.entrySlots.pointer)
    for entry in program.pointee.unknownEntries..<max(program.pointee.unknownEntries, program.pointee.entryRows.count) {
      let row = rest + Int(entryRows[entry])
      row.pointee = row.pointee.adding(rows.pointee.base[entry], slots[Int(columns[entry])])
    }
    let companion = rows.pointee.scalars.pointee.companion
    for index in 0..<program.pointee.memories.count {
      let part = program.pointee.memories.pointer + index
      let current = (Values(part.pointee.coefficient) * companion) * rows.pointee.history[index]
      rest[Int(part.pointee.rowA)] -= current
      rest[Int(part.pointee.rowB)] += current
    }
    for index in 0..<program.pointee.mutuals.count {
      let part = program.pointee.mutuals.pointer[index]
      rest[Int(part.row)] += (Values(part.inductance) * companion) * rows.pointee.history[Int(part.memory)]
    }
  }

  /// F at the unknowns in the slots, and what devices add to its slopes.
  ///
  /// - Parameters:
  ///   - first: the first of the pivots whose rows are assembled. Those of constant pivots hold from the first update
  ///     on, since nothing in them bends.
  ///   - pending: lanes whose limits and charges follow.
  /// - Returns: lanes with junctions that are not at the unknowns' voltages.
  @inline(__always)
  func assemble(from first: Int, _ pending: Mask) -> Mask {
    let (program, rows) = (program, rows)
    let (starts, columns) = (program.pointee.rowStarts.pointer, program.pointee.entrySlots.pointer)
    let (base, residual, pivots) = (rows.pointee.base, rows.pointee.residual, program.pointee.pivots.pointer)
    for index in 0..<program.pointee.slopeEntries.count { rows.pointee.slopes[index] = Values(0) }
    for k in first..<n {
      let row = Int(pivots[k].row)
      var sum = rows.pointee.rest[row]
      for entry in Int(starts[row])..<Int(starts[row + 1]) {
        sum = sum.adding(base[entry], slots[Int(columns[entry])])
      }
      residual[row] = sum
    }
    var limited = Mask(repeating: false)
    for index in 0..<program.pointee.junctions.count {
      addJunction(program.pointee.junctions.pointer + index, rows.pointee.limits + index, pending, &limited)
    }
    for index in 0..<program.pointee.bipolars.count { addBipolar(index, pending, &limited) }
    for index in 0..<program.pointee.fields.count { addField(index, pending, &limited) }
    for index in 0..<program.pointee.channels.count { addChannel(program.pointee.channels.pointer + index) }
    for index in 0..<program.pointee.layers.count { addLayer(program.pointee.layers.pointer + index, pending) }
    for index in 0..<program.pointee.behaviours.count { addBehaviour(program.pointee.behaviours.pointer + index) }
    return limited
  }

  @inline(__always)
  private func addBehaviour(_ part: UnsafeMutablePointer<BehaviourPart>) {
    let (residual, slopes) = (rows.pointee.residual, rows.pointee.slopes)
    let width = Int(part.pointee.variableCount)
    let derivatives = rows.pointee.derivatives + Int(part.pointee.derivativeStart)
    run(
      program.pointee.hotTape.pointer + Int(part.pointee.tapeStart), count: Int(part.pointee.tapeCount),
      rows: derivatives, width: width)
    let value = slots[Int(part.pointee.result)]
    residual[Int(part.pointee.plusRow)] += value
    residual[Int(part.pointee.minusRow)] -= value
    let row = derivatives + Int(part.pointee.resultRow) &* width
    let entries = program.pointee.behaviourSlopes.pointer + Int(part.pointee.variableStart)
    for column in 0..<width {
      slopes[Int(entries[column].plus)] += row[column]
      slopes[Int(entries[column].minus)] -= row[column]
    }
  }
}
