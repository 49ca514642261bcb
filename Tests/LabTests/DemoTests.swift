import AudioFiles
import Foundation
import Testing

/// The built command, the built plugin, real guitar: what `make demo` shows.
@Suite struct DemoTests {
  @Test func writesFilesAndPage() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-demo-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let outcome = try Laboratory.run(["demo", "--output", folder])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("real-time factor"))
    var channels: [String: [Float]] = [:]
    for name in ["dry", "plugin", "circuit", "difference"] {
      let audio = try AudioFile.read("\(folder)/\(name).wav", as: Float.self)
      #expect(audio.sampleRate == 96000 && audio.channelCount == 1 && audio.frameCount == 960_000)
      let bad = audio.channels[0].count { !$0.isFinite }
      #expect(bad == 0)
      channels[name] = audio.channels[0]
    }
    func energy(_ name: String) -> Double { channels[name]!.reduce(0) { $0 + Double($1) * Double($1) } }
    #expect(energy("difference") < energy("circuit") * 1e-4, "40 dB, whatever model is in the plugin")

    let page = try String(contentsOfFile: "\(folder)/index.html", encoding: .utf8)
    let parts = page.components(separatedBy: "data:audio/flac;base64,")
    #expect(parts.count == 5)
    // Without the audio, whose letters may spell anything.
    let markup = parts[0] + parts.dropFirst().map { $0.drop { $0 != "\"" } }.joined()
    #expect(!markup.contains("http"), "needs nothing else")
    #expect(!markup.contains("NaN") && !markup.contains(" nan") && !markup.contains("inf "), "holds only numbers")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(left) == ["dry.wav", "plugin.wav", "circuit.wav", "difference.wav", "index.html"])
  }

  @Test(arguments: [
    (["--plugin", "nowhere.clap"], "nowhere.clap"), (["--circuit", "Models/nothing"], "circuit.cir"),
    (["--recording", "nothing.wav"], "nothing.wav"),
    (["--recording", "Tests/Fixtures/audio/guit_e_slide_excerpt.wav"], "expected at least 2.4 s"),
  ]) func namesWhatIsMissing(_ arguments: [String], _ reason: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-demo-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let outcome = try Laboratory.run(["demo", "--output", folder] + arguments)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
  }
}
