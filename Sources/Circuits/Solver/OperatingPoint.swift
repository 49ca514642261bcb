/// Where a circuit rests: input 0, knobs as given.
public struct OperatingPoint: Sendable, Hashable {
  /// Volts and amperes, as ``Circuit/states`` lists them.
  public let states: [Double]
  /// Voltage of the node `out`.
  public let output: Double
}

extension TransientSolver {
  /// Finds the state that lasts at input 0, by Newton's method from 0 V; if that fails, with a conductance from every
  /// node to ground that is lowered step by step.
  ///
  /// - Parameter knobs: 0…1 each, in the order of ``Circuit/controls``.
  public func operatingPoint(knobs: [Double]) throws(SolverError) -> OperatingPoint {
    let rest = try restingLane(knobs: knobs)
    return OperatingPoint(
      states: plan.stateMemories.map { rest.memory[$0] }, output: rest.slots[plan.outputSlot])
  }

  /// A lane of its own at the operating point.
  func restingLane(knobs: [Double]) throws(SolverError) -> Lane {
    let rest = Lane(plan, options: options)
    try setSources(of: rest, input: 0, knobs: knobs)
    var problem = StaticProblem(rest, held: nil, options: options)
    var worst = 0
    let zero = [Double](repeating: 0, count: problem.count)
    var solution = problem.solveLimited(from: zero) ?? problem.solve(from: zero, worst: &worst)
    if solution == nil {
      // From 10 S down, by factors that adapt.
      var (leak, factor, point) = (10.0, 0.1, zero)
      for _ in 0..<400 {
        problem.leak = leak
        if let next = problem.solve(from: point, worst: &worst) {
          point = next
          factor = max(factor * factor, 1e-3)
          if leak < 1e-14 { break }
        } else {
          leak /= factor
          factor = factor.squareRoot()
          if factor > 0.99 { break }
        }
        leak *= factor
      }
      problem.leak = 0
      solution = problem.solve(from: point, worst: &worst)
    }
    guard let solution else { throw .noOperatingPoint(circuit: circuit.name, node: problem.name(worst)) }
    for i in 0..<plan.unknownCount { rest.slots[i] = solution[i] }
    rest.readMemories(into: rest.memory)
    rest.readCharges(into: rest.charge)
    return rest
  }

  /// Puts the circuit into any state; voltages and currents that follow from it at once are solved for.
  ///
  /// - Parameters:
  ///   - x: volts and amperes, as ``Circuit/states`` lists them.
  ///   - input: volts; the next step starts from it.
  ///   - knobs: 0…1 each; the next step starts from them.
  public mutating func setState(_ x: [Double], input: Double, knobs: [Double]) throws(SolverError) {
    guard x.count == plan.stateMemories.count else {
      throw .wrongCount(of: "states", circuit: circuit.name, expected: plan.stateMemories.count, found: x.count)
    }
    for value in x where !value.isFinite { throw .notUsable(quantity: "state", found: value) }
    if !isKnownUniquelyReferenced(&lane) { lane = Lane(copying: lane) }
    try setSources(of: lane, input: input, knobs: knobs)
    let problem = StaticProblem(lane, held: x, options: options)
    var worst = 0
    var guess = [Double](repeating: 0, count: problem.count)
    for i in 0..<plan.unknownCount { guess[i] = lane.accepted[i] }
    let solution =
      problem.solve(from: guess, worst: &worst)
      ?? problem.solveLimited(from: guess)
      ?? problem.solve(from: [Double](repeating: 0, count: problem.count), worst: &worst)
    guard let solution else { throw .singular(circuit: circuit.name, node: problem.name(worst)) }
    for i in 0..<plan.unknownCount {
      lane.slots[i] = solution[i]
      lane.accepted[i] = solution[i]
      lane.stage[i] = solution[i]
    }
    lane.readMemories(into: lane.memory)
    lane.readCharges(into: lane.charge)
    lane.settleLimits()
    for (index, memory) in plan.stateMemories.enumerated() { lane.memory[memory] = x[index] }
    lane.more.pointee.started = true
  }

  private func setSources(of lane: Lane, input: Double, knobs: [Double]) throws(SolverError) {
    guard knobs.count == plan.knobCount else {
      throw .wrongCount(of: "knobs", circuit: circuit.name, expected: plan.knobCount, found: knobs.count)
    }
    guard input.isFinite else { throw .notUsable(quantity: "input", found: input) }
    for value in knobs where !value.isFinite { throw .notUsable(quantity: "knob", found: value) }
    for (index, value) in knobs.enumerated() {
      lane.knobsFrom[index] = value
      lane.knobsTo[index] = value
    }
    lane.more.pointee.inputFrom = input
    lane.more.pointee.inputTo = input
    lane.more.pointee.knobsMove = true
    lane.more.pointee.companion = -1
    lane.setSources(at: 1)
    lane.more.pointee.knobsMove = false
  }
}
