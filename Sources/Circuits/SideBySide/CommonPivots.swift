extension TransientSolver {
  /// Factors whose pivots suit this circuit at any knobs: chosen where it rests with all of them half-way, so that they
  /// depend on nothing else.
  func commonFactors() throws(SolverError) -> SparseFactors {
    let knobs = [Double](repeating: 0.5, count: plan.knobCount)
    let rest: Lane
    do throws(SolverError) {
      rest = try restingLane(knobs: knobs)
    } catch {
      // Without an operating point the matrix is that of unknowns that are all zero.
      rest = Lane(plan, options: options)
      for knob in 0..<plan.knobCount { rest.slots[plan.firstKnobSlot + knob] = 0.5 }
      rest.knobsChanged()
    }
    rest.setCompanion(1 / (Self.gamma * Self.usualTimeStep))
    rest.prepareStage()
    rest.assemble()
    // Devices that conduct at rest may not elsewhere, and amplifiers saturate: entries count as the smaller of what they
    // are with devices and without.
    let entries = plan.entryRows.count
    let least = (0..<entries).map { abs(rest.base[$0]) < abs(rest.jacobian[$0]) ? rest.base[$0] : rest.jacobian[$0] }
    guard let factors = rest.sparseFactors(of: least) ?? rest.sparseFactors(of: rest.jacobian) else {
      throw .singular(circuit: circuit.name, node: rest.undetermined() ?? "out")
    }
    return factors
  }

  /// Seconds.
  private static var usualTimeStep: Double { 1 / 768_000 }
}
