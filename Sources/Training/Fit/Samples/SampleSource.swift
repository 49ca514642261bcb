import Circuits
import Glibc
import TrainingKernelInterface

/// Draws one-step samples and sequences from simulated trajectories.
final class SampleSource {
  private let plan: StagePlan
  private let steps: StepResiduals
  private let audibility: Audibility
  private let surroundings: Surroundings
  /// Of the network, with the rows with windows.
  let shape: BlockShape
  /// σ of each row, 0 where it has none; empty where no row has.
  let windows: [Double]
  private var random: SplitMix64
  /// Candidates for one-step draws, with what the network has to explain there, per output and in normalised units.
  private var pool: [StepPlace] = []
  private var toExplain: [[Float]] = []
  /// Sums of what they count, for draws in proportion.
  private var cumulative: [Double] = []
  private var heatExponent = 0.0
  /// D: root mean square of the residual, per output.
  private(set) var residualScales: [Double] = []
  /// What each row's errors count, 0…1.
  private(set) var importance: [Float] = []
  private var memory: [Double] = []
  /// Mean magnitude of each signal in z, or the least that is told from silence.
  private(set) var signalSizes: [Double] = []

  private static let usualPoolSize = 150_000
  /// Of the pool: steps to the side.
  private static let sideShare = 0.15
  private static let quietFloor = 0.1
  private static let leastSignal = 1e-6

  /// - Parameters:
  ///   - nominalPeakVolts: of the stage's input, where it is known.
  ///   - residualScales: of an earlier source of the same fit.
  init(
    _ plan: StagePlan, truth: TruthSet, small: SmallSignalFit, scales: Scales, nominalPeakVolts: Double?,
    residualScales: [Double]?, seed: UInt64
  ) throws(TrainingError) {
    self.plan = plan
    steps = StepResiduals(plan, truth: truth, small: small, scales: scales)
    random = SplitMix64(seed: seed)
    do {
      audibility = try Audibility(plan.circuit, truth, scales, seconds: plan.recipe.fit?.listenSeconds)
    } catch {
      throw .solver(error)
    }
    surroundings = Surroundings(
      truth, scales, nominalPeakVolts: nominalPeakVolts, quietFloor: plan.recipe.fit?.quietFloor ?? Self.quietFloor)
    self.residualScales = residualScales ?? []
    windows = WindowChoice.windows(steps)
    shape = plan.shape(windows: windows)!
    fillPool(plan.recipe.fit?.candidates ?? Self.usualPoolSize)
  }

  private var deepestTap: Int { plan.recipe.taps.last ?? 0 }

  private func fillPool(_ size: Int) {
    let trajectories = steps.truth.trajectories
    signalSizes = [Double](repeating: 0, count: shape.states + shape.taps)
    while pool.count < size {
      let trajectory = Int(random.next() % UInt64(trajectories.count))
      let room = UInt64(max(trajectories[trajectory].count - deepestTap - 2, 1))
      var place = StepPlace(trajectory: trajectory, sample: deepestTap + 1 + Int(random.next() % room))
      let sides = trajectories[trajectory].sides
      if sides.count > 0 && random.uniform() < Self.sideShare {
        let side = Int(random.next() % UInt64(sides.count))
        (place.side, place.sample, place.input) = (side, Int(sides.samples[side]), Int(sides.inputs[side]))
      }
      guard place.sample > deepestTap, place.input > deepestTap,
        trajectories[trajectory].holdsKnobs(place.sample, place.sample)
      else { continue }
      let found = steps.residual(place, windows: windows)
      for signal in signalSizes.indices { signalSizes[signal] += abs(found.z[signal]) / Double(size) }
      toExplain.append(found.targets)
      pool.append(place)
    }
    signalSizes = signalSizes.map { max($0, Self.leastSignal) }
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
      let weighted = zip(toExplain[index], weights(pool[index])).map { Double($0 * $1) }
      for row in squares.indices { squares[row] += weighted[row] * weighted[row] }
      return weighted
    }
    let means = squares.map { max(($0 / Double(pool.count)).squareRoot(), 1e-12) }
    if residualScales.isEmpty { residualScales = means }
    let rows = RowImportance(
      plan, audibility, residualScales: residualScales, states: shape.states, rate: meanRate())
    (importance, memory) = (rows.counts, rows.memory)
    for row in importance.indices where importance[row] == 0 { residualScales[row] = 0 }
    var sum = 0.0
    cumulative = sizes.map { weighted in
      var square = 0.0
      for row in weighted.indices { square += pow(weighted[row] / means[row] * min(Double(importance[row]), 1), 2) }
      sum += square.squareRoot()
      return sum
    }
  }

  private func meanRate() -> Double {
    let count = min(pool.count, 2_000)
    return (0..<count).reduce(0) { $0 + steps.residual(pool[$1], windows: windows).rate } / Double(max(count, 1))
  }

  /// What an error of one step counts, per output.
  private func weights(_ place: StepPlace) -> [Float] {
    // Finer steps repeat an error more often within the circuit's memory.
    let rate = steps.truth.trajectories[place.trajectory].rateHz / 96_000
    return zip(rowWeights(place.trajectory, place.sample, place.input), memory).map {
      $0 * Float(pow(rate, 0.75 * $1))
    }
  }

  private func rowWeights(_ trajectory: Int, _ sample: Int, _ input: Int) -> [Float] {
    let (weight, heat) = surroundings.weight(trajectory, sample, input, heatExponent: heatExponent)
    return importance.map { weight * heat * $0 }
  }

  private func position(_ kappa: [Double]) -> [Double] {
    plan.indices(of: .snapshots).map { kappa[$0] }
  }

  private func conditions(_ kappa: [Double]) -> [Float] {
    plan.indices(of: .condition).map { Float(kappa[$0]) }
  }

  /// R of every row.
  private func rates(_ found: StepResiduals.Residual) -> [Float] {
    (0..<shape.outputs).map { $0 < shape.states ? Float(found.rate) : 1 }
  }

  /// R M of the rows with windows; of the others, whose targets are what M leaves, zero.
  private func limitedRows(_ found: StepResiduals.Residual) -> [Float] {
    guard shape.hasWindows else { return [] }
    let (signals, rates) = (shape.signals, rates(found))
    return found.linear.indices.map {
      windows[$0 / signals] > 0 ? Float(found.linear[$0]) * rates[$0 / signals] : 0
    }
  }

  /// Half of the samples evenly, half where much is left to explain.
  func oneStep(_ count: Int, _ grid: SnapshotGrid) -> BlockBatch {
    let gains = residualScales.map(Float.init)
    let sequences = (0..<count).map { index in
      let drawn = index % 2 == 0 ? Int(random.next() % UInt64(pool.count)) : drawLarge()
      let share = moderation(drawn)
      let found = steps.residual(pool[drawn], windows: windows)
      let inputs = found.z[shape.states...].map(Float.init) + conditions(found.kappa)
      return BlockBatch.Sequence(
        position: position(found.kappa), start: found.z[..<shape.states].map(Float.init), inputs: inputs,
        linear: limitedRows(found),
        targets: zip(found.targets, rates(found)).map { $0 * $1 }, gains: zip(gains, rates(found)).map { $0 * $1 },
        weights: zip(weights(pool[drawn]), zip(gains, rates(found))).map { $0 * share / max($1.0 * $1.1, 1e-30) })
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
  private func sequences(_ count: Int, steps length: Int, judgedEvery: Int?, _ grid: SnapshotGrid) -> BlockBatch {
    var sequences: [BlockBatch.Sequence] = []
    while sequences.count < count {
      let index = sequences.count % 2 == 0 ? Int(random.next() % UInt64(pool.count)) : drawLarge()
      let place = StepPlace(trajectory: pool[index].trajectory, sample: pool[index].sample - length / 2)
      let trajectory = steps.truth.trajectories[place.trajectory]
      let first = place.sample
      guard first > deepestTap, first + length < trajectory.count, trajectory.holdsKnobs(first, first + length - 1)
      else { continue }
      sequences.append(sequence(place, steps: length, judgedEvery: judgedEvery, share: moderation(index)))
    }
    return BlockBatch(sequences, steps: length, judgedEvery: judgedEvery ?? 1, shape: shape, grid: grid)
  }

  /// - Parameter place: the first step's.
  private func sequence(
    _ place: StepPlace, steps length: Int, judgedEvery: Int?, share: Float
  ) -> BlockBatch.Sequence {
    let (trajectory, scales) = (steps.truth.trajectories[place.trajectory], steps.scales)
    let found = steps.residual(place, windows: windows)
    let values = steps.linearPart(found.kappa)
    let held = conditions(found.kappa)
    var inputs: [Float] = []
    var targets: [Float] = []
    var moved = [Double](repeating: 0, count: shape.states)
    for n in place.sample..<place.sample + length {
      inputs += plan.recipe.taps.map { Float(steps.heard(trajectory.input[n - $0])) } + held
      for s in 0..<shape.states {
        moved[s] += Double(trajectory.changes[s][n]) / scales.states[s]
        targets.append(Float(moved[s]))
      }
      if shape.outputs > shape.states {
        let followed = steps.followed { Double(trajectory.states[$0][n]) / scales.states[$0] - values[$0] }
        targets.append(Float(Double(trajectory.output[n]) / scales.output - values[shape.states] - followed))
      }
    }
    let weights = rowWeights(place.trajectory, place.sample, place.sample).map { $0 * share }
    let rates = (0..<shape.outputs).map { $0 < shape.states ? found.rate : 1 }
    let gains = zip(residualScales, rates).map { Float($0 * $1) }
    return BlockBatch.Sequence(
      position: position(found.kappa), start: found.z[..<shape.states].map(Float.init), inputs: inputs,
      linear: found.linear.indices.map { Float(found.linear[$0] * rates[$0 / shape.signals]) }, targets: targets,
      gains: gains,
      weights: (0..<shape.outputs).map { row in
        let own = weights[row] / max(gains[row], 1e-30)
        guard judgedEvery != nil, row < shape.states else { return own }
        let atOnce = Float(abs(steps.small.fromStates[row])) * (weights.last ?? 0) / max(gains.last ?? 0, 1e-30)
        return max(
          own / Float(min(audibility.samples[row], Double(length))), shape.outputs > shape.states ? atOnce : 0)
      })
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
