import Circuits
import FoundationEssentials
import Glibc
import ModelFormat
import Synchronization
import TrainingKernelInterface

/// From a circuit's folder to its model: simulation, then stage by stage the exact small-signal series and the fit of
/// the network.
public struct Trainer {
  let plan: TrainingPlan
  let recordings: [[Double]]
  let workers: Int
  let workFolder: String
  let watch: @Sendable (TrainingEvent) -> Void
  let isCancelled: @Sendable () -> Bool

  /// - Parameters:
  ///   - recordings: mono, at 48 kHz.
  ///   - workFolder: for checkpoints and simulated material.
  public init(
    _ plan: TrainingPlan, recordings: [[Double]], workFolder: String, workers: Int,
    watch: @escaping @Sendable (TrainingEvent) -> Void, isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.plan = plan
    self.recordings = recordings
    self.workers = workers
    self.workFolder = workFolder
    self.watch = watch
    self.isCancelled = isCancelled
  }

  static let smallSignalLimitDecibels = -90.0

  /// A model and what it took.
  public struct Outcome: Sendable {
    public var model: Model
    /// Wall clock of the fits, over all runs since the first.
    public var seconds: Double
  }

  /// - Parameter validation: scenes of each stage that is no level; made when it is sure that they are needed.
  public func train(validation: () throws(TrainingError) -> [[StageScene]]) throws(TrainingError) -> Outcome {
    let levels = try plan.stages.filter(\.isLevel).map { stage throws(TrainingError) in try LevelFit(stage).level }
    let material = TruthCache.digest(plan, recordings: recordings)
    let truth = try simulate(material)
    let stages = plan.stages.filter { !$0.isLevel }
    let linear = try zip(stages, truth.stages).map { stage, truth throws(TrainingError) in
      try smallSignal(stage, truth.scales())
    }
    let scenes = try validation()
    var trained: [Model.Stage] = []
    var figures: [String: Double] = [:]
    var seconds = 0.0
    for (index, stage) in stages.enumerated() {
      let result = try train(
        stage, isFirst: index == 0, material, truth.stages[index], linear[index],
        scenes.indices.contains(index) ? scenes[index] : [])
      // A circuit of one stage needs no prefix.
      let prefix = stages.count > 1 ? "\(stage.recipe.name): " : ""
      for (name, value) in result.figures { figures[prefix + name] = value }
      trained.append(result.stage)
      seconds += result.seconds
    }
    return Outcome(model: model(trained, levels, plan.recipe.controls, figures), seconds: seconds)
  }

  private func smallSignal(_ stage: StagePlan, _ scales: Scales) throws(TrainingError) -> SmallSignalFit {
    let solver: TransientSolver
    do {
      solver = try TransientSolver(stage.circuit)
    } catch {
      throw .solver(error)
    }
    let small = try SmallSignalFit(solver, plan: stage, scales: scales)
    watch(
      TrainingEvent(
        stage: "\(stage.recipe.name), small signal", fraction: 1, detail: "\(Int(small.errorDecibels.rounded())) dB"))
    let limit = stage.smallSignalLimitDecibels
    guard small.errorDecibels <= limit else {
      throw .smallSignal(
        stage: stage.recipe.name, decibels: small.errorDecibels, limit: limit,
        coordinate: small.hardestCoordinate(stage.recipe.coordinates.map(\.source)))
    }
    return small
  }

  /// - Parameter material: its digest.
  private func simulate(_ material: String) throws(TrainingError) -> ChainTruth {
    let hasComplained = Atomic<Bool>(false)
    let (plan, folder, watch) = (plan, workFolder, watch)
    return try ChainTruth(
      plan, recordings: recordings,
      path: { TruthCache.path(plan, digest: material, group: $0, folder: folder) },
      progress: { watch(TrainingEvent(stage: "simulating", fraction: $0)) }, isCancelled: isCancelled,
      complain: { error in
        // The training needs no copy on disk; the next one simulates again.
        guard !hasComplained.exchange(true, ordering: .relaxed) else { return }
        watch(TrainingEvent(stage: "simulated material is not kept", fraction: 1, detail: "\(error)"))
      })
  }

  private func train(
    _ stage: StagePlan, isFirst: Bool, _ material: String, _ truth: TruthSet, _ small: SmallSignalFit,
    _ scenes: [StageScene]
  ) throws(TrainingError) -> (stage: Model.Stage, figures: [String: Double], seconds: Double) {
    let scales = truth.scales()
    let limit = stage.recipe.inputLimitVolts ?? (isFirst ? hottestVolts : 2 * truth.loudestInput())
    let assembly = StageAssembly(
      plan: stage, small: small, scales: scales, reach: truth.reach(), inputLimitVolts: limit)
    func alone(_ part: Model.Stage) -> Model { model([part], [], stage.controls, [:]) }
    let cause = try cause(stage, material, scenes)
    var checkpoint = Checkpoint.read(checkpointPath(stage), cause: cause) ?? Checkpoint(cause: cause)
    try StageTrainer(
      plan: stage, truth: truth, small: small, scales: scales,
      nominalPeakVolts: isFirst ? plan.recipe.levels.nominalPeakVolts : nil, firstSeed: plan.recipe.data.seed,
      workers: workers, checkpointPath: checkpointPath(stage),
      model: { alone(assembly.stage($0)) }, scenes: scenes, feedsNetworks: feedsNetworks(stage), watch: watch,
      isCancelled: isCancelled
    ).run(&checkpoint)
    let result = assembly.stage(checkpoint.best)
    var figures = ["small signal": Self.rounded(small.errorDecibels)]
    let single = alone(result)
    for scene in scenes.judging { figures[scene.name] = (try? scene.decibels(single)).map(Self.rounded) }
    return (result, figures.filter { $0.value.isFinite }, checkpoint.seconds)
  }

  private func feedsNetworks(_ stage: StagePlan) -> Bool {
    plan.stages.drop { $0.recipe.name != stage.recipe.name }.dropFirst().contains { $0.recipe.fit != nil }
  }

  private static func rounded(_ decibels: Double) -> Double { (decibels * 10).rounded() / 10 }

  private var hottestVolts: Double {
    plan.recipe.levels.nominalPeakVolts * pow(10, plan.recipe.levels.hottestDecibels / 20)
  }

  private func checkpointPath(_ stage: StagePlan) -> String {
    workFolder + "/\(plan.id).\(stage.recipe.name).checkpoint.json"
  }

  /// What a stage's training depends on: other stages' networks are none of it.
  /// - Parameters:
  ///   - material: digest of what is simulated.
  ///   - scenes: what is best is best by these.
  private func cause(
    _ stage: StagePlan, _ material: String, _ scenes: [StageScene]
  ) throws(TrainingError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      let recipe = try encoder.encode(stage.recipe)
      let judges = scenes.map(\.name).joined(separator: "\n")
      return SHA256.hexDigest(of: Array(material.utf8) + recipe + Array(judges.utf8))
    } catch {
      throw .unwritable(path: checkpointPath(stage), reason: "\(error)")
    }
  }

  private func model(
    _ stages: [Model.Stage], _ levels: [Model.Level], _ controls: [Control], _ figures: [String: Double]
  ) -> Model {
    Model(
      circuit: plan.id, name: plan.recipe.name,
      provenance: .init(netlist: plan.netlistHash, recipe: plan.recipeHash, figures: figures), controls: controls,
      selfOscillates: plan.recipe.selfOscillates ?? false, stages: stages, levels: levels,
      lowestRateHz: plan.recipe.data.lowestRateHz, highestRateHz: plan.recipe.data.highestRateHz)
  }
}
