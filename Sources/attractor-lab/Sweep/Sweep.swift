import ArgumentParser
import Foundation
import Training

struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train networks of several sizes, briefly, and show what each costs and gains.",
    discussion: """
      Every size is the circuit's recipe with other layers and a shorter training. The circuit's own files stay as \
      they are; what was trained is kept in build/sweep, so that a sweep can be stopped and extended.

      Example:
        attractor-lab sweep Models/diode-clipper --layers 8,8 --layers 12,12 --layers 16,16
      """)

  @Argument(help: ArgumentHelp("The circuit's folder, such as Models/diode-clipper.", valueName: "circuit"))
  var circuit: String

  @Option(help: ArgumentHelp("Units of each hidden layer; once per size.", valueName: "n,n"))
  var layers: [String] = []

  @Option(help: ArgumentHelp("The stage whose network varies; all of them if left out.", valueName: "name"))
  var stage: String?

  @Option(help: ArgumentHelp("Share of the recipe's iterations, with one seed.", valueName: "share"))
  var effort = 0.3

  @Option(help: ArgumentHelp("Threads of the fit; all processors if left out.", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if layers.isEmpty { throw ValidationError("--layers: expected one size at least") }
    if !(effort > 0 && effort <= 1) { throw ValidationError("--effort: expected above 0, at most 1, got \(effort)") }
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads: expected 1 to 256, got \(threads)")
    }
  }

  func run() throws {
    let sizes = try layers.map { text throws(LabError) in try SweepSize(text) }
    let folder = try CircuitFolder(circuit)
    let plan = try folder.plan()
    let networks = plan.recipe.stages.filter { $0.network != nil }.map(\.name)
    if let stage, !networks.contains(stage) {
      throw LabError.number(option: "--stage", expected: "one of \(networks)", actual: stage)
    }
    let points = try SweepRun(folder, plan, threads: threads).points(
      sizes.map { ($0, $0.recipe(plan.recipe, stage: stage, effort: effort)) })
    let report = SweepReport(name: plan.recipe.name, points: points)
    print(report.table)
    let path = "\(SweepFolder.root)/\(plan.id).svg"
    try AtomicFile.write(report.chart.document.utf8, to: path)
    print("\n\(path)")
  }
}
