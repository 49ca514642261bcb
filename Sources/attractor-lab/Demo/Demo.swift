import ArgumentParser
import Circuits
import Foundation
import HostKit
import ModelFormat
import Training

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play a guitar through the built plugin and hold it against the simulated circuit.",
    discussion: """
      Loads the .clap file as any host does and renders a recording that no training has heard, with the diode knob \
      and the input gain moving. The circuit's simulation gets the same, smoothed as in the plugin. Writes WAV files \
      and index.html.

      Exit codes: 0; 1 when a sample is not finite; 2 when something is missing.
      """)

  @Option(help: ArgumentHelp("The plugin file.", valueName: "file"))
  var plugin = "build/Attractor.clap"

  @Option(help: ArgumentHelp("The circuit's folder.", valueName: "folder"))
  var circuit = "Models/diode-clipper"

  @Option(help: ArgumentHelp("The guitar.", valueName: "file"))
  var recording = "Tests/Fixtures/audio/guit_e_slide.flac"

  @Option(help: ArgumentHelp("Where to write.", valueName: "folder"))
  var output = "build/demo"

  func run() throws {
    do {
      try play()
    } catch let code as ExitCode {
      throw code
    } catch {
      FileHandle.standardError.write(Data("attractor-lab demo: \(error)\n".utf8))
      throw ExitCode(2)
    }
  }

  private func play() throws {
    let progress = ProgressLine()
    let netlist = try Circuit(contentsOf: circuit + "/circuit.cir")
    guard netlist.controls == ["diode"] else { throw DemoError.control(expected: ["diode"], actual: netlist.controls) }
    let model = try ModelReader.read(path: circuit + "/model.json")
    let instance = try ClapLibrary(plugin).instantiate("org.attractor.\(model.circuit)")
    let state = String(decoding: try instance.saveState(), as: UTF8.self)
    guard state.contains(model.contentHash) else {
      throw DemoError.otherModel(plugin: plugin, expected: model.contentHash)
    }
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)

    let solver = try TransientSolver(netlist)
    let stages = ["plugin": "the plugin plays", "circuit": "the circuit is simulated"]
    let take = try Take(Score(recording: recording), instance, solver) { stage, share in
      progress.show(TrainingEvent(stage: stages[stage] ?? stage, fraction: share))
    }
    var curves: [TransferCurve] = []
    for position in TransferCurve.positions {
      progress.show(TrainingEvent(stage: "transfer curves", fraction: position))
      curves.append(try TransferCurve(position, instance, solver))
    }
    progress.show(TrainingEvent(stage: "files and page", fraction: 0))
    let trajectory = StateTrajectory(take, model, from: take.score.frame(phrase: 2, seconds: 0.35))
    let figures = DemoFigures(take)
    let recordings = Recordings(take: take)
    let files = try recordings.write(to: output)
    let page = try DemoPage(
      model: model, take: take, figures: figures, curves: curves, trajectory: trajectory,
      audio: recordings.embedded(work: output), recording: recording)
    let path = output + "/index.html"
    try Data(page.html.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    progress.finish()

    print(figures.text)
    print("\n\(files.joined(separator: "\n"))\n\(path)")
    for complaint in take.complaints { print("the plugin: \(complaint)") }
    if !figures.isHealthy { throw ExitCode(1) }
  }
}
