import ArgumentParser
import Circuits
import Foundation
import Training

struct Speed: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how fast circuits are simulated, beside ngspice.",
    discussion: """
      Seconds of audio per second of processor time: of one lane, of eight lanes side by side, all eight counted, and \
      of ngspice. All play the same eight stretches of guitar at the recipe's level, driven on a grid of 768 kHz, knobs \
      at their defaults. The processor time is that of the thread alone, without reading the netlist and finding the \
      operating point; medians of all rounds. Other work on the same cores shifts all figures alike.

      Exit codes: 0; 1 where a circuit misses --at-least, or cannot be simulated; 2 when something cannot be read.

      Example:
        attractor-lab speed Models/ladder Models/ms20 --rounds 5
      """)

  @Argument(help: ArgumentHelp("The circuits' folders; all in Models if left out.", valueName: "circuit"))
  var circuits: [String] = []

  @Option(help: ArgumentHelp("Length of each of the eight stretches.", valueName: "s"))
  var seconds = 0.1

  @Option(help: "How often everything is measured.")
  var rounds = 3

  @Option(help: ArgumentHelp("Times ngspice that every circuit has to reach side by side.", valueName: "ratio"))
  var atLeast: Double?

  @Flag(help: "Print the figures as JSON instead of a table.")
  var json = false

  func validate() throws {
    if !(0.01...10).contains(seconds) { throw ValidationError("--seconds: expected 0.01 to 10, got \(seconds)") }
    if !(1...100).contains(rounds) { throw ValidationError("--rounds: expected 1 to 100, got \(rounds)") }
    if let atLeast, !(atLeast > 0) { throw ValidationError("--at-least: expected a ratio above 0, got \(atLeast)") }
  }

  func run() throws {
    let paths = try circuits.isEmpty ? CircuitFolder("Models").subfolders.map { "Models/\($0)" } : circuits
    let folders = try paths.map { try CircuitFolder($0) }
    let progress = ProgressLine()
    defer { progress.finish() }
    var figures: [SpeedFigures] = []
    for folder in folders {
      figures.append(
        try SpeedFigures(folder, seconds: seconds, rounds: rounds) {
          progress.show(TrainingEvent(stage: folder.path, fraction: $0))
        })
    }
    progress.finish()
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      print(String(decoding: try encoder.encode(figures), as: UTF8.self))
    } else {
      print(SpeedFigures.table(figures))
    }
    if let atLeast, figures.contains(where: { $0.timesNgspice < atLeast }) { throw ExitCode(1) }
  }
}
