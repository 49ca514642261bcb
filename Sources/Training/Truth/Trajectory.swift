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

  /// Whether all knobs stand still from `first` − 1 through `last`.
  func holdsKnobs(_ first: Int, _ last: Int) -> Bool {
    knobs.allSatisfy { knob in
      for n in first...last where knob[n] != knob[n - 1] { return false }
      return true
    }
  }

  /// Output on the fine grid, where it was asked for: the next stage's input.
  private(set) var fineOutput: [Double] = []

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
  ///   - sides: what chooses steps to the side; none without it.
  public init(
    _ solver: TransientSolver, rateHz: Double, fine: [Double], oversampling: Int, positions: [[Double]],
    keepFine: Bool = false, sides: SideSteps.Choice? = nil, isCancelled: () -> Bool = { false }
  ) throws(SolverError) {
    var sides = sides
    self.rateHz = rateHz
    states = [[Float]](repeating: [], count: solver.circuit.states.count)
    changes = states
    self.knobs = [[Float]](repeating: [], count: positions.count)
    var solver = solver
    let count = min((fine.count + oversampling - 1) / oversampling, positions.map(\.count).min() ?? .max)
    var knobs = positions.map { $0[0] }
    try solver.start(knobs: knobs)
    if keepFine { fineOutput.append(solver.output) }
    var before = solver.state
    let fineStep = 1 / (rateHz * Double(oversampling))
    var target = knobs
    var now = knobs
    for n in 0..<count {
      for k in knobs.indices { target[k] = positions[k][n] }
      if target == knobs, n > 1, let from = sides?.state(at: n, states) {
        let first = n * oversampling - (oversampling - 1)
        sideSteps.add(
          solver, from: from, at: n, input: fine[first - 1...first + oversampling - 1], knobs: knobs,
          timeStep: fineStep)
      }
      for j in 0..<oversampling {
        // Model sample n is fine sample n · oversampling; sample 0 is the start itself.
        let index = n * oversampling - (oversampling - 1) + j
        if index <= 0 { continue }
        let share = Double(j + 1) / Double(oversampling)
        for k in knobs.indices { now[k] = knobs[k] + (target[k] - knobs[k]) * share }
        try solver.step(input: fine[index], knobs: now, timeStep: fineStep)
        if keepFine { fineOutput.append(solver.output) }
      }
      if target != knobs { sides?.knobsMoved(at: n) }
      for k in knobs.indices { knobs[k] = target[k] }
      input.append(Float(fine[n * oversampling]))
      output.append(Float(solver.output))
      for s in states.indices {
        let value = solver.state(at: s)
        states[s].append(Float(value))
        changes[s].append(Float(value - before[s]))
        before[s] = value
      }
      for k in knobs.indices { self.knobs[k].append(Float(positions[k][n])) }
      if n % 4096 == 0 && isCancelled() { return }
    }
  }

  /// Frees what only the next stage needed.
  mutating func dropFineOutput() { fineOutput = [] }
}
