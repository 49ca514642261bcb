import ArgumentParser

struct Build: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a circuit's model, then measure it: model.json, training.json and card.json.",
    discussion: """
      Exit codes: 0; 1 where a figure misses what it must reach, where the circuit cannot be simulated or learnt, or \
      after Ctrl-C; 2 when something cannot be read or written.
      """)

  @Argument(help: ArgumentHelp("The circuit's folder, such as Models/diode-clipper.", valueName: "circuit"))
  var circuit: String

  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Measuring") var evaluation: EvaluationOptions

  func validate() throws {
    try training.validate()
    try evaluation.validate()
  }

  func run() throws {
    let folder = try CircuitFolder(circuit)
    try TrainingRun(circuit: folder, options: training).run()
    let card = try EvaluationRun(circuit: folder, options: evaluation).run()
    print(CardTable.text(card))
    if !card.isPassed { throw ExitCode(1) }
  }
}
