import Circuits
import Glibc

/// A stretch of simulated circuit at one model rate, in physical units.
public struct Trajectory: Sendable {
  public let rateHz: Double
  /// Volts, one per sample.
  public internal(set) var input: [Float] = []
  public internal(set) var output: [Float] = []
  /// Per state: x[n], and x[n] − x[n−1] formed in double precision.
  public internal(set) var states: [[Float]]
  var changes: [[Float]]
  /// Per knob, 0…1.
  var knobs: [[Float]]

  /// Steps from other states than the trajectory's own.
  var sideSteps = SideSteps()

  var count: Int { input.count }
  var timeStep: Double { 1 / rateHz }

  /// Input, output, states, changes, knobs.
  var columns: [[Float]] { [input, output] + states + changes + knobs }

  /// Fine samples per model sample, so that a grid of at least `gridHz` drives the circuit.
  public static func oversampling(_ rateHz: Double, gridHz: Double = 700_000) -> Int {
    max(2, Int((gridHz / rateHz).rounded(.up)))
  }

  init(
    rateHz: Double, input: [Float], output: [Float], states: [[Float]], changes: [[Float]], knobs: [[Float]],
    sideSteps: SideSteps
  ) {
    self.rateHz = rateHz
    self.input = input
    self.output = output
    self.states = states
    self.changes = changes
    self.knobs = knobs
    self.sideSteps = sideSteps
  }

  /// Simulates from rest.
  /// - Parameters:
  ///   - fine: input in volts at `rateHz` · `oversampling`.
  ///   - positions: per knob, one value per model sample; the circuit's knobs move in straight lines between them.
  ///   - isCancelled: asked every 4096 samples.
  public init(
    _ solver: TransientSolver, rateHz: Double, fine: [Double], oversampling: Int, positions: [[Double]],
    isCancelled: () -> Bool = { false }
  ) throws(SolverError) {
    var solver = solver
    var run = TrajectoryRun(
      rateHz: rateHz, fine: fine, oversampling: oversampling, positions: positions,
      states: solver.circuit.states.count)
    try solver.start(knobs: run.knobs)
    run.begin(output: solver.output) { solver.state(at: $0) }
    while !run.isDone {
      run.approach()
      try solver.step(input: run.input, knobs: run.knobs, timeStep: run.timeStep)
      run.record(output: solver.output) { solver.state(at: $0) }
      if run.isAtCheck && isCancelled() { break }
    }
    self = run.trajectory
  }
}
