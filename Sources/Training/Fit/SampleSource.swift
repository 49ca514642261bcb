import Circuits
import Glibc
import TrainingKernelInterface

/// Draws one-step samples and sequences from simulated trajectories.
final class SampleSource {
  private let plan: StagePlan
  private let truth: TruthSet
  private let small: SmallSignalFit
  private let scales: Scales
  /// Of the network, with the rows with windows.
  private(set) var shape: BlockShape
  /// σ of each row, 0 where it has none; empty where no row has.
  private(set) var windows: [Double] = []
  /// The small-signal part where knobs have stood: they stand for a while each.
  private var linearParts: [[Double]: [Double]] = [:]
  private let deepestTap: Int
  private var random: SplitMix64
  /// Candidates for one-step draws, with the size of what the network has to explain there.
  private var pool: [Candidate] = []
  private var cumulative: [Double] = []
  /// Per candidate and output: what the linear part leaves, in normalised units.
  private var toExplain: [[Float]] = []
  private var heatExponent = 0.0
  /// D: root mean square of the residual, per output.
  private(set) var residualScales: [Double] = []
  /// What each row's errors count, 0…1: as much as is heard of its residual, against the greatest.
  private(set) var importance: [Float] = []
  /// Mean magnitude of each signal in z.
  private(set) var signalSizes: [Double] = []
  /// Per trajectory and window of time.
  private let surroundings: [[Surroundings]]
  private let audibility: Audibility

  /// What an error counts by where it happens.
  private struct Surroundings {
    /// The inverse of the output's amplitude.
    var weight: Float
    /// 1 + input level relative to the usual.
    var heat: Float
  }

  private struct Candidate {
    var trajectory: Int
    var sample: Int
    /// Index of a step to the side that ends there; none for the trajectory's own.
    var side: Int?
  }

  private struct Residual {
    var targets: [Float]
    var z: [Double]
    var kappa: [Double]
    /// R of the states.
    var rate: Double
    /// M and, behind it, M_y; without R.
    var linear: [Double]
  }

  private static let poolSize = 150_000
  /// Of the pool: steps to the side.
  private static let sideShare = 0.15
  private static let window = 2_048
  private static let windowSamples = 20_000
  /// Share of itself that a state forgets in a step at rest, below which it is a coupling capacitor's.
  private static let slowest = 0.01
  /// Peak of music over its root mean square.
  private static let crest = 5.0
  /// Amplitudes below this share of the usual one count no more than it.
  private static let quietFloor = 0.1
  /// 0…1: whether errors of the row that counts most are gone with their sample, or stay long; of each row where the
  /// recipe says what rows count.
  private var memory: [Double] = []

  init(
    _ plan: StagePlan, truth: TruthSet, small: SmallSignalFit, scales: Scales, nominalPeakVolts: Double?,
    residualScales: [Double]?, seed: UInt64
  ) throws(TrainingError) {
    self.plan = plan
    self.truth = truth
    self.small = small
    self.scales = scales
    shape = plan.shape(windows: [])!
    deepestTap = plan.recipe.taps.last ?? 0
    random = SplitMix64(seed: seed)
    let usual = nominalPeakVolts.map { $0 / Self.crest } ?? Self.usualAmplitude(truth)
    do {
      audibility = try Audibility(plan.circuit, truth, scales, seconds: plan.recipe.fit?.listenSeconds)
    } catch {
      throw .solver(error)
    }
    let floor = plan.recipe.fit?.quietFloor ?? Self.quietFloor
    surroundings = truth.trajectories.map { Self.surroundings($0, scales, usualInput: usual, floor: floor) }
    self.residualScales = residualScales ?? []
    windows = findWindows()
    shape = plan.shape(windows: windows)!
    fillPool()
  }

  /// Window by window.
  private static func surroundings(
    _ trajectory: Trajectory, _ scales: Scales, usualInput: Double, floor: Double
  ) -> [Surroundings] {
    stride(from: 0, to: trajectory.count, by: window).map { start in
      let range = start..<min(start + window, trajectory.count)
      func amplitude(_ values: [Float]) -> Double {
        let mean = range.reduce(0.0) { $0 + Double(values[$1]) } / Double(range.count)
        let square = range.reduce(0.0) { $0 + pow(Double(values[$1]) - mean, 2) } / Double(range.count)
        return square.squareRoot()
      }
      return Surroundings(
        weight: Float(1 / (amplitude(trajectory.output) / scales.output + floor)),
        heat: Float(1 + amplitude(trajectory.input) / usualInput))
    }
  }

  /// Of a stage's input, which only the truth tells: the median over windows with sound.
  private static func usualAmplitude(_ truth: TruthSet) -> Double {
    var amplitudes: [Float] = []
    for trajectory in truth.trajectories {
      for start in stride(from: 0, to: trajectory.count, by: window) {
        let part = trajectory.input[start..<min(start + window, trajectory.count)]
        let square = part.reduce(0) { $0 + $1 * $1 } / Float(part.count)
        if square > 0 { amplitudes.append(square.squareRoot()) }
      }
    }
    amplitudes.sort()
    return amplitudes.isEmpty ? 1 : max(Double(amplitudes[amplitudes.count / 2]), 1e-9)
  }

  private func fillPool() {
    let counts = truth.trajectories.map(\.count)
    signalSizes = [Double](repeating: 0, count: shape.states + shape.taps)
    while pool.count < Self.poolSize {
      let trajectory = Int(random.next() % UInt64(counts.count))
      var candidate = Candidate(
        trajectory: trajectory,
        sample: deepestTap + 1 + Int(random.next() % UInt64(max(counts[trajectory] - deepestTap - 2, 1))))
      let sides = truth.trajectories[trajectory].sideSteps
      if sides.count > 0 && random.uniform() < Self.sideShare {
        let side = Int(random.next() % UInt64(sides.count))
        (candidate.side, candidate.sample) = (side, sides.samples[side])
      }
      guard candidate.sample > deepestTap,
        truth.trajectories[trajectory].holdsKnobs(candidate.sample, candidate.sample)
      else { continue }
      let found = residual(candidate)
      for signal in signalSizes.indices { signalSizes[signal] += abs(found.z[signal]) / Double(Self.poolSize) }
      toExplain.append(found.targets)
      pool.append(candidate)
    }
  }

  /// Sets how much less hot passages count from here on: errors are divided by (1 + input level)^exponent.
  func focus(heatExponent: Double) {
    self.heatExponent = heatExponent
    var squares = [Double](repeating: 0, count: shape.outputs)
    if importance.isEmpty {
      importance = [Float](repeating: 1, count: shape.outputs)
      memory = [Double](repeating: 1, count: shape.outputs)
    }
    let sizes = pool.indices.map { index in
      let weighted = zip(toExplain[index], weight(pool[index])).map { Double($0 * $1) }
      for row in squares.indices { squares[row] += weighted[row] * weighted[row] }
      return weighted
    }
    let means = squares.map { max(($0 / Double(pool.count)).squareRoot(), 1e-12) }
    if residualScales.isEmpty { residualScales = means }
    let (heard, memory) = rowImportance()
    importance = heard
    self.memory = heard.map { _ in memory }
    if let told = plan.recipe.fit?.rowsCount {
      for (row, name) in plan.rowNames.enumerated() {
        if let count = told[name] { importance[row] = Float(count) }
        self.memory[row] = row < shape.states ? 1 - 1 / audibility.samples[row] : 0
      }
    }
    for row in importance.indices where importance[row] == 0 { residualScales[row] = 0 }
    var sum = 0.0
    cumulative = sizes.map { weighted in
      var square = 0.0
      for row in weighted.indices { square += pow(weighted[row] / means[row] * min(Double(importance[row]), 1), 2) }
      sum += square.squareRoot()
      return sum
    }
  }

  /// What an error counts, per output: relative to the local amplitude, and the less the hotter the input is.
  private func weights(_ trajectory: Int, _ sample: Int) -> [Float] {
    let here = surroundings[trajectory][sample / Self.window]
    let heat = Float(pow(Double(here.heat), -heatExponent))
    return importance.map { here.weight * heat * $0 }
  }

  private func weight(_ candidate: Candidate) -> [Float] {
    // Finer steps repeat an error more often within the circuit's memory.
    let rate = truth.trajectories[candidate.trajectory].rateHz / 96_000
    return zip(weights(candidate.trajectory, candidate.sample), memory).map { $0 * Float(pow(rate, 0.75 * $1)) }
  }

  /// What there is to explain of one step, in normalised units, and z and κ there: what the linear part leaves, or
  /// the whole of a row with a window.
  private func residual(_ candidate: Candidate) -> Residual {
    residual(candidate, windows)
  }

  private func residual(_ candidate: Candidate, _ windows: [Double]) -> Residual {
    let trajectory = truth.trajectories[candidate.trajectory]
    let n = candidate.sample
    let kappa = plan.normalised(knobs: trajectory.knobs.map { Double($0[n]) }, timeStep: trajectory.timeStep)
    let values = linearPart(kappa)
    let states = plan.circuit.states.count
    let signals = states + plan.recipe.taps.count
    let sides = trajectory.sideSteps
    var z = (0..<states).map { s in
      let start = candidate.side.map { sides.starts[s][$0] } ?? trajectory.states[s][n - 1]
      return Double(start) / scales.states[s] - values[s]
    }
    z += plan.recipe.taps.map { heard(trajectory.input[n - $0]) }
    let linear = Array(values[(states + 1)...])
    let rate = plan.rate(kappa)
    var targets: [Float] = []
    for row in 0..<plan.outputCount {
      let isWhole = !windows.isEmpty && windows[row] > 0
      let step = isWhole ? 0 : (0..<signals).reduce(0) { $0 + linear[row * signals + $1] * z[$1] }
      let actual: Double
      if row < states {
        let change = candidate.side.map { sides.changes[row][$0] } ?? trajectory.changes[row][n]
        actual = Double(change) / scales.states[row] / rate
      } else {
        let output = candidate.side.map { sides.outputs[$0] } ?? trajectory.output[n]
        actual =
          Double(output) / scales.output - values[states]
          - followed { s in
            let start = candidate.side.map { sides.starts[s][$0] } ?? trajectory.states[s][n - 1]
            let change = candidate.side.map { sides.changes[s][$0] } ?? trajectory.changes[s][n]
            return (Double(start) + Double(change)) / scales.states[s] - values[s]
          }
      }
      targets.append(Float(actual - step))
    }
    return Residual(targets: targets, z: z, kappa: kappa, rate: rate, linear: linear)
  }

  /// What the output's own row need not tell.
  /// - Parameter state: its deviation from rest after the step, normalised.
  private func followed(_ state: (Int) -> Double) -> Double {
    guard plan.recipe.outputFollows != nil else { return 0 }
    return small.fromStates.indices.reduce(0) { sum, s in
      small.fromStates[s] == 0 ? sum : sum + small.fromStates[s] * state(s)
    }
  }

  private func position(_ kappa: [Double]) -> [Double] {
    plan.indices(of: .snapshots).map { kappa[$0] }
  }

  private func conditions(_ kappa: [Double]) -> [Float] {
    plan.indices(of: .condition).map { Float(kappa[$0]) }
  }

  /// Normalised input, clamped as players do.
  private func heard(_ volts: Float) -> Double {
    let limit = plan.recipe.inputLimitVolts ?? .infinity
    return min(max(Double(volts), -limit), limit) / scales.input
  }

  private func linearPart(_ kappa: [Double]) -> [Double] {
    if let known = linearParts[kappa] { return known }
    let values = small.fit.values(at: kappa)
    linearParts[kappa] = values
    return values
  }

  /// D times what is heard of it, against the loudest. Rows that the linear part explains to a thousandth of that are
  /// left to it. And `memory`.
  private func rowImportance() -> (importance: [Float], memory: Double) {
    let count = min(pool.count, 2_000)
    let rate = (0..<count).reduce(0) { $0 + residual(pool[$1]).rate } / Double(max(count, 1))
    let heard = (0..<shape.outputs).map { row in
      if let carrier = plan.carrierIndex, carrier != row { return 0.0 }
      return row < shape.states ? residualScales[row] * rate * audibility.gains[row] : residualScales[row]
    }
    let loudest = max(heard.max() ?? 1, 1e-300)
    let lasting = heard.firstIndex(of: loudest).flatMap { $0 < shape.states ? audibility.samples[$0] : nil } ?? 1
    return (heard.map { $0 < 1e-3 * loudest ? 0 : Float($0 / loudest) }, 1 - 1 / lasting)
  }

  /// R of every row.
  private func rates(_ found: Residual) -> [Float] {
    (0..<shape.outputs).map { $0 < shape.states ? Float(found.rate) : 1 }
  }

  /// R M of the rows with windows; of the others, whose targets are what M leaves, zero.
  private func limitedRows(_ found: Residual) -> [Float] {
    guard shape.hasWindows else { return [] }
    let (signals, rates) = (shape.signals, rates(found))
    return found.linear.indices.map {
      windows[$0 / signals] > 0 ? Float(found.linear[$0]) * rates[$0 / signals] : 0
    }
  }

  /// A row gets a window if the linear part alone is worse than nothing; not where it is what slowly pulls the state
  /// back.
  private func findWindows() -> [Double] {
    guard let sigma = plan.recipe.network?.window, sigma > 0 else { return [] }
    var random = SplitMix64(seed: 1)
    var (left, all) = (
      [Double](repeating: 0, count: plan.outputCount), [Double](repeating: 0, count: plan.outputCount)
    )
    let deepest = plan.recipe.taps.last ?? 0
    let everyRow = [Double](repeating: 1, count: plan.outputCount)
    let told = plan.recipe.network?.windowed ?? []
    let states = plan.circuit.states.count
    // An output has nothing to forget.
    var forgetting = (0..<plan.outputCount).map { $0 < states ? 0.0 : 1 }
    for _ in 0..<Self.windowSamples {
      let trajectory = Int(random.next() % UInt64(truth.trajectories.count))
      let room = UInt64(max(truth.trajectories[trajectory].count - deepest - 2, 1))
      let candidate = Candidate(trajectory: trajectory, sample: deepest + 1 + Int(random.next() % room))
      let lessened = residual(candidate, []).targets
      let whole = residual(candidate, everyRow)
      for row in 0..<states {
        let own = whole.linear[row * whole.z.count + row]
        forgetting[row] += abs(own) * whole.rate / Double(Self.windowSamples)
      }
      for row in left.indices {
        left[row] += Double(lessened[row] * lessened[row])
        all[row] += Double(whole.targets[row] * whole.targets[row])
      }
    }
    let result = left.indices.map { row in
      let isLearnt = plan.carrierIndex.map { $0 == row } ?? true
      let isFast = forgetting[row] > Self.slowest || told.contains(plan.rowNames[row])
      return isLearnt && isFast && left[row] > 3 * all[row] ? sigma : 0
    }
    return result.contains { $0 > 0 } ? result : []
  }

  /// Half of the samples evenly, half where much is left to explain.
  func oneStep(_ count: Int, _ grid: SnapshotGrid) -> BlockBatch {
    let gains = residualScales.map(Float.init)
    let sequences = (0..<count).map { index in
      let drawn = index % 2 == 0 ? Int(random.next() % UInt64(pool.count)) : drawLarge()
      let candidate = pool[drawn]
      let share = moderation(drawn)
      let found = residual(candidate)
      let inputs = found.z[shape.states...].map(Float.init) + conditions(found.kappa)
      return BlockBatch.Sequence(
        position: position(found.kappa), start: found.z[..<shape.states].map(Float.init), inputs: inputs,
        linear: limitedRows(found),
        targets: zip(found.targets, rates(found)).map { $0 * $1 }, gains: zip(gains, rates(found)).map { $0 * $1 },
        weights: zip(weight(candidate), zip(gains, rates(found))).map { $0 * share / max($1.0 * $1.1, 1e-30) })
    }
    return BlockBatch(sequences, steps: 1, shape: shape, grid: grid)
  }

  /// Sequences; long ones beside single steps, which have many more knob positions and passages.
  func finish(_ fit: StageRecipe.FitRecipe, _ samples: Int, _ grid: SnapshotGrid) -> BlockBatch {
    let sequences = sequences(fit.sequences, steps: fit.sequenceSteps, judgedEvery: fit.sequenceJudgedEvery, grid)
    return fit.sequenceJudgedEvery == nil
      ? sequences : BlockBatch(joining: [oneStep(samples, grid), sequences])
  }

  /// Sequences from true states, knobs held, drawn like one-step samples.
  /// - Parameter judgedEvery: where errors count at every so many steps only. What an error in a state does later is
  ///   heard within the sequence then, so that the state itself counts by what is heard of it at once.
  private func sequences(_ count: Int, steps: Int, judgedEvery: Int?, _ grid: SnapshotGrid) -> BlockBatch {
    let signals = shape.states + shape.taps
    var sequences: [BlockBatch.Sequence] = []
    while sequences.count < count {
      let index = sequences.count % 2 == 0 ? Int(random.next() % UInt64(pool.count)) : drawLarge()
      var candidate = pool[index]
      candidate.side = nil
      let trajectory = truth.trajectories[candidate.trajectory]
      candidate.sample -= steps / 2
      let first = candidate.sample
      guard first > deepestTap, first + steps < trajectory.count, trajectory.holdsKnobs(first, first + steps - 1)
      else { continue }
      let found = residual(candidate)
      let values = linearPart(found.kappa)
      let held = conditions(found.kappa)
      var inputs: [Float] = []
      var targets: [Float] = []
      var moved = [Double](repeating: 0, count: shape.states)
      for n in first..<first + steps {
        inputs += plan.recipe.taps.map { Float(heard(trajectory.input[n - $0])) } + held
        for s in 0..<shape.states {
          moved[s] += Double(trajectory.changes[s][n]) / scales.states[s]
          targets.append(Float(moved[s]))
        }
        if shape.outputs > shape.states {
          let followed = followed { Double(trajectory.states[$0][n]) / scales.states[$0] - values[$0] }
          targets.append(Float(Double(trajectory.output[n]) / scales.output - values[shape.states] - followed))
        }
      }
      let share = moderation(index)
      let weights = weights(candidate.trajectory, first).map { $0 * share }
      let rates = (0..<shape.outputs).map { $0 < shape.states ? found.rate : 1 }
      let gains = zip(residualScales, rates).map { Float($0 * $1) }
      sequences.append(
        BlockBatch.Sequence(
          position: position(found.kappa), start: found.z[..<shape.states].map(Float.init), inputs: inputs,
          linear: found.linear.indices.map { Float(found.linear[$0] * rates[$0 / signals]) }, targets: targets,
          gains: gains,
          weights: (0..<shape.outputs).map { row in
            let own = weights[row] / max(gains[row], 1e-30)
            guard judgedEvery != nil, row < shape.states else { return own }
            let atOnce = Float(abs(small.fromStates[row])) * (weights.last ?? 0) / max(gains.last ?? 0, 1e-30)
            return max(
              own / Float(min(audibility.samples[row], Double(steps))), shape.outputs > shape.states ? atOnce : 0)
          }))
    }
    return BlockBatch(sequences, steps: steps, judgedEvery: judgedEvery ?? 1, shape: shape, grid: grid)
  }

  /// What brings a sample's weight back to its share in the sound, or part of the way, as it is drawn too often.
  private func moderation(_ index: Int) -> Float {
    let emphasis = plan.recipe.fit?.emphasis ?? 1
    guard emphasis < 1 else { return 1 }
    let size = cumulative[index] - (index > 0 ? cumulative[index - 1] : 0)
    let mean = cumulative[cumulative.count - 1] / Double(cumulative.count)
    return Float(pow(0.5 + 0.5 * size / max(mean, 1e-300), -0.5 * (1 - emphasis)))
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
