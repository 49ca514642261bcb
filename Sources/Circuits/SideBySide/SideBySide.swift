import InstructionSets
import SolverKernelInterface

/// Some of the lanes of ``SideBySide``.
public struct Lanes: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The lane of this index alone.
  @inlinable
  public init(_ lane: Int) { rawValue = 1 << UInt8(lane) }

  public static let all = Lanes(rawValue: 0xff)
}

/// Solves one circuit for several inputs, knobs and states at once, a lane each: ``TransientSolver`` with the lanes in
/// vectors.
///
/// What a lane does depends on no other. Where a step needs the solver's patience — damping, shorter steps, an error
/// with its cause — that lane takes it through a ``TransientSolver``.
public struct SideBySide: ~Copyable {
  /// Lanes.
  public static let width = 8

  public let circuit: Circuit
  /// Steps that lanes took through a solver of their own.
  public private(set) var patientSteps = 0

  private let plan: LanePlan
  private let program: UnsafeMutablePointer<LaneProgram>
  let rows: UnsafeMutablePointer<LaneRows>
  private let kernels: InstructionSet
  /// As given, for starts; and one for what needs patience.
  private let given: TransientSolver
  var spare: TransientSolver
  let factors: SparseFactors
  private var started: Lanes = []
  private var errors: [SolverError?]

  /// Nothing is solved yet: ``start(_:knobs:)`` or ``setState(_:of:input:knobs:)`` every lane before its first step.
  ///
  /// - Parameter kernels: the copy of the inner loops to use, which the processor must have.
  /// - Throws: where the circuit rests at no position of its knobs.
  public init(_ solver: TransientSolver, kernels: InstructionSet = .chosen) throws(SolverError) {
    circuit = solver.circuit
    (given, spare) = (solver, solver)
    self.kernels = kernels
    errors = Array(repeating: nil, count: Self.width)
    factors = try solver.commonFactors()
    plan = LanePlan(solver.plan, factors: factors, options: solver.options)
    program = plan.program
    rows = .allocate(capacity: 1)
    rows.initialize(to: LaneRows(plan.program.pointee))
  }

  deinit {
    rows.pointee.deallocate()
    rows.deallocate()
  }

  /// Begins at the operating point for these knobs, input 0, time 0.
  public mutating func start(_ lane: Int, knobs: [Double]) throws(SolverError) {
    spare = given
    try spare.start(knobs: knobs)
    begin(lane)
  }

  /// Puts a lane into any state; see ``TransientSolver/setState(_:input:knobs:)``.
  ///
  /// - Parameters:
  ///   - other: lanes of the same circuit.
  ///   - near: the one of them where the search for the other voltages and currents starts, and the time.
  public mutating func setState(
    _ x: [Double], of lane: Int, input: Double, knobs: [Double], from other: borrowing SideBySide, near: Int
  ) throws(SolverError) {
    other.copyOut(near, to: spare.ownLane())
    try spare.setState(x, input: input, knobs: knobs)
    begin(lane)
  }

  /// The same, searching from where the lane is.
  public mutating func setState(_ x: [Double], of lane: Int, input: Double, knobs: [Double]) throws(SolverError) {
    if started.contains(Lanes(lane)) { copyOut(lane, to: spare.ownLane()) } else { spare = given }
    try spare.setState(x, input: input, knobs: knobs)
    begin(lane)
  }

  private mutating func begin(_ lane: Int) {
    copyIn(lane)
    set(\.unchecked, of: lane, to: 0)
    started.insert(Lanes(lane))
    errors[lane] = nil
  }

  /// Volts that the next step moves to, in a straight line.
  @inline(__always)
  public func setInput(_ volts: Double, of lane: Int) { set(\.inputTo, of: lane, to: volts) }

  /// 0…1, where the next step moves this knob to, in a straight line.
  @inline(__always)
  public func setKnob(_ knob: Int, _ position: Double, of lane: Int) {
    cell(rows.pointee.knobsTo, knob, lane).pointee = position
  }

  /// Seconds that a lane's steps take, above 0.
  public func setTimeStep(_ seconds: Double, of lane: Int) throws(SolverError) {
    guard seconds > 0, seconds < .infinity else { throw .notUsable(quantity: "time step", found: seconds) }
    set(\.timeStep, of: lane, to: seconds)
  }

  /// Voltage of the node `out`.
  @inline(__always)
  public func output(of lane: Int) -> Double { cell(rows.pointee.slots, program.pointee.outputSlot, lane).pointee }

  /// One of the independent capacitor voltages and inductor currents, as ``Circuit/states`` lists them.
  @inline(__always)
  public func state(at index: Int, of lane: Int) -> Double {
    cell(rows.pointee.memory, plan.plan.stateMemories[index], lane).pointee
  }

  /// Seconds since its start.
  public func time(of lane: Int) -> Double { scalar(\.time, of: lane).pointee }

  /// Why its last step failed; state and output then are those before it.
  public func error(of lane: Int) -> SolverError? { errors[lane] }

  /// The error of the first of these lanes that has one.
  public func firstError(_ lanes: Lanes) -> SolverError {
    for lane in 0..<Self.width where lanes.contains(Lanes(lane)) { if let error = errors[lane] { return error } }
    return .notStarted(circuit: circuit.name)
  }

  /// One step of each of these lanes, to its input and knobs by its time step.
  ///
  /// - Returns: the lanes that found no solution; see ``error(of:)``.
  @discardableResult
  public mutating func step(_ lanes: Lanes = .all) -> Lanes {
    let able = lanes.intersection(started)
    let left = Lanes(rawValue: kernels.advance(program, rows, able.rawValue))
    return left.isEmpty && able == lanes ? [] : stepPatiently(left, lanes.subtracting(started))
  }

  @inline(never)
  private mutating func stepPatiently(_ lanes: Lanes, _ idle: Lanes) -> Lanes {
    var failed = idle
    for lane in 0..<Self.width {
      if idle.contains(Lanes(lane)) { errors[lane] = .notStarted(circuit: circuit.name) }
      guard lanes.contains(Lanes(lane)) else { continue }
      patientSteps += 1
      copyOut(lane, to: spare.ownLane())
      let knobs = (0..<circuit.controls.count).map { cell(rows.pointee.knobsTo, $0, lane).pointee }
      do throws(SolverError) {
        try spare.step(
          input: scalar(\.inputTo, of: lane).pointee, knobs: knobs, timeStep: scalar(\.timeStep, of: lane).pointee)
        copyIn(lane)
        errors[lane] = nil
      } catch {
        errors[lane] = error
        failed.insert(Lanes(lane))
      }
    }
    return failed
  }
}
