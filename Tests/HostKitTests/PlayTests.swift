import AudioFiles
import Foundation
import HostKit
import Testing

/// Live play on ALSA's `null` and `file` devices, which take audio as fast as it comes.
@Suite struct PlayTests {
  let folder = TemporaryFolder()
  let gain = Fixture.plugin("gain")

  func play(_ options: [String], typed: String = "") throws -> CommandLineTool.Outcome {
    try CommandLineTool.run(["play", gain] + options, input: typed)
  }

  func input(_ frames: Int = 4800) throws -> String {
    try AudioFile.write(Fixture.noise(frames), to: folder.file("in.wav"), bits: .float32)
    return folder.file("in.wav")
  }

  func status(_ outcome: CommandLineTool.Outcome) -> [String: Any] { outcome.json["status"] as? [String: Any] ?? [:] }

  /// What the `file` device wrote: interleaved 32-bit floats.
  func written(_ name: String) -> [Float] {
    let data = FileManager.default.contents(atPath: folder.file(name)) ?? Data()
    return data.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    }
  }

  @Test func aFilePlaysOnceAndWhole() throws {
    let outcome = try play([
      "--input", try input(), "--device", "file:\(folder.file("out.raw")),raw", "--param", "Gain=0.5", "--block", "100",
      "--json",
    ])
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    #expect(status(outcome)["frames"] as? Int == 4800 && status(outcome)["xruns"] as? Int == 0)
    let noise = Fixture.noise(4800)
    let expected = (0..<4800).flatMap { frame in noise.channels.map { $0[frame] * 0.5 } }
    #expect(written("out.raw") == expected)
  }

  @Test func theScriptIsExactToTheFrame() throws {
    try "# moves\n0s Gain=0\n\n10ms gain=1\n1000f Mode=Invert\n".write(
      toFile: folder.file("s.txt"), atomically: true, encoding: .utf8)
    let outcome = try play([
      "--input", try input(), "--device", "file:\(folder.file("out.raw")),raw", "--script", folder.file("s.txt"),
      "--block", "64", "--json",
    ])
    #expect(outcome.code == 0 && status(outcome)["changes"] as? Int == 3)
    let left = Fixture.noise(4800).channels[0]
    let played = written("out.raw")
    try #require(played.count == 9600)
    for frame in 0..<4800 {
      #expect(played[2 * frame] == (frame < 480 ? 0 : frame < 1000 ? left[frame] : -left[frame]))
    }
  }

  @Test func whatIsTypedIsHeard() throws {
    let outcome = try play(
      ["--input", "sine:440", "--device", "null"], typed: "gain=0.25\nvolume=1\nGain=9\n\nmode=Invert\nq\n")
    #expect(outcome.code == 0)
    for line in ["Gain = 0.250 x", "expected one of Gain, Mode", "a value from 0.0 to 4.0", "Mode = Invert"] {
      #expect(outcome.errors.contains(line))
    }
    #expect(outcome.output.contains("2 changes") && outcome.output.contains("xruns 0"))
  }

  @Test func liveInputAndLoops() throws {
    let live = try play(["--input", "live", "--device", "null", "--seconds", "0.5", "--json"])
    #expect(live.code == 0 && status(live)["frames"] as? Int == 24000)
    let loop = try play(["--input", try input(), "--device", "null", "--seconds", "1", "--json"])
    #expect(status(loop)["frames"] as? Int == 48000)
    #expect(loop.json["complaints"] as? [String] == [])
    let echo = try CommandLineTool.run([
      "play", Fixture.plugin("echo"), "--input", "noise:2", "--device", "null", "--seconds", "0.5", "--json",
    ])
    #expect(echo.code == 0 && status(echo)["frames"] as? Int == 24000)
  }

  /// On a terminal, which `script` provides.
  @Test func metersShowOnATerminal() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else { return }
    let words = "play \(gain) --input sine:440 --device null --seconds 400 --param Gain=0.5"
    let outcome = try CommandLineTool.run(
      shell: "script -qec '\(Fixture.products)/attractor-host \(words)' /dev/null </dev/null")
    #expect(outcome.code == 0 && outcome.output.contains("\r") && outcome.output.contains("xruns 0"))
    // A bar's 20 characters are 60 dB.
    #expect(outcome.output.contains("█████████████████░░░   -6.0 dB  out ███████████████░░░░░  -12.0 dB  load"))
    let piped = try play(["--input", "sine:440", "--device", "null", "--seconds", "10"])
    #expect(piped.code == 0 && piped.errors.isEmpty && !piped.output.contains("█"))
  }

  @Test(arguments: [
    (["--device", "no-such-card"], "no-such-card: expected a device"),
    (["--device", "null", "--rate", "10"], "1000 to 768000 Hz"),
    (["--device", "null", "--block", "0"], "1 to 16384 frames"),
    (["--device", "null", "--seconds", "0"], "above 0"),
    (["--device", "null", "--input", "/no/such.wav"], "/no/such.wav"),
    (["--device", "null", "--param", "Gian=1"], "expected one of Gain, Mode"),
    (["--device", "null", "--script", "/no/script"], "expected a script"),
  ])
  func misuseIsExplained(options: [String], message: String) throws {
    let outcome = try play(options)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(message) && outcome.errors.split(separator: "\n").count == 1)
  }

  @Test func badScriptsAreExplained() throws {
    for (line, message) in [
      ("drive", "s.txt:1: expected TIME NAME=VALUE"), ("soon Gain=1", "such as 1.5s"), ("1s Gain=9", "from 0.0 to 4.0"),
    ] {
      try line.write(toFile: folder.file("s.txt"), atomically: true, encoding: .utf8)
      let outcome = try play(["--device", "null", "--script", folder.file("s.txt"), "--seconds", "1"])
      #expect(outcome.code == 2 && outcome.errors.contains(message))
    }
  }
}
