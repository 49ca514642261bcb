/// Where a circuit rests: input 0, knobs as given.
public struct OperatingPoint: Sendable, Hashable {
  /// Volts and amperes, as ``Circuit/states`` lists them.
  public let states: [Double]
  /// Voltage of the node `out`.
  public let output: Double
}

extension TransientSolver {
  /// Finds the state that lasts at input 0: see ``RestSearch``.
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
    var search = RestSearch(rest, held: nil, options: options)
    rest.startLimits()
    guard let solution = search.find(from: []) else {
      if let error = rest.notANumber(time: 0) { throw error }
      throw search.isSingular
        ? .singular(circuit: circuit.name, at: search.place, node: search.name)
        : .noOperatingPoint(circuit: circuit.name, at: search.place, node: search.name)
    }
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
    var search = RestSearch(lane, held: x, options: options)
    guard let solution = search.find(from: (0..<plan.unknownCount).map { lane.accepted[$0] }) else {
      if let error = lane.notANumber(time: 0) { throw error }
      throw search.isSingular
        ? .singular(circuit: circuit.name, at: search.place, node: search.name)
        : .noStateFound(circuit: circuit.name, at: search.place, node: search.name)
    }
    for i in 0..<plan.unknownCount {
      lane.slots[i] = solution[i]
      lane.accepted[i] = solution[i]
      lane.stage[i] = solution[i]
      lane.before[i] = solution[i]
      lane.earlier[i] = solution[i]
      lane.missedFirst[i] = 0
      lane.missedSecond[i] = 0
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
    if let error = lane.unusableElement(time: 0) { throw error }
  }
}
