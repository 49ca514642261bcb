import Foundation
import ModelFormat
import Training

/// What one size turned out to be.
struct SweepPoint: Sendable, Equatable {
  let size: String
  /// ESR in decibels.
  let still: Double
  let swept: Double
  let multiplyAdds: Int
  let nanoseconds: Double
}

/// Trains and measures size after size.
struct SweepRun {
  private let circuit: CircuitFolder
  private let plan: TrainingPlan
  private let bars: Bars
  private let recordings: [[Double]]
  private let scenes: [[StageScene]]
  private let heldOut: Material
  private let workers: Int
  private let interruption = Interruption()
  private let progress = ProgressLine()

  init(_ circuit: CircuitFolder, _ plan: TrainingPlan, threads: Int?) throws {
    self.plan = plan
    self.circuit = circuit
    let parts = try circuit.recordings(plan).map { $0.split(at: TrainingRun.trainingShare) }
    recordings = parts.map(\.first.samples)
    bars = try Bars(folder: circuit.path, knobs: plan.circuit.controls)
    heldOut = try circuit.heldOut(from: 0.8, seconds: 0.7)
    workers = threads ?? ProcessInfo.processInfo.activeProcessorCount
    SweepFolder.shareSimulations(of: plan)
    let (progress, interruption) = (progress, interruption)
    scenes = try ValidationScenes.make(
      plan, bars: bars, materials: parts.map(\.rest),
      progress: { progress.show(TrainingEvent(stage: "validation scenes", fraction: $0)) },
      isCancelled: { interruption.isRequested })
  }

  func points(_ sizes: [(size: SweepSize, recipe: Recipe)]) throws -> [SweepPoint] {
    defer { progress.finish() }
    return try sizes.map { size, recipe in
      let folder = try SweepFolder(circuit, plan, recipe: recipe, size: size)
      let model = try folder.known ?? train(folder, size)
      let evaluation = try Evaluation(
        folder.plan, model: model, material: heldOut, truth: .solver, extent: .quick, bars: bars,
        store: EvaluationRun.store
      ) { [progress] in progress.show(TrainingEvent(stage: "\(size.name): measuring", fraction: $0, detail: $1)) }
      let rows = try evaluation.rows()
      func value(_ id: String) -> Double { rows.first { $0.id == id }?.value ?? EvaluationRow.worst }
      let still = rows.contains { $0.id == "still" } ? "still" : "free-run"
      let cost = try Cost(folder.plan, model, heldOut)
      return SweepPoint(
        size: size.name, still: value(still), swept: value(still == "still" ? "swept" : still),
        multiplyAdds: cost.multiplyAddsPerSample, nanoseconds: cost.engineNanosecondsPerSample)
    }
  }

  private func train(_ folder: SweepFolder, _ size: SweepSize) throws -> Model {
    let (progress, interruption) = (progress, interruption)
    let trainer = Trainer(
      folder.plan, recordings: recordings, workFolder: SweepFolder.workFolder, workers: workers,
      watch: { event in
        var event = event
        event.stage = "\(size.name): \(event.stage)"
        progress.show(event)
      }, isCancelled: { interruption.isRequested })
    let model = try trainer.train(validation: { () throws(TrainingError) in scenes }).model
    try folder.keep(model)
    return model
  }
}
