import AudioFiles
import Foundation
import Testing

@Suite struct CommandTests {
  private static func temporary(_ name: String) -> String {
    FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name)").path
  }

  /// A tenth of a second of a decaying string.
  private static func string() throws -> String {
    let path = temporary("string.wav")
    let samples = (0..<4800).map { n in
      let t = Double(n) / 48_000
      return 0.5 * exp(-8 * t) * sin(2 * .pi * 196 * t)
    }
    try AudioFile.write(AudioBuffer(sampleRate: 48_000, channels: [samples]), to: path, bits: .float32)
    return path
  }

  @Test(arguments: [48_000.0, 96_000]) func simulates(_ rate: Double) throws {
    let (input, output) = (try Self.string(), Self.temporary("out.wav"))
    defer { for path in [input, output] { try? FileManager.default.removeItem(atPath: path) } }
    let outcome = try Laboratory.run([
      "simulate", "Models/diode-clipper", "--input", input, "--output", output, "--peak", "2", "--knob", "Diode=0.5",
      "--rate", "\(rate)",
    ])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("audio seconds per second"))
    let audio = try AudioFile.read(output, as: Float.self)
    #expect(audio.sampleRate == rate && audio.frameCount == Int(rate / 10))
    let peak = audio.channels[0].reduce(Float(0)) { max($0, abs($1)) }
    #expect(peak > 0.4 && peak < 0.75, "silicon clips there: \(peak)")
  }

  @Test func ngspiceAgreesWithTheSolver() throws {
    let input = try Self.string()
    let outputs = [Self.temporary("a.wav"), Self.temporary("b.wav")]
    defer { for path in [input] + outputs { try? FileManager.default.removeItem(atPath: path) } }
    for (output, more) in zip(outputs, [[], ["--oracle"]]) {
      let command = ["simulate", "Models/diode-clipper", "--input", input, "--output", output, "--peak", "2"]
      #expect(try Laboratory.run(command + more).code == 0)
    }
    let (a, b) = (try AudioFile.read(outputs[0], as: Double.self), try AudioFile.read(outputs[1], as: Double.self))
    #expect(abs(a.frameCount - b.frameCount) <= 1)
    let pairs = zip(a.channels[0], b.channels[0])
    let error = pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    #expect(error < 1e-6 * pairs.reduce(0) { $0 + $1.0 * $1.0 })
  }

  /// 2.2 kΩ and 10 nF have let go before anyone notices.
  @Test func measuresTheTail() throws {
    try Laboratory.withCircuit { folder in
      let path = folder + "/model.json"
      func tail() throws -> Double? {
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any]
        return json?["tailSeconds"] as? Double
      }
      let known = try #require(try tail(), "measured as it ships")
      #expect(known > 0 && known <= 0.01)
      let bytes = try Data(contentsOf: URL(filePath: path))
      let outcome = try Laboratory.run(["tail", folder])
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("circuit  0.00") && outcome.output.contains("\nmodel    0.00"))
      #expect(try Data(contentsOf: URL(filePath: path)) == bytes, "as it was")
    }
    let sings = try Laboratory.run(["tail", "Models/ladder"])
    #expect(sings.code == 0 && sings.output == "Models/ladder/model.json: sings, and is heard for ever\n")
  }

  @Test func printsADeckOfItsOwn() throws {
    let outcome = try Laboratory.run(["spice", "Models/diode-clipper", "--knob", "diode=0.25"])
    #expect(outcome.code == 0)
    #expect(!outcome.output.lowercased().contains(" external"))
    #expect(outcome.output.contains(".tran") && outcome.output.contains("vk_diode k_diode 0 dc 0.25"))
  }

  @Test func measuresTheSpeed() throws {
    let command = ["speed", "Models/diode-clipper", "--seconds", "0.01", "--rounds", "1"]
    let outcome = try Laboratory.run(command + ["--json"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let parsed = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
    let figures = try #require(parsed?.first)
    #expect(figures["circuit"] as? String == "diode-clipper")
    for key in ["oneLane", "sideBySide", "ngspice", "timesOneLane", "oneLaneTimesNgspice", "timesNgspice"] {
      let value = try #require(figures[key] as? Double)
      #expect(value > 0 && value.isFinite, "\(key)")
    }
    #expect(try #require(figures["difference"] as? Double) < 1e-12)
    let missed = try Laboratory.run(command + ["--at-least", "1e9"])
    #expect(missed.code == 1)
    #expect(missed.output.hasPrefix("| circuit") && missed.output.contains("| diode-clipper |"), "\(missed.output)")
  }

  /// Figures are there and finite; whether they are good is for `make models` to say.
  @Test func measuresTheModel() throws {
    try Laboratory.withCircuit { folder in
      let options = ["--seconds", "0.15", "--material", "Tests/Fixtures/audio/guit_e_slide.flac"]
      let outcome = try Laboratory.run(["evaluate", folder] + options)
      #expect(outcome.code == 0 || outcome.code == 1, "\(outcome.errors)")
      for words in [
        "free run", "48 kHz", "44.1 kHz", "quieter", "hotter", "swept", "192 kHz", "chord", "aliases", "contracts",
        "multiply-adds",
      ] {
        #expect(outcome.output.contains(words), "\(outcome.output)")
      }
      let json = try Data(contentsOf: URL(filePath: folder + "/card.json"))
      let card = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
      let rows = try #require(card["rows"] as? [[String: Any]])
      #expect(
        rows.map { $0["id"] as? String } == [
          "free-run", "still", "still-median", "swept", "swept-20", "square-10", "quiet", "hot", "filtered-48",
          "host-48", "filtered-44.1", "host-44.1", "rate-88.2", "rate-176.4", "rate-192", "rate-384", "oracle-free-run",
          "oracle-still", "oracle-swept", "silence", "tail", "bounded-hot", "bounded-knobs", "zipper", "alias-live",
          "alias-high",
          "alias-ultra",
        ])
      for row in rows {
        let value = try #require(row["value"] as? Double)
        #expect(row["unit"] as? String == "faults" ? value == 0 : value >= -300 && value < 0, "\(row)")
      }
      let cost = try #require(card["cost"] as? [String: Double])
      #expect(cost.count == 6 && cost.values.allSatisfy { $0 > 0 && $0.isFinite })
      // Few rows do not overwrite the card.
      let quick = try Laboratory.run(["evaluate", folder, "--quick", "--json"] + options)
      #expect(quick.code == 0 || quick.code == 1, "\(quick.errors)")
      #expect(!quick.output.contains("rate-192") && quick.output.contains("still-median"))
      #expect(try Data(contentsOf: URL(filePath: folder + "/card.json")) == json)
    }
  }
}
