import ArgumentParser
import Foundation
import ModelFormat
import Training

struct Tail: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how long a circuit is heard after loud notes and write it into its model.json.",
    discussion: """
      A host may stop a plugin that long after its input has ended. Low notes, the loudest as loud as the recipe's \
      hottest material, stop at once; circuit and model are listened to until they stay 100 dB below what was played, \
      with the knobs at their defaults, half-way and in every corner. The longer of the two is written as tailSeconds. \
      train and build do the same at their end.

      A model that changes needs a new card: attractor-lab evaluate. Circuits that sing have no tail to measure.

      Exit codes: 0; 1 where the circuit cannot be simulated; 2 when something cannot be read.
      """)

  @Argument(help: ArgumentHelp("The circuit's folder, such as Models/diode-clipper.", valueName: "circuit"))
  var circuit: String

  @Flag(help: "Print what is found and leave model.json as it is.")
  var dryRun = false

  func run() throws {
    let folder = try CircuitFolder(circuit)
    let plan = try folder.plan()
    var model = try ModelReader.read(path: folder.model)
    let before = model.tailSeconds
    let progress = ProgressLine()
    defer { progress.finish() }
    let found = try TailRun.measure(plan, &model, progress, Interruption())
    progress.finish()
    guard let found else {
      print("\(folder.model): sings, and is heard for ever")
      return
    }
    print(line("circuit", found.circuit) + "\n" + line("model", found.model))
    if model.tailSeconds != before && !dryRun {
      let known = try TrainingNote(folder: folder.path)
      let trained = model.contentHash
      let hash = try folder.write(model)
      // The training stays what it was.
      if var note = known, note.model == trained {
        note.model = hash
        try note.write(folder: folder.path)
      }
      print("\(folder.model): tailSeconds \(found.seconds)")
    }
  }

  private func line(_ name: String, _ longest: TailMeasure.Longest) -> String {
    let seconds = String(format: "%7.4f s", longest.seconds)
    let place = longest.knobs.isEmpty ? "knobs at their defaults" : longest.knobs
    return CardTable.pad(name, 8) + seconds + (longest.seconds > 0 ? "  \(place)" : "")
  }
}

/// The measurement with its progress, as all commands that write models make it.
enum TailRun {
  /// Writes the tail into the model; nil, and no tail, where it sings.
  @discardableResult
  static func measure(
    _ plan: TrainingPlan, _ model: inout Model, _ progress: ProgressLine, _ interruption: Interruption
  ) throws -> TailMeasure.Result? {
    model.tailSeconds = nil
    if model.selfOscillates { return nil }
    let found = try TailMeasure(plan, model: model).run(
      progress: { progress.show(TrainingEvent(stage: "tail", fraction: $0, detail: $1)) },
      isCancelled: { interruption.isRequested })
    model.tailSeconds = found.seconds
    return found
  }
}
