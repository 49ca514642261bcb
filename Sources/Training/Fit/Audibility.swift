import Circuits
import Glibc

/// How much is heard of an error in a state: the circuit itself is asked.
///
/// At places along the simulated material it runs on twice, once with one state a little off; how far the outputs then
/// are apart, and for how long, is what an error of one step in that state does.
struct Audibility {
  /// Per state, normalised: output error per error of one step.
  ///
  /// Between the sum of |δy|, as if all steps erred alike, and the root of the sum of δy², as if each erred for itself:
  /// their geometric mean, which is what free runs have shown.
  let gains: [Double]
  /// Per state: for about how many samples at 96 kHz an error stays.
  let samples: [Double]

  private static let places = 64
  private static let usualSeconds = 0.012
  /// Of a state's unit.
  private static let push = 1e-3
  private static let rateHz = 96_000.0

  /// - Parameter seconds: for how long an error is followed.
  init(_ circuit: Circuit, _ truth: TruthSet, _ scales: Scales, seconds: Double? = nil) throws(SolverError) {
    let seconds = seconds ?? Self.usualSeconds
    let solver = try TransientSolver(circuit)
    var random = SplitMix64(seed: 17)
    let places = (0..<Self.places).compactMap { _ -> (trajectory: KeptTrajectory, sample: Int)? in
      let trajectory = truth.trajectories[Int(random.next() % UInt64(truth.trajectories.count))]
      let length = Int(seconds * trajectory.rateHz)
      guard trajectory.count > length + 2 else { return nil }
      return (trajectory, 1 + Int(random.next() % UInt64(trajectory.count - length - 2)))
    }
    let count = scales.states.count
    // Where the circuit cannot be put, nothing is learnt.
    let heard =
      (try? Parallel.map(places) { place in
        (try? Self.differences(solver, place.trajectory, place.sample, scales, seconds)) ?? []
      }) ?? []
    let sums = (0..<count).map { state -> (gain: Double, samples: Double) in
      let known = heard.filter { !$0.isEmpty }.map { $0[state] }
      let share = 1 / Double(max(known.count, 1))
      let sum = known.reduce(0) { $0 + $1.sum * share }
      let square = known.reduce(0) { $0 + $1.square * share }
      // A single sample gives the same sum and root.
      return ((sum * square.squareRoot()).squareRoot(), square > 0 ? max(sum * sum / square, 1) : 1)
    }
    gains = sums.map(\.gain)
    samples = sums.map(\.samples)
  }

  private static func differences(
    _ solver: TransientSolver, _ trajectory: KeptTrajectory, _ sample: Int, _ scales: Scales, _ seconds: Double
  ) throws(SolverError) -> [(sum: Double, square: Double)] {
    var solver = solver
    let start = trajectory.states.map { Double($0[sample]) }
    let plain = try run(&solver, trajectory, from: sample, start, seconds)
    // As many steps as there would be at 96 kHz.
    let share = rateHz / trajectory.rateHz
    var result: [(sum: Double, square: Double)] = []
    for state in start.indices {
      var pushed = start
      pushed[state] += push * scales.states[state]
      let output = try run(&solver, trajectory, from: sample, pushed, seconds)
      var (sum, square) = (0.0, 0.0)
      for (one, other) in zip(plain, output) {
        let difference = abs(other - one) / scales.output / push
        sum += difference * share
        square += difference * difference * share
      }
      result.append((sum, square))
    }
    return result
  }

  private static func run(
    _ solver: inout TransientSolver, _ trajectory: KeptTrajectory, from sample: Int, _ state: [Double],
    _ seconds: Double
  ) throws(SolverError) -> [Double] {
    func knobs(_ n: Int) -> [Double] { trajectory.knobs.map { Double($0[n]) } }
    try solver.start(knobs: knobs(sample))
    try solver.setState(state, input: Double(trajectory.input[sample]), knobs: knobs(sample))
    var output: [Double] = []
    for n in sample + 1...sample + Int(seconds * trajectory.rateHz) {
      try solver.step(input: Double(trajectory.input[n]), knobs: knobs(n), timeStep: trajectory.timeStep)
      output.append(solver.output)
    }
    return output
  }
}
