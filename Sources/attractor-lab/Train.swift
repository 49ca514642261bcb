import ArgumentParser
import Foundation
import ModelFormat
import Training

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a circuit's model, measure its tail, write model.json and training.json.",
    discussion: """
      Progress is kept in build/training: after Ctrl-C the next run goes on from the last finished stage. The model \
      is written at the very end, all of it or nothing; training.json says how many minutes the fits took.

      Exit codes: 0; 1 where the circuit cannot be simulated or learnt, or after Ctrl-C; 2 when something cannot be \
      read or written.
      """)

  @Argument(help: ArgumentHelp("The circuit's folder, such as Models/diode-clipper.", valueName: "circuit"))
  var circuit: String

  @OptionGroup var options: TrainingOptions

  func validate() throws { try options.validate() }

  func run() throws {
    try TrainingRun(circuit: CircuitFolder(circuit), options: options).run()
  }
}

struct TrainingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Threads of the fit; all processors if left out.", valueName: "n"))
  var threads: Int?

  @Flag(help: "Forget what earlier runs have kept.")
  var fresh = false

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads: expected 1 to 256, got \(threads)")
    }
  }
}

/// Recordings, validation scenes, training, model.
struct TrainingRun {
  let circuit: CircuitFolder
  let options: TrainingOptions

  static let workFolder = "build/training"
  /// The rest of each recording is kept from the training, to judge by.
  static let trainingShare = 0.7

  func run() throws {
    let plan = try circuit.plan()
    let bars = try Bars(folder: circuit.path, knobs: plan.circuit.controls)
    let parts = try circuit.recordings(plan).map { $0.split(at: Self.trainingShare) }
    if options.fresh { forget(plan) }
    let interruption = Interruption()
    let progress = ProgressLine()
    defer { progress.finish() }
    let workers = options.threads ?? ProcessInfo.processInfo.activeProcessorCount
    let trainer = Trainer(
      plan, recordings: parts.map(\.first.samples), workFolder: Self.workFolder, workers: workers,
      watch: { progress.show($0) }, isCancelled: { interruption.isRequested })
    var outcome = try trainer.train { () throws(TrainingError) in
      try ValidationScenes.make(
        plan, bars: bars, materials: parts.map(\.rest),
        progress: { progress.show(TrainingEvent(stage: "validation scenes", fraction: $0)) },
        isCancelled: { interruption.isRequested })
    }
    try TailRun.measure(plan, &outcome.model, progress, interruption)
    progress.finish()
    let hash = try circuit.write(outcome.model)
    try TrainingNote(model: hash, seconds: outcome.seconds, workers: workers).write(folder: circuit.path)
    print(
      "\(circuit.model): \(outcome.model.stages.map { "\($0.name) \($0.weightCount)" }.joined(separator: ", ")) weights per set"
    )
  }

  /// Checkpoints and simulated material of this circuit.
  private func forget(_ plan: TrainingPlan) {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: Self.workFolder)) ?? []
    for file in files where file.hasPrefix(plan.id + ".") {
      try? FileManager.default.removeItem(atPath: "\(Self.workFolder)/\(file)")
    }
  }
}
