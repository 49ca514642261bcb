import AudioFiles
import Foundation
import Testing

/// What the command says, in one line, to what it cannot use.
@Suite struct MisuseTests {
  static let excerpt = "Tests/Fixtures/audio/guit_e_slide_excerpt.wav"

  @Test(arguments: [
    ["nonsense"], ["train"], ["simulate", "Models/diode-clipper"], ["train", "Models/diode-clipper", "--threads", "0"],
    ["evaluate", "Models/diode-clipper", "--seconds", "0"],
    ["evaluate", "Models/diode-clipper", "--quick", "--thorough"], ["speed", "--rounds", "0"],
    ["speed", "--at-least", "-1"],
  ]) func parserExitsWithTwo(_ arguments: [String]) throws {
    let outcome = try Laboratory.run(arguments)
    #expect(outcome.code == 2)
    #expect(outcome.output.isEmpty && outcome.errors.hasPrefix("Error: "))
  }

  @Test(arguments: [["--help"], ["help", "train"], ["--version"]]) func helpSucceeds(_ arguments: [String]) throws {
    let outcome = try Laboratory.run(arguments)
    #expect(outcome.code == 0)
    #expect(!outcome.output.isEmpty && outcome.errors.isEmpty)
  }

  /// Nothing that was printed is lost without a word.
  @Test(arguments: [
    ["--help"], ["help", "train"], ["--version"], ["cards"], ["spice", "Models/diode-clipper"],
  ]) func saysThatThereIsNoRoom(_ arguments: [String]) throws {
    let outcome = try Laboratory.run(arguments, printingTo: "/dev/full")
    #expect(outcome.code == 2)
    #expect(
      outcome.errors
        == "attractor-lab: standard output: expected room for all of it, got: No space left on device\n")
  }

  @Test(arguments: ["train", "tail", "evaluate", "build", "spice", "speed"])
  func namesAMissingFolder(_ command: String) throws {
    let outcome = try Laboratory.run([command, "Models/nothing"])
    #expect(outcome.code == 2)
    #expect(outcome.errors == "attractor-lab: Models/nothing: expected a circuit's folder, found none\n")
  }

  @Test(arguments: [
    ("\"states\"", "\"nothing\"", "recipe.json"), ("[0, 1, 2, 3]", "[1, 2]", ".taps: expected"),
    ("\"layers\"", "\"layer\"", "layers"), ("{", "", "recipe.json"),
    ("\"redrawEvery\"", "\"stageSamples\": [1], \"redrawEvery\"", "fit.stageSamples: expected"),
  ]) func namesWhatIsWrongInARecipe(_ old: String, _ new: String, _ reason: String) throws {
    try Laboratory.withCircuit { folder in
      try Laboratory.edit(folder + "/recipe.json", old, new)
      let outcome = try Laboratory.run(["train", folder])
      #expect(outcome.code == 2)
      #expect(outcome.errors.hasPrefix("attractor-lab: ") && outcome.errors.contains(reason), "\(outcome.errors)")
      #expect(outcome.errors.count { $0 == "\n" } == 1)
    }
  }

  @Test func namesTheLineOfABrokenNetlist() throws {
    try Laboratory.withCircuit { folder in
      let path = folder + "/circuit.cir"
      let line = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
        .firstIndex { $0.hasPrefix("R1") }
      try Laboratory.edit(path, "R1 in out 2.2k", "R1 in out two")
      for command in ["train", "spice"] {
        let outcome = try Laboratory.run([command, folder])
        #expect(outcome.code == 2)
        #expect(
          outcome.errors.hasPrefix("attractor-lab: \(path):\((line ?? 0) + 1): "), "\(outcome.errors)")
        #expect(outcome.errors.contains("expected"))
      }
    }
  }

  @Test(arguments: [
    ("drive=1", "--knob drive=1: expected one of diode"), ("diode=2", "expected name=position"),
    ("diode", "expected name=position"),
  ]) func namesAWrongKnob(_ knob: String, _ reason: String) throws {
    let outcome = try Laboratory.run([
      "simulate", "Models/diode-clipper", "--input", Self.excerpt, "--output", "/tmp/none.wav", "--knob", knob,
    ])
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: "/tmp/none.wav"))
  }

  @Test(arguments: [
    (["--input", "nothing.wav", "--output", "/tmp/none.wav"], "nothing.wav"),
    (["--input", excerpt, "--output", "/tmp/none.mp3"], "none.mp3"),
    (["--input", excerpt, "--output", "/tmp/none.wav", "--rate", "1"], "--rate"),
    (["--input", excerpt, "--output", "/tmp/none.wav", "--peak", "0"], "--peak"),
  ]) func namesWhatCannotBeSimulated(_ arguments: [String], _ reason: String) throws {
    let outcome = try Laboratory.run(["simulate", "Models/diode-clipper"] + arguments)
    #expect(outcome.code == 2)
    #expect(outcome.errors.hasPrefix("attractor-lab: ") && outcome.errors.contains(reason), "\(outcome.errors)")
  }

  /// A recording that ends in what is no number.
  @Test(arguments: [Float.nan, .infinity]) func namesTheSampleThatIsNoNumber(_ value: Float) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-nan-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (input, output) = (folder + "/guitar.wav", folder + "/out.wav")
    var samples = (0..<96_000).map { 0.5 * sin(0.03 * Float($0)) }
    samples[70_001] = value
    try AudioFile.write(AudioBuffer(sampleRate: 48_000, channels: [samples]), to: input, bits: .float32)
    try Laboratory.withCircuit { circuit in
      let recipe = circuit + "/recipe.json"
      try Laboratory.edit(recipe, "Tests/Fixtures/audio/guit_e_fifths.flac", input)
      for command in [
        ["simulate", "Models/diode-clipper", "--input", input, "--output", output], ["train", circuit],
        ["evaluate", "Models/diode-clipper", "--material", input, "--quick"],
        ["spice", "Models/diode-clipper", "--input", input], ["demo", "--output", folder, "--recording", input],
      ] {
        let outcome = try Laboratory.run(command)
        #expect(outcome.code == 2, "\(command)")
        let words = "guitar.wav: sample 70001 of channel 1: expected a finite number, found \(value)\n"
        #expect(outcome.errors.hasSuffix(words), "\(outcome.errors)")
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["guitar.wav"])
  }

  @Test func namesWhatIsWrongWithBars() throws {
    try Laboratory.withCircuit { folder in
      try Laboratory.edit(folder + "/bars.json", "\"swept\"", "\"sweeped\"")
      let outcome = try Laboratory.run(["evaluate", folder, "--material", Self.excerpt])
      #expect(outcome.code == 2)
      #expect(outcome.errors.contains("bars.json: bars[2].row: expected one of"), "\(outcome.errors)")
    }
  }

  @Test func refusesADamagedModel() throws {
    try Laboratory.withCircuit { folder in
      try? FileManager.default.removeItem(atPath: folder + "/card.json")
      try Laboratory.edit(folder + "/model.json", "Diode Clipper", "Diode Clapper")
      let damaged = try Data(contentsOf: URL(filePath: folder + "/model.json"))
      for command in [["evaluate", folder, "--material", Self.excerpt], ["tail", folder]] {
        let outcome = try Laboratory.run(command)
        #expect(outcome.code == 2)
        #expect(outcome.errors.contains("contentHash"), "\(outcome.errors)")
      }
      #expect(try Data(contentsOf: URL(filePath: folder + "/model.json")) == damaged)
      #expect(!FileManager.default.fileExists(atPath: folder + "/card.json"))
    }
  }
}
