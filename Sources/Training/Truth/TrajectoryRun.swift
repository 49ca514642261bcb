import Circuits

/// A trajectory on its way: what drives the circuit next, and what has come out of it so far.
struct TrajectoryRun {
  private(set) var trajectory: Trajectory
  /// Volts at the model's rate times `oversampling`.
  let fine: [Double]
  let oversampling: Int
  /// Seconds of a step on the fine grid.
  let timeStep: Double
  /// What the next step moves to.
  private(set) var input = 0.0
  private(set) var knobs: [Double]
  private(set) var knobsMove = false
  /// Output on the fine grid, where it is asked for: the next stage's input.
  private(set) var fineOutput: [Double] = []

  private let positions: [[Double]]
  private let keepsFine: Bool
  private var sides: SideSteps.Choice?
  private let count: Int
  /// The model sample that the steps lead to, and those taken towards it.
  private(set) var sample = 1
  private var taken = 0
  private var from: [Double]
  private var target: [Double]
  private var before: [Double]

  init(
    rateHz: Double, fine: [Double], oversampling: Int, positions: [[Double]], states: Int, keepsFine: Bool = false,
    sides: SideSteps.Choice? = nil
  ) {
    let columns = [[Float]](repeating: [], count: states)
    trajectory = Trajectory(
      rateHz: rateHz, input: [], output: [], states: columns, changes: columns,
      knobs: [[Float]](repeating: [], count: positions.count), sideSteps: SideSteps())
    (self.fine, self.oversampling, self.positions, self.sides) = (fine, oversampling, positions, sides)
    self.keepsFine = keepsFine
    timeStep = 1 / (rateHz * Double(oversampling))
    count = min((fine.count + oversampling - 1) / oversampling, positions.map(\.count).min() ?? .max)
    knobs = positions.map { $0[0] }
    (from, target, before) = (knobs, knobs, [Double](repeating: 0, count: states))
  }

  var isDone: Bool { sample >= count }

  /// Whether a model sample has just been completed, every 4096th time.
  var isAtCheck: Bool { taken == 0 && (sample - 1) % 4096 == 0 }

  /// Of all samples.
  var share: Double { Double(sample) / Double(max(count, 1)) }

  /// Sample 0, which is the start itself.
  mutating func begin(output: Double, state: (Int) -> Double) {
    for s in before.indices { before[s] = state(s) }
    if keepsFine { fineOutput.append(output) }
    if count > 0 { complete(0, output: output, state: state) }
  }

  /// Where a step to the side of the next model sample starts, if one is to be taken. Asked once, before the first step
  /// towards the sample.
  mutating func side() -> SideSteps.Start? {
    guard taken == 0, sample > 1, sides != nil, standsStill else { return nil }
    return sides?.start(at: sample, trajectory.states, count: count)
  }

  /// Whether the knobs stay where they are on the way to the next model sample.
  private var standsStill: Bool {
    for k in from.indices where positions[k][sample] != from[k] { return false }
    return true
  }

  /// Index into `fine` of the step before the first towards a model sample.
  func firstFine(towards sample: Int) -> Int { (sample - 1) * oversampling }

  /// Sets input and knobs to where the next step leads.
  @inline(__always)
  mutating func approach() {
    if taken == 0 {
      knobsMove = !standsStill
      if knobsMove { for k in target.indices { target[k] = positions[k][sample] } }
    }
    taken += 1
    input = fine[firstFine(towards: sample) + taken]
    guard knobsMove else { return }
    let share = Double(taken) / Double(oversampling)
    for k in knobs.indices { knobs[k] = from[k] + (target[k] - from[k]) * share }
  }

  /// Takes note of where the step led.
  @inline(__always)
  mutating func record(output: Double, state: (Int) -> Double) {
    if keepsFine { fineOutput.append(output) }
    guard taken == oversampling else { return }
    complete(sample, output: output, state: state)
  }

  private mutating func complete(_ n: Int, output: Double, state: (Int) -> Double) {
    if knobsMove { sides?.knobsMoved(at: n) }
    from = target
    trajectory.input.append(Float(fine[n * oversampling]))
    trajectory.output.append(Float(output))
    for s in before.indices {
      let value = state(s)
      trajectory.states[s].append(Float(value))
      trajectory.changes[s].append(Float(value - before[s]))
      before[s] = value
    }
    for k in from.indices { trajectory.knobs[k].append(Float(positions[k][n])) }
    sample = n + 1
    taken = 0
  }

  mutating func addSideStep(at sample: Int, from start: SideSteps.Start, to end: (Int) -> Double, output: Double) {
    trajectory.sideSteps.append(sample, from: start, to: end, output: output)
  }
}
