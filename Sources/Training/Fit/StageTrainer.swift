import Circuits
import Glibc
import ModelFormat
import TrainingKernelInterface

/// The fit of one stage: per seed, one-step Levenberg–Marquardt on a growing snapshot grid, multi-step
/// Levenberg–Marquardt. What is sound and best in free run is kept, over all seeds and over the second half of the last
/// grid's iterations (of the finish, where that counts): from one draw of samples to the next, free runs go up and down
/// by several decibels.
struct StageTrainer {
  let plan: StagePlan
  let truth: TruthSet
  let small: SmallSignalFit
  let scales: Scales
  /// Of the stage's input where the recipe says it: the first stage's.
  let nominalPeakVolts: Double?
  let firstSeed: UInt64
  let workers: Int
  let checkpointPath: String
  /// The stage as a model of its own.
  let model: (Checkpoint.Fit) -> Model
  let scenes: [StageScene]
  let feedsNetworks: Bool
  let watch: @Sendable (TrainingEvent) -> Void
  let isCancelled: @Sendable () -> Bool

  /// Goes on where the checkpoint stands, to the end.
  func run(_ checkpoint: inout Checkpoint) throws(TrainingError) {
    guard let fit = plan.recipe.fit else { return }
    while checkpoint.seed < fit.seeds {
      try fitSeed(&checkpoint, fit)
      checkpoint.seed += 1
      checkpoint.stage = 0
      checkpoint.sets = []
      try checkpoint.write(checkpointPath)
    }
    guard checkpoint.best != nil else { throw .diverged(stage: "training \(plan.recipe.name)") }
  }

  /// Runs what is left of one seed, saving after each stage of growth.
  private func fitSeed(_ checkpoint: inout Checkpoint, _ fit: StageRecipe.FitRecipe) throws(TrainingError) {
    let growthCount = plan.recipe.growthCount
    let name =
      plan.recipe.name + (fit.seeds > 1 ? ", seed \(checkpoint.seed + 1) of \(fit.seeds)" : "")
    var random = SplitMix64(seed: firstSeed &+ UInt64(checkpoint.seed) &* 7919)
    let sourceSeed = random.next()
    func makeSource(_ checkpoint: Checkpoint) throws(TrainingError) -> SampleSource {
      let source = try SampleSource(
        plan, truth: truth, small: small, scales: scales, nominalPeakVolts: nominalPeakVolts,
        residualScales: checkpoint.sets.isEmpty ? nil : checkpoint.residualScales,
        seed: sourceSeed &+ UInt64(checkpoint.stage))
      source.focus(heatExponent: fit.heatExponents[checkpoint.stage])
      return source
    }
    var source = try makeSource(checkpoint)
    let firstStage = checkpoint.stage
    // Long sequences gain what scenes of a fraction of a second hardly show, and single steps beside them keep what was
    // learnt: there is no going back.
    let isFinishKept = fit.sequenceJudgedEvery != nil && fit.multiStepIterations > 0
    let shape = source.shape
    watch(TrainingEvent(stage: "\(name), what rows count", fraction: 1, detail: describe(source.importance)))
    checkpoint.residualScales = source.residualScales
    checkpoint.windows = source.windows
    if checkpoint.sets.isEmpty { checkpoint.sets = Self.start(shape, plan.grid(0), source.signalSizes, &random) }
    while checkpoint.stage <= growthCount {
      let isFinish = checkpoint.stage == growthCount
      // Places that the growth has not drawn from, the same as after an interruption.
      if isFinish && isFinishKept && firstStage < growthCount { source = try makeSource(checkpoint) }
      source.focus(heatExponent: fit.heatExponents[checkpoint.stage])
      let grid = plan.grid(min(checkpoint.stage, growthCount - 1))
      let sets =
        checkpoint.stage == 0 || isFinish
        ? checkpoint.sets : plan.grid(checkpoint.stage - 1).refined(checkpoint.sets, to: grid)
      let partial = checkpoint.partial
      let before = partial?.accepted ?? 0
      let optimiser = LevenbergMarquardt(
        sets: partial?.sets ?? sets, shape: shape, setCount: grid.setCount,
        damping: partial?.damping ?? (checkpoint.stage == 0 ? 0.1 : 1e-3), workers: workers,
        prior: fit.weightSize.map { WeightPrior(size: $0, shape, signalSizes: source.signalSizes) })
      let samples = plan.recipe.samples(ofStage: checkpoint.stage)
      let iterations = isFinish ? fit.multiStepIterations : fit.oneStepIterations[checkpoint.stage]
      let stage = isFinish ? "\(name), \(fit.sequenceSteps) steps" : "\(name), \(grid.setCount) weight sets"
      let redrawEvery = isFinish ? fit.multiStepRedrawEvery : fit.redrawEvery
      let isJudgedOnTheWay = checkpoint.stage == (isFinishKept ? growthCount : growthCount - 1)
      let clock = ContinuousClock()
      var saved = clock.now
      func countTime() {
        let now = clock.now
        checkpoint.seconds += (now - saved) / .seconds(1)
        saved = now
      }
      try optimiser.run(
        iterations: max(iterations - before, 0), redrawEvery: redrawEvery,
        draw: { isFinish ? source.finish(fit, samples, grid) : source.oneStep(samples, grid) },
        afterStep: { () throws(TrainingError) in
          let error = 10 * log10(optimiser.error)
          watch(
            TrainingEvent(
              stage: stage, fraction: Double(before + optimiser.accepted) / Double(iterations),
              detail: "error \(Self.rounded(error)) dB"))
          let accepted = before + optimiser.accepted
          if isJudgedOnTheWay, optimiser.accepted % redrawEvery == 0,
            (iterations / 2..<iterations).contains(accepted)
          {
            keepIfBetter(optimiser.sets, &checkpoint)
          }
          guard isCancelled() || clock.now - saved > .seconds(30) else { return }
          countTime()
          checkpoint.partial = .init(
            sets: optimiser.sets, damping: optimiser.damping, accepted: accepted)
          try checkpoint.write(checkpointPath)
          if isCancelled() { throw .cancelled }
        })
      countTime()
      checkpoint.sets = optimiser.sets
      checkpoint.partial = nil
      checkpoint.stage += 1
      if checkpoint.stage >= growthCount && (isFinish || !isFinishKept) {
        let decibels = keepIfBetter(checkpoint.sets, &checkpoint)
        let best = checkpoint.bestDecibels.map { ", best \(Self.rounded($0))" } ?? ""
        watch(
          TrainingEvent(
            stage: "\(plan.recipe.name), free run \(isFinish ? "after" : "before") finish", fraction: 1,
            detail: "\(Self.rounded(decibels)) dB\(best)"))
      }
      try checkpoint.write(checkpointPath)
    }
  }

  private func describe(_ importance: [Float]) -> String {
    zip(plan.rowNames, importance).map { "\($0) \(($1 * 1000).rounded() / 1000)" }.joined(separator: ", ")
  }

  /// Free run decides between what is equally sound: the multi-step finish mostly gains much, but has been seen to lose.
  /// - Returns: decibels of these sets.
  @discardableResult
  private func keepIfBetter(_ sets: [Double], _ checkpoint: inout Checkpoint) -> Double {
    let fit = Checkpoint.Fit(sets: sets, residualScales: checkpoint.residualScales, windows: checkpoint.windows)
    let model = model(fit)
    let decibels = judge(model)
    let isNearer = decibels < checkpoint.bestDecibels ?? .infinity
    guard isNearer || checkpoint.flaws > 0 else { return decibels }
    let flaws = Soundness(model, scenes, feedsNetworks: feedsNetworks).flaws
    if !flaws.isEmpty {
      let words = flaws.map(\.description).joined(separator: "; ")
      watch(.remark("\(plan.recipe.name), free run at \(Self.rounded(decibels)) dB", "not sound: \(words)"))
    }
    if checkpoint.best == nil || flaws.count < checkpoint.flaws || flaws.count == checkpoint.flaws && isNearer {
      checkpoint.bestDecibels = decibels
      checkpoint.best = fit
      checkpoint.flaws = flaws.count
    }
    return decibels
  }

  private static func rounded(_ decibels: Double) -> Double { (decibels * 10).rounded() / 10 }

  /// Mean of the scenes' errors in decibels, with the worst counted as much as all others together.
  private func judge(_ model: Model) -> Double {
    let errors = scenes.judging.map { (try? $0.decibels(model)) ?? .infinity }
    let mean = errors.reduce(0, +) / Double(max(errors.count, 1))
    let result = 0.5 * (mean + (errors.max() ?? 0))
    return result.isNaN ? .infinity : result
  }

  /// All nodes alike but for two percent, so that growing keeps them on one branch.
  ///
  /// The first layer sees every signal at unit size.
  private static func start(
    _ shape: BlockShape, _ grid: SnapshotGrid, _ signalSizes: [Double], _ random: inout SplitMix64
  ) -> [Double] {
    var base: [Double] = []
    var width = shape.inputs
    for layer in 0..<shape.layers {
      let scale = 1 / Double(width).squareRoot()
      for index in 0..<shape.units[layer] * width {
        let column = index % width
        let size = layer == 0 && column < signalSizes.count ? signalSizes[column] : 1
        base.append(random.normal() * scale / size)
      }
      if shape.hasBiases { for _ in 0..<shape.units[layer] { base.append(random.normal() * 0.4) } }
      width = shape.units[layer]
    }
    for _ in 0..<shape.outputs * width { base.append(random.normal() * 0.3) }
    for _ in shape.skipMatrix..<shape.weights { base.append(0) }
    var sets: [Double] = []
    for set in 0..<grid.setCount {
      let isDelta = set >= (grid.nodeCounts.first ?? 1)
      sets += base.map { isDelta ? 0.02 * $0 * random.normal() : $0 * (1 + 0.02 * random.normal()) }
    }
    return sets
  }
}
