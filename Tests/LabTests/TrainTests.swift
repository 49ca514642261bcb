import AudioFiles
import Foundation
import Testing

/// The way from a recipe to a model, on a network too small to be good.
@Suite struct TrainTests {
  @Test func stopsOnRequestAndGoesOn() throws {
    try TinyProject.with { root in
      let model = root.appending(path: "Models/tiny/model.json").path
      let stopped = try Laboratory.run(["train", "Models/tiny"], in: root, interruptedAfter: 1)
      #expect(stopped.code == 1)
      #expect(stopped.errors.contains("attractor-lab: stopped on request"), "\(stopped.errors)")
      #expect(!FileManager.default.fileExists(atPath: model))

      let trained = try Laboratory.run(["train", "Models/tiny", "--threads", "1"], in: root)
      #expect(trained.code == 0, "\(trained.errors)")
      #expect(try String(contentsOfFile: model, encoding: .utf8).contains("\"tailSeconds\""))
      #expect(try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Models/tiny").path).count == 4)
      let note = try String(contentsOfFile: root.appending(path: "Models/tiny/training.json").path, encoding: .utf8)
      #expect(note.contains("\"workers\" : 1"))

      let arguments = ["evaluate", "Models/tiny", "--seconds", "0.15", "--json"]
      let evaluated = try Laboratory.run(arguments, in: root)
      #expect(evaluated.code == 1, "so small a network misses what it must reach")
      let printed = try JSONSerialization.jsonObject(with: Data(evaluated.output.utf8)) as? [String: Any]
      #expect(printed?["circuit"] as? String == "tiny")
    }
  }

  /// Two starts, so that there is one to choose.
  @Test func theNumberOfThreadsDoesNotChangeTheModel() throws {
    try TinyProject.with(seeds: 2) { root in
      let models = try ["1", "2"].map { threads in
        let outcome = try Laboratory.run(["train", "Models/tiny", "--fresh", "--threads", threads], in: root)
        #expect(outcome.code == 0 && outcome.errors.contains("seed 2 of 2"), "\(outcome.errors)")
        return try Data(contentsOf: root.appending(path: "Models/tiny/model.json"))
      }
      #expect(models[0] == models[1])
    }
  }

  /// Weights that were fitted to another recording are not gone on with.
  @Test func aChangedRecordingIsTrainedAfresh() throws {
    try TinyProject.with(recording: "guitar.wav") { root in
      func record(_ gain: Float) throws {
        let samples = (0..<96_000).map { n in
          let time = Float(n % 24_000) / 48_000
          return gain * exp(-5 * time) * sin(2 * .pi * 196 * time)
        }
        try AudioFile.write(
          AudioBuffer(sampleRate: 48_000, channels: [samples]), to: root.appending(path: "guitar.wav").path,
          bits: .float32)
      }
      func train(_ options: [String] = []) throws -> Data {
        let outcome = try Laboratory.run(["train", "Models/tiny"] + options, in: root)
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try Data(contentsOf: root.appending(path: "Models/tiny/model.json"))
      }
      try record(0.8)
      let first = try train()
      #expect(try train() == first, "what was trained is not trained again")
      try spoil(root.appending(path: "build/training"))
      #expect(try train() == first, "what is no number is simulated anew")
      try record(-0.8)
      let second = try train()
      #expect(second != first)
      #expect(try train(["--fresh"]) == second)
    }
  }

  /// Puts what is no number into the simulated material's first input.
  private func spoil(_ folder: URL) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".truth") }
    let file = folder.appending(path: try #require(names.first))
    #expect(names.count == 1)
    var bytes = try Data(contentsOf: file)
    // Behind seven numbers of eight bytes.
    bytes.replaceSubrange(56..<60, with: [0, 0, 0xC0, 0x7F])
    try bytes.write(to: file)
  }

  /// The material may be lost, the weights may not.
  @Test func saysWhereNothingCanBeWritten() throws {
    try TinyProject.with { root in
      try Data().write(to: root.appending(path: "build"))
      let outcome = try Laboratory.run(["train", "Models/tiny"], in: root)
      #expect(outcome.code == 2)
      let lines = outcome.errors.split(separator: "\n")
      let notes = lines.filter { $0.hasPrefix("simulated material is not kept: ") }
      #expect(notes.count == 1 && notes[0].hasSuffix(".truth: cannot be written: Not a directory"), "\(notes)")
      #expect(
        lines.last
          == "attractor-lab: build/training/tiny.clip.checkpoint.json: cannot be written: Not a directory")
      #expect(try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Models/tiny").path).count == 2)
    }
  }
}
