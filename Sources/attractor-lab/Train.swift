import ArgumentParser
import AudioFiles
import Circuits
import Foundation
import ModelFormat
import Signals
import Training

struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a circuit's model and write model.json.")

  @Argument(help: "The circuit's folder, such as Models/diode-clipper.")
  var circuit: String

  func run() async throws {
    let plan = try TrainingPlan(folder: circuit)
    let recordings = try plan.recipe.data.recordings.map { path in
      let audio = try AudioFile.read(path, as: Double.self)
      return Resampler(from: audio.sampleRate, to: 48_000).resample(audio.channels[0])
    }
    let progress = ProgressLine()
    let solver = try TransientSolver(plan.circuit)
    let held = try AudioFile.read("Tests/Fixtures/audio/guit_e_slide.flac", as: Double.self)
    let n = Int(1.0 * held.sampleRate)
    let at = Int(1.0 * held.sampleRate)
    let material = Array(held.channels[0][at..<at + n])
    var scenes: [Scene] = []
    let one = plan.circuit.controls.isEmpty
    for k in stride(from: 0.0, through: 1.0, by: one ? 2 : 0.125) {
      scenes.append(
        try Scene(
          "k\(k)", solver, material: material, materialRateHz: held.sampleRate, peakVolts: 2, rateHz: 96000,
          gestures: one ? [] : [.held(k)]))
    }
    for (name, v, r) in [
      ("quiet", 0.0632, 96000.0), ("hot", 8, 96000), ("88.2", 2, 88200), ("176.4", 2, 176400), ("192", 2, 192000),
      ("384", 2, 384000),
    ] {
      scenes.append(
        try Scene(
          name, solver, material: material, materialRateHz: held.sampleRate, peakVolts: v, rateHz: r,
          gestures: one ? [] : [.held(0.5)]))
    }
    scenes.append(
      try Scene(
        "48k", solver, material: material, materialRateHz: held.sampleRate, peakVolts: 2, rateHz: 48000,
        gestures: one ? [] : [.held(0.5)]))
    scenes.append(try Scene("44.1k", solver, material: material, materialRateHz: held.sampleRate, peakVolts: 2, rateHz: 44100, gestures: one ? [] : [.held(0.5)]))
    scenes.append(try Scene("48hot", solver, material: material, materialRateHz: held.sampleRate, peakVolts: 8, rateHz: 48000, gestures: one ? [] : [.held(0.5)]))
    if !one {
      scenes.append(
        try Scene(
          "sweep", solver, material: material, materialRateHz: held.sampleRate, peakVolts: 2, rateHz: 96000,
          gestures: [.sine(hertz: 5)]))
    }
    let trainer = Trainer(
      plan, recordings: recordings, workFolder: "build/training", workers: 2, watch: { progress.show($0) },
      isCancelled: { false })
    let model = try trainer.train(validation: scenes)
    progress.finish()
    try ModelWriter.write(model, to: circuit + "/model.json")
    print(try scenes.map { "\($0.name) \((try $0.decibels(model) * 10).rounded() / 10)" }.joined(separator: "  "))
  }
}
