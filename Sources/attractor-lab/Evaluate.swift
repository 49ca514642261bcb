import ArgumentParser
import Foundation
import ModelFormat
import Training

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a circuit's model against the circuit and write card.json.",
    discussion: """
      Plays a guitar that no training has heard through the model, in free run, and through the simulated circuit. \
      Simulations are kept in build/evaluation: measuring another model of the same circuit takes seconds. What must \
      be reached is said by bars.json beside the recipe.

      Exit codes: 0; 1 where a figure misses what it must reach or the circuit cannot be simulated; 2 when something \
      cannot be read or written.
      """)

  @Argument(help: ArgumentHelp("The circuit's folder, such as Models/diode-clipper.", valueName: "circuit"))
  var circuit: String

  @OptionGroup var options: EvaluationOptions

  @Flag(help: "Few rows on 0.7 s of material, to work by; card.json stays as it is.")
  var quick = false

  @Flag(help: "Print the card as JSON instead of a table.")
  var json = false

  func validate() throws {
    try options.validate()
    if quick && options.thorough { throw ValidationError("--quick and --thorough: expected one of them") }
  }

  func run() throws {
    let card = try EvaluationRun(circuit: CircuitFolder(circuit), options: options, isQuick: quick).run()
    if json { print(try card.json(), terminator: "") } else { print(CardTable.text(card)) }
    if !card.isPassed { throw ExitCode(1) }
  }
}

struct EvaluationOptions: ParsableArguments {
  @Flag(help: "Hold the model against ngspice instead of the project's own solver (slow).")
  var oracle = false

  @Flag(help: "Stress the model for a minute where 20 s are usual.")
  var thorough = false

  @Option(help: ArgumentHelp("Length of each scene; 1.5 s if left out, 0.7 s with --quick.", valueName: "s"))
  var seconds: Double?

  @Option(help: ArgumentHelp("Where in the material the scenes begin.", valueName: "s"))
  var from = 0.8

  @Option(help: ArgumentHelp("The recording to measure on; the project's own if left out.", valueName: "file"))
  var material: String?

  func validate() throws {
    if let seconds, !(0.1...60).contains(seconds) {
      throw ValidationError("--seconds: expected 0.1 to 60, got \(seconds)")
    }
    if !(0...3600).contains(from) { throw ValidationError("--from: expected 0 to 3600, got \(from)") }
  }
}

/// Model and material in, `card.json` out.
struct EvaluationRun {
  let circuit: CircuitFolder
  let options: EvaluationOptions
  var isQuick = false

  static let store = TruthStore(folder: "build/evaluation") { warn("simulations are not kept: \($0)") }

  func run() throws -> Card {
    let plan = try circuit.plan()
    let bars = try Bars(folder: circuit.path, knobs: plan.circuit.controls)
    let model = try ModelReader.read(path: circuit.model)
    if model.provenance.netlist != plan.netlistHash || model.provenance.recipe != plan.recipeHash {
      Self.warn("\(circuit.model): trained from another circuit.cir or recipe.json than what lies beside it")
    }
    let material = try circuit.heldOut(
      options.material, from: options.from, seconds: options.seconds ?? (isQuick ? 0.7 : 1.5))
    let training = try TrainingNote(folder: circuit.path)
    let progress = ProgressLine()
    defer { progress.finish() }
    let stage = "measuring against \(options.oracle ? "ngspice" : "the solver")"
    let evaluation = try Evaluation(
      plan, model: model, material: material, truth: options.oracle ? .ngspice : .solver,
      extent: isQuick ? .quick : options.thorough ? .thorough : .standard, bars: bars,
      store: Self.store
    ) { progress.show(TrainingEvent(stage: stage, fraction: $0, detail: $1)) }
    let rows = try evaluation.rows()
    let stability = try Stability.examine(
      model, material: material, nominalPeakVolts: plan.recipe.levels.nominalPeakVolts, runs: isQuick ? 4 : 12
    ) { progress.show(TrainingEvent(stage: "stability", fraction: $0, detail: $1)) }
    progress.show(TrainingEvent(stage: "measuring the cost", fraction: 0))
    let card = Card(
      model, material: material, rows: rows, stability: stability, cost: try Cost(plan, model, material),
      training: training)
    if !isQuick { try card.write(to: circuit.card) }
    return card
  }

  private static func warn(_ text: String) { StandardError.write("attractor-lab: note: \(text)\n") }
}
