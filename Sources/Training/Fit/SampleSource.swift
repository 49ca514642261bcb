import Circuits
import Glibc
import TrainingKernelInterface

/// Draws one-step samples and sequences from simulated trajectories.
final class SampleSource {
  private let plan: TrainingPlan
  private let truth: TruthSet
  private let small: SmallSignalFit
  private let scales: Scales
  private let shape: BlockShape
  private let deepestTap: Int
  private var random: SplitMix64
  /// Candidates for one-step draws, with the size of what the network has to explain there.
  private var pool: [Candidate] = []
  private var cumulative: [Double] = []
  /// D: root mean square of the residual, per output.
  private(set) var residualScales: [Double] = []
  /// Per trajectory and window, per output: 1 / amplitude.
  private let relativeWeights: [[[Float]]]

  private struct Candidate {
    var trajectory: Int
    var sample: Int
  }

  private static let poolSize = 150_000
  private static let window = 2_048
  /// Amplitudes below this share of the usual one count no more than it.
  private static let quietFloor = 0.1

  init(
    _ plan: TrainingPlan, truth: TruthSet, small: SmallSignalFit, scales: Scales, residualScales: [Double]?,
    seed: UInt64
  ) {
    self.plan = plan
    self.truth = truth
    self.small = small
    self.scales = scales
    shape = plan.shape
    deepestTap = plan.recipe.taps.last ?? 0
    random = SplitMix64(seed: seed)
    relativeWeights = truth.trajectories.map { Self.weights($0, scales) }
    fillPool(keeping: residualScales)
  }

  /// Local amplitude of every state (and of the output, last), window by window.
  private static func weights(_ trajectory: Trajectory, _ scales: Scales) -> [[Float]] {
    stride(from: 0, to: trajectory.count, by: window).map { start in
      let range = start..<min(start + window, trajectory.count)
      func weight(_ values: [Float], _ scale: Double) -> Float {
        let mean = range.reduce(0.0) { $0 + Double(values[$1]) } / Double(range.count)
        let square = range.reduce(0.0) { $0 + pow(Double(values[$1]) - mean, 2) } / Double(range.count)
        return Float(1 / (square.squareRoot() / scale + quietFloor))
      }
      return zip(trajectory.states, scales.states).map(weight) + [weight(trajectory.output, scales.output)]
    }
  }

  private func fillPool(keeping given: [Double]?) {
    let counts = truth.trajectories.map(\.count)
    var squares = [Double](repeating: 0, count: shape.outputs)
    var sizes: [[Float]] = []
    while pool.count < Self.poolSize {
      let trajectory = Int(random.next() % UInt64(counts.count))
      let sample = deepestTap + 1 + Int(random.next() % UInt64(max(counts[trajectory] - deepestTap - 2, 1)))
      guard truth.trajectories[trajectory].holdsKnobs(sample, sample) else { continue }
      let candidate = Candidate(trajectory: trajectory, sample: sample)
      let weighted = zip(residual(candidate).targets, weight(candidate)).map { $0 * $1 }
      for row in squares.indices { squares[row] += Double(weighted[row] * weighted[row]) }
      sizes.append(weighted)
      pool.append(candidate)
    }
    residualScales = given ?? squares.map { max(($0 / Double(pool.count)).squareRoot(), 1e-12) }
    var sum = 0.0
    cumulative = sizes.map { weighted in
      var size = 0.0
      for row in squares.indices { size += pow(Double(weighted[row]) / residualScales[row], 2) }
      sum += size.squareRoot()
      return sum
    }
  }

  private func weight(_ candidate: Candidate) -> [Float] {
    let weights = relativeWeights[candidate.trajectory][candidate.sample / Self.window]
    // Finer steps repeat an error more often within the circuit's memory.
    let rate = Float(pow(truth.trajectories[candidate.trajectory].rateHz / 96_000, 0.75))
    return (0..<shape.outputs).map { ($0 < shape.states ? weights[$0] : weights[shape.states]) * rate }
  }

  /// What the linear part leaves of one step, in normalised units, and z and κ there.
  private func residual(_ candidate: Candidate) -> (targets: [Float], z: [Double], kappa: [Double], linear: [Double]) {
    let trajectory = truth.trajectories[candidate.trajectory]
    let n = candidate.sample
    let kappa = plan.normalised(knobs: trajectory.knobs.map { Double($0[n]) }, timeStep: trajectory.timeStep)
    let values = small.fit.values(at: kappa)
    let states = shape.states
    let signals = states + shape.taps
    var z = (0..<states).map { Double(trajectory.states[$0][n - 1]) / scales.states[$0] - values[$0] }
    z += plan.recipe.taps.map { Double(trajectory.input[n - $0]) / scales.input }
    let linear = Array(values[(states + 1)...])
    var targets: [Float] = []
    for row in 0..<shape.outputs {
      let step = (0..<signals).reduce(0) { $0 + linear[row * signals + $1] * z[$1] }
      let actual =
        row < states
        ? Double(trajectory.changes[row][n]) / scales.states[row]
        : Double(trajectory.output[n]) / scales.output - values[states]
      targets.append(Float(actual - step))
    }
    return (targets, z, kappa, linear)
  }

  private func position(_ kappa: [Double]) -> [Double] {
    plan.recipe.coordinates.indices.filter { plan.recipe.coordinates[$0].use == .snapshots }.map { kappa[$0] }
  }

  private func conditions(_ kappa: [Double]) -> [Float] {
    plan.recipe.coordinates.indices.filter { plan.recipe.coordinates[$0].use == .condition }.map { Float(kappa[$0]) }
  }

  /// Half of the samples evenly, half where much is left to explain.
  func oneStep(_ count: Int, _ grid: SnapshotGrid) -> BlockBatch {
    let gains = residualScales.map(Float.init)
    let sequences = (0..<count).map { index in
      let candidate = pool[index % 2 == 0 ? Int(random.next() % UInt64(pool.count)) : drawLarge()]
      let (targets, z, kappa, _) = residual(candidate)
      let inputs = z[shape.states...].map(Float.init) + conditions(kappa)
      return BlockBatch.Sequence(
        position: position(kappa), start: z[..<shape.states].map(Float.init), inputs: inputs, linear: [],
        targets: targets, gains: gains, weights: zip(weight(candidate), gains).map { $0 / $1 })
    }
    return BlockBatch(sequences, steps: 1, shape: shape, grid: grid)
  }

  /// Sequences from true states, knobs held, drawn like one-step samples.
  func sequences(_ count: Int, steps: Int, _ grid: SnapshotGrid) -> BlockBatch {
    let gains = residualScales.map(Float.init)
    var sequences: [BlockBatch.Sequence] = []
    while sequences.count < count {
      let index = sequences.count % 2 == 0 ? Int(random.next() % UInt64(pool.count)) : drawLarge()
      var candidate = pool[index]
      let trajectory = truth.trajectories[candidate.trajectory]
      candidate.sample -= steps / 2
      let first = candidate.sample
      guard first > deepestTap, first + steps < trajectory.count, trajectory.holdsKnobs(first, first + steps - 1)
      else { continue }
      let (_, z, kappa, linear) = residual(candidate)
      let values = small.fit.values(at: kappa)
      let held = conditions(kappa)
      var inputs: [Float] = []
      var targets: [Float] = []
      var moved = [Double](repeating: 0, count: shape.states)
      for n in first..<first + steps {
        inputs += plan.recipe.taps.map { Float(Double(trajectory.input[n - $0]) / scales.input) } + held
        for s in 0..<shape.states {
          moved[s] += Double(trajectory.changes[s][n]) / scales.states[s]
          targets.append(Float(moved[s]))
        }
        if shape.outputs > shape.states {
          targets.append(Float(Double(trajectory.output[n]) / scales.output - values[shape.states]))
        }
      }
      let weights = relativeWeights[candidate.trajectory][first / Self.window]
      sequences.append(
        BlockBatch.Sequence(
          position: position(kappa), start: z[..<shape.states].map(Float.init), inputs: inputs,
          linear: linear.map(Float.init), targets: targets, gains: gains,
          weights: (0..<shape.outputs).map { weights[min($0, shape.states)] / gains[$0] }))
    }
    return BlockBatch(sequences, steps: steps, shape: shape, grid: grid)
  }

  private func drawLarge() -> Int {
    let wanted = random.uniform(0...cumulative[cumulative.count - 1])
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
