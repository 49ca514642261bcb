/// Solves one circuit through time, sample by sample.
///
/// Modified nodal analysis, Newton's method and SDIRK2 (Alexander 1977: two stages, γ = 1 − 1/√2, order 2, L-stable,
/// stiffly accurate). A one-step method: what follows depends on ``state``, the last input and the last knobs alone.
///
/// A value like an array: copies share nothing that steps change, so several may run on different threads.
public struct TransientSolver: @unchecked Sendable {
  public let circuit: Circuit
  public let options: SolverOptions
  let plan: Plan
  var lane: Lane

  static let gamma = 1 - 0.5.squareRoot()

  /// Prepares the circuit's equations. Nothing is solved yet: call ``start(knobs:)`` or
  /// ``setState(_:input:knobs:)`` before the first step.
  public init(_ circuit: Circuit, options: SolverOptions = .init()) throws(SolverError) {
    self.circuit = circuit
    self.options = options
    plan = Plan(PlanBuilder(circuit))
    lane = Lane(plan, options: options)
    if let index = plan.brokenElement {
      let element = circuit.elements[index]
      throw .notANumber(circuit: circuit.name, at: element.position, element: element.name, time: 0)
    }
  }

  /// Independent capacitor voltages and inductor currents in volts and amperes, as ``Circuit/states`` lists them.
  public var state: [Double] { plan.stateMemories.map { lane.memory[$0] } }

  /// One of ``state``, without making an array.
  public func state(at index: Int) -> Double { lane.memory[plan.stateMemories[index]] }

  /// Voltage of the node `out`.
  public var output: Double { lane.slots[plan.outputSlot] }

  /// Seconds since the start.
  public var time: Double { lane.more.pointee.time }

  /// Begins at the operating point for these knobs, input 0, time 0.
  public mutating func start(knobs: [Double]) throws(SolverError) {
    let rest = try restingLane(knobs: knobs)
    if !isKnownUniquelyReferenced(&lane) { lane = Lane(copying: lane) }
    lane.accepted.update(from: rest.slots, count: plan.unknownCount)
    try setState(plan.stateMemories.map { rest.memory[$0] }, input: 0, knobs: knobs)
    lane.more.pointee.time = 0
  }

  /// Moves input and knobs in straight lines from where they were to these values over `timeStep`, solving on the way.
  ///
  /// - Parameters:
  ///   - input: volts.
  ///   - knobs: 0…1 each, in the order of ``Circuit/controls``.
  ///   - timeStep: seconds, above 0.
  ///   - substeps: equal steps the method takes within it, at least 1.
  /// - Throws: ``SolverError`` if no solution is found; state and output then are those before the failing substep.
  @inline(__always)
  public mutating func step(
    input: Double, knobs: [Double], timeStep: Double, substeps: Int = 1
  ) throws(SolverError) {
    guard knobs.count == plan.knobCount else { throw wrongKnobs(knobs.count) }
    if !isKnownUniquelyReferenced(&lane) { lane = Lane(copying: lane) }
    for index in 0..<knobs.count { lane.knobsTo[index] = knobs[index] }
    try advance(input: input, timeStep: timeStep, substeps: substeps)
  }

  /// The lane, shared with no copy.
  mutating func ownLane() -> Lane {
    if !isKnownUniquelyReferenced(&lane) { lane = Lane(copying: lane) }
    return lane
  }

  /// ``step(input:knobs:timeStep:substeps:)`` with as many knobs at this address as the circuit has.
  @inline(__always)
  public mutating func step(
    input: Double, knobs: UnsafePointer<Double>, timeStep: Double, substeps: Int = 1
  ) throws(SolverError) {
    if !isKnownUniquelyReferenced(&lane) { lane = Lane(copying: lane) }
    for index in 0..<plan.knobCount { lane.knobsTo[index] = knobs[index] }
    try advance(input: input, timeStep: timeStep, substeps: substeps)
  }

  @inline(never)
  private func wrongKnobs(_ found: Int) -> SolverError {
    .wrongCount(of: "knobs", circuit: circuit.name, expected: plan.knobCount, found: found)
  }

  @inline(never)
  private func advance(input: Double, timeStep: Double, substeps: Int) throws(SolverError) {
    let lane = lane
    let scalars = lane.more
    guard scalars.pointee.started else { throw .notStarted(circuit: circuit.name) }
    guard timeStep > 0, timeStep < .infinity else { throw .notUsable(quantity: "time step", found: timeStep) }
    guard abs(input) < .infinity else { throw .notUsable(quantity: "input", found: input) }
    scalars.pointee.inputTo = input
    var moves = false
    for knob in 0..<plan.knobCount {
      let value = lane.knobsTo[knob]
      guard abs(value) < .infinity else { throw .notUsable(quantity: "knob", found: value) }
      if value != lane.knobsFrom[knob] { moves = true }
    }
    scalars.pointee.knobsMove = moves
    let count = Double(max(1, substeps))
    for substep in 0..<max(1, substeps) {
      try lane.advance(
        from: Double(substep) / count, to: Double(substep + 1) / count, timeStep: timeStep, options: options, depth: 0)
    }
    if moves, let error = lane.unusableElement(time: scalars.pointee.time) { throw error }
    scalars.pointee.inputFrom = input
    for knob in 0..<plan.knobCount { lane.knobsFrom[knob] = lane.knobsTo[knob] }
    scalars.pointee.time += timeStep
  }
}
