import Circuits
import FoundationEssentials
import Glibc
import ModelFormat
import TrainingKernelInterface

/// From a circuit's folder to its model.
///
/// Simulation, exact small-signal series, then per seed: one-step Levenberg–Marquardt on a growing snapshot grid,
/// multi-step Levenberg–Marquardt, judgement in free run; the best seed is kept.
public struct Trainer {
  let plan: TrainingPlan
  let recordings: [[Double]]
  let workers: Int
  let workFolder: String
  let checkpointPath: String
  let watch: @Sendable (TrainingEvent) -> Void
  let isCancelled: @Sendable () -> Bool

  /// - Parameters:
  ///   - recordings: mono, at 48 kHz.
  ///   - workFolder: for checkpoints.
  public init(
    _ plan: TrainingPlan, recordings: [[Double]], workFolder: String, workers: Int,
    watch: @escaping @Sendable (TrainingEvent) -> Void, isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.plan = plan
    self.recordings = recordings
    self.workers = workers
    self.workFolder = workFolder
    checkpointPath = workFolder + "/\(plan.id).checkpoint.json"
    self.watch = watch
    self.isCancelled = isCancelled
  }

  static let smallSignalLimitDecibels = -90.0

  public func train(validation: [Scene]) throws(TrainingError) -> Model {
    let recipe = plan.recipe
    let truth = try simulate()
    let scales = truth.scales()
    let reach = truth.reach()
    let solver: TransientSolver
    do {
      solver = try TransientSolver(plan.circuit)
    } catch {
      throw .solver(error)
    }
    let small = try SmallSignalFit(solver, plan: plan, scales: scales)
    watch(TrainingEvent(stage: "small signal", fraction: 1, detail: "\(Int(small.errorDecibels.rounded())) dB"))
    guard small.errorDecibels <= Self.smallSignalLimitDecibels else {
      throw .smallSignal(decibels: small.errorDecibels, limit: Self.smallSignalLimitDecibels)
    }

    var checkpoint =
      Checkpoint.read(checkpointPath, netlist: plan.netlistHash, recipe: plan.recipeHash)
      ?? Checkpoint(netlist: plan.netlistHash, recipe: plan.recipeHash)
    func model(_ sets: [Double], _ residualScales: [Double]) -> Model {
      assemble(grid(recipe.stageCount - 1), sets, residualScales, small, scales, reach)
    }
    while checkpoint.seed < recipe.fit.seeds {
      try fitSeed(&checkpoint, truth, small, scales) { Self.judge(model($0, $1), validation) }
      checkpoint.seed += 1
      checkpoint.stage = 0
      checkpoint.sets = []
      try checkpoint.write(checkpointPath)
    }
    guard checkpoint.bestDecibels != nil else { throw .diverged(stage: "training \(plan.id)") }
    var best = model(checkpoint.bestSets, checkpoint.bestResidualScales)
    best.provenance.figures = Self.figures(best, validation, smallSignal: small.errorDecibels)
    return best
  }

  /// Decibels to one place, by what was measured: the small-signal series, and free run on every validation scene.
  private static func figures(_ model: Model, _ scenes: [Scene], smallSignal: Double) -> [String: Double] {
    func rounded(_ decibels: Double) -> Double { (decibels * 10).rounded() / 10 }
    var figures = ["small signal": rounded(smallSignal)]
    for scene in scenes { figures[scene.name] = (try? scene.decibels(model)).map(rounded) }
    return figures.filter { $0.value.isFinite }
  }

  private func simulate() throws(TrainingError) -> TruthSet {
    let path = TruthCache.path(plan, recordings: recordings, folder: workFolder)
    if let truth = TruthCache.read(path) { return truth }
    let truth = try TruthSet(
      plan, recordings: recordings,
      progress: { [watch] in watch(TrainingEvent(stage: "simulating", fraction: $0)) }, isCancelled: isCancelled)
    TruthCache.write(truth, to: path)
    return truth
  }

  /// Mean of the scenes' errors in decibels, with the worst counted as much as all others together.
  private static func judge(_ model: Model, _ scenes: [Scene]) -> Double {
    let errors = scenes.map { (try? $0.decibels(model)) ?? .infinity }
    let mean = errors.reduce(0, +) / Double(max(errors.count, 1))
    let result = 0.5 * (mean + (errors.max() ?? 0))
    return result.isNaN ? .infinity : result
  }

  func grid(_ stage: Int) -> SnapshotGrid {
    SnapshotGrid(nodeCounts: plan.recipe.coordinates.filter { $0.use == .snapshots }.map { $0.growth[stage] })
  }

  /// Runs what is left of one seed, saving after each stage.
  private func fitSeed(
    _ checkpoint: inout Checkpoint, _ truth: TruthSet, _ small: SmallSignalFit, _ scales: Scales,
    judge: ([Double], [Double]) -> Double
  ) throws(TrainingError) {
    let fit = plan.recipe.fit
    let shape = plan.shape
    let name = "seed \(checkpoint.seed + 1) of \(fit.seeds)"
    var random = SplitMix64(seed: plan.recipe.data.seed &+ UInt64(checkpoint.seed) &* 7919)
    let source = SampleSource(
      plan, truth: truth, small: small, scales: scales,
      residualScales: checkpoint.sets.isEmpty ? nil : checkpoint.residualScales,
      seed: random.next() &+ UInt64(checkpoint.stage))
    source.focus(heatExponent: fit.heatExponents[checkpoint.stage])
    checkpoint.residualScales = source.residualScales
    if checkpoint.sets.isEmpty { checkpoint.sets = Self.start(shape, grid(0), source.signalSizes, &random) }
    while checkpoint.stage <= plan.recipe.stageCount {
      source.focus(heatExponent: fit.heatExponents[checkpoint.stage])
      let isFinish = checkpoint.stage == plan.recipe.stageCount
      let grid = grid(min(checkpoint.stage, plan.recipe.stageCount - 1))
      let sets =
        checkpoint.stage == 0 || isFinish
        ? checkpoint.sets : self.grid(checkpoint.stage - 1).refined(checkpoint.sets, to: grid)
      let optimiser = LevenbergMarquardt(
        sets: sets, shape: shape, setCount: grid.setCount, damping: checkpoint.stage == 0 ? 0.1 : 1e-3, workers: workers
      )
      let iterations = isFinish ? fit.multiStepIterations : fit.oneStepIterations[checkpoint.stage]
      let stage = isFinish ? "\(name), \(fit.sequenceSteps) steps" : "\(name), \(grid.setCount) weight sets"
      try optimiser.run(
        iterations: iterations, redrawEvery: isFinish ? fit.multiStepRedrawEvery : fit.redrawEvery,
        residualsPerSequence: shape.outputs * (isFinish ? fit.sequenceSteps : 1),
        draw: {
          isFinish
            ? source.sequences(fit.sequences, steps: fit.sequenceSteps, grid) : source.oneStep(fit.oneStepSamples, grid)
        },
        afterStep: { () throws(TrainingError) in
          let error = 10 * log10(optimiser.error)
          watch(
            TrainingEvent(
              stage: stage, fraction: Double(optimiser.accepted) / Double(iterations),
              detail: "error \((error * 10).rounded() / 10) dB"))
          if isCancelled() { throw .cancelled }
        })
      checkpoint.sets = optimiser.sets
      checkpoint.stage += 1
      if checkpoint.stage >= plan.recipe.stageCount { keepIfBetter(&checkpoint, judge) }
      try checkpoint.write(checkpointPath)
    }
  }

  /// Free run decides: the multi-step finish mostly gains much, but has been seen to lose.
  private func keepIfBetter(_ checkpoint: inout Checkpoint, _ judge: ([Double], [Double]) -> Double) {
    let decibels = judge(checkpoint.sets, checkpoint.residualScales)
    let isFinish = checkpoint.stage > plan.recipe.stageCount
    watch(
      TrainingEvent(
        stage:
          "seed \(checkpoint.seed + 1) of \(plan.recipe.fit.seeds), free run \(isFinish ? "after" : "before") finish",
        fraction: 1, detail: "\((decibels * 10).rounded() / 10) dB"))
    guard decibels < checkpoint.bestDecibels ?? .infinity else { return }
    checkpoint.bestDecibels = decibels
    checkpoint.bestSets = checkpoint.sets
    checkpoint.bestResidualScales = checkpoint.residualScales
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
        let size = layer == 0 && column < signalSizes.count ? max(signalSizes[column], 1e-6) : 1
        base.append(random.normal() * scale / size)
      }
      if shape.hasBiases { for _ in 0..<shape.units[layer] { base.append(random.normal() * 0.4) } }
      width = shape.units[layer]
    }
    for _ in 0..<shape.outputs * width { base.append(random.normal() * 0.3) }
    var sets: [Double] = []
    for set in 0..<grid.setCount {
      let isDelta = set >= (grid.nodeCounts.first ?? 1)
      sets += base.map { isDelta ? 0.02 * $0 * random.normal() : $0 * (1 + 0.02 * random.normal()) }
    }
    return sets
  }

  private func assemble(
    _ grid: SnapshotGrid, _ sets: [Double], _ residualScales: [Double], _ small: SmallSignalFit, _ scales: Scales,
    _ reach: [Double]
  ) -> Model {
    let recipe = plan.recipe
    let snapshots = recipe.coordinates.indices.filter { recipe.coordinates[$0].use == .snapshots }
    let (weights, axes) = grid.section(sets, coordinates: snapshots)
    let levels = recipe.levels
    let stage = Model.Stage(
      name: plan.id,
      states: plan.circuit.states.enumerated().map { index, state in
        // Twice what training reached is beyond any circuit's rails.
        .init(
          name: state.name, unit: state.unit, scale: scales.states[index],
          limit: 4 * reach[index] / scales.states[index])
      },
      input: .init(
        scale: scales.input, limit: levels.nominalPeakVolts * pow(10, levels.hottestDecibels / 20), taps: recipe.taps),
      output: .init(scale: scales.output, fromStates: small.fromStates, hasResidual: recipe.output == .network),
      coordinates: plan.coordinates, smallSignal: small.section,
      network: .init(
        activation: recipe.network.activation, hasBiases: recipe.network.hasBiases, layers: recipe.network.layers,
        conditions: recipe.coordinates.indices.filter { recipe.coordinates[$0].use == .condition },
        residualScales: residualScales, axes: axes, weights: weights))
    return Model(
      circuit: plan.id, name: recipe.name,
      provenance: .init(netlist: plan.netlistHash, recipe: plan.recipeHash, figures: [:]),
      controls: recipe.controls,
      stages: [stage],
      lowestRateHz: recipe.data.lowestRateHz, highestRateHz: recipe.data.highestRateHz)
  }
}
