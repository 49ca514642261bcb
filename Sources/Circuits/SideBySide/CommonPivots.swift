extension TransientSolver {
  /// Factors whose pivots suit this circuit at any knobs: chosen where it rests with all of them half-way, so that they
  /// depend on nothing else.
  func commonFactors() throws(SolverError) -> SparseFactors {
    let rest = try usualLane()
    rest.setCompanion(1 / (Self.gamma * Self.usualTimeStep))
    rest.prepareStage()
    rest.assemble()
    // Devices that conduct at rest may not elsewhere, and amplifiers saturate: entries count as the smaller of what they
    // are with devices and without.
    let entries = plan.entryRows.count
    let least = (0..<entries).map { abs(rest.base[$0]) < abs(rest.jacobian[$0]) ? rest.base[$0] : rest.jacobian[$0] }
    guard let factors = rest.sparseFactors(of: least) ?? rest.sparseFactors(of: rest.jacobian) else {
      let node = rest.undetermined() ?? "v(out)"
      throw .singular(circuit: circuit.name, at: circuit.place(of: node), node: node)
    }
    return factors
  }

  /// Where the circuit rests with its knobs half-way, or elsewhere if it does not rest there.
  private func usualLane() throws(SolverError) -> Lane {
    var first: SolverError?
    for position in [0.5, 0.75, 0.25, 1, 0] {
      do throws(SolverError) {
        return try restingLane(knobs: [Double](repeating: position, count: plan.knobCount))
      } catch {
        first = first ?? error
      }
    }
    throw first!
  }

  /// Seconds.
  private static var usualTimeStep: Double { 1 / 768_000 }
}
