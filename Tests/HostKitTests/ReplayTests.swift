import AudioFiles
import Foundation
import HostKit
import Testing

/// Replays: patterns and files reach the plugin as they should.
@Suite struct ReplayTests {
  let folder = TemporaryFolder()

  func input(_ frames: Int = 48000) throws -> String {
    let ones = AudioBuffer(sampleRate: 48000, channels: [[Float](repeating: 1, count: frames)])
    try AudioFile.write(ones, to: folder.file("in.wav"), bits: .float32)
    return folder.file("in.wav")
  }

  func replay(_ events: String, _ options: [String] = [], frames: Int = 48000) throws -> CommandLineTool.Outcome {
    try CommandLineTool.run(
      [
        "replay", events, Fixture.plugin("gain"), "--input", try input(frames), "--output", folder.file("out.wav"),
        "--bits", "32f", "--json",
      ] + options)
  }

  func write(_ steps: String) throws -> String {
    try #"{"steps": [\#(steps)]}"#.write(toFile: folder.file("e.json"), atomically: true, encoding: .utf8)
    return folder.file("e.json")
  }

  func output() throws -> [Float] { try AudioFile.read(folder.file("out.wav")).channels[0] }

  func counts(_ outcome: CommandLineTool.Outcome) -> [String: Int] { outcome.json["counts"] as? [String: Int] ?? [:] }

  @Test(arguments: ["64", "512", "random:3"])
  func aValueEvery64Frames(block: String) throws {
    let outcome = try replay("bitwig", ["--block", block])
    #expect(outcome.code == 0 && counts(outcome)["events"] == 750)
    let wave = try output()
    let changes = wave.indices.dropFirst().filter { wave[$0] != wave[$0 - 1] }
    #expect(changes.allSatisfy { $0 % 64 == 0 } && changes.count == 749)
    #expect(wave[0] == 0 && wave.max() == 4)
  }

  @Test func theSameValuesChangeNothing() throws {
    let outcome = try replay("reaper", ["--param", "Gain=0.5", "--block", "480"])
    #expect(outcome.code == 0 && counts(outcome)["events"] == 200)
    #expect(try output().allSatisfy { $0 == 0.5 })
  }

  @Test func everythingAtOffsetZero() throws {
    let outcome = try replay("offset-zero", ["--block", "100", "--parameter", "gain"])
    #expect(outcome.code == 0 && counts(outcome)["events"] == 480)
    let wave = try output()
    #expect(wave.indices.dropFirst().filter { wave[$0] != wave[$0 - 1] }.allSatisfy { $0 % 100 == 0 })
  }

  @Test func flushesComeBeforeTheSound() throws {
    let outcome = try replay("flush-before-start")
    #expect(outcome.code == 0 && counts(outcome) == counts(outcome).merging(["flushes": 2, "events": 0]) { $1 })
    #expect(try output().allSatisfy { $0 == 2 })
  }

  @Test func stopsAndResets() throws {
    let outcome = try replay("reset-after-stop", frames: 72000)
    let all = counts(outcome)
    #expect(outcome.code == 0 && all["stops"] == 2 && all["resets"] == 2 && all["starts"] == 2)
    #expect((outcome.json["render"] as? [String: Any])?["complaints"] as? [String] == [])
    #expect(try output().count == 72000)
  }

  @Test func filesSayWhatHappens() throws {
    let events = try write(
      """
      {"at": "before-activate", "kind": "flush", "parameter": "gain", "value": "3.0 x"},
      {"at": "10f", "kind": "value", "parameter": 10, "value": 2},
      {"at": 0.001, "kind": "modulation", "parameter": "Gain", "value": -1},
      {"at": "2ms", "kind": "gesture-begin", "parameter": "Gain"},
      {"at": "3ms", "kind": "flush", "parameter": "Mode", "value": "Invert"},
      {"at": "200f", "kind": "stop"}, {"at": "200f", "kind": "reset"}, {"at": "250f", "kind": "start"},
      {"at": "300f", "kind": "restart"},
      {"at": "400f", "kind": "value", "parameter": "Gain", "value": 0, "to": 4, "every": "25f", "until": "500f"}
      """)
    let outcome = try replay(events, frames: 1000)
    let all = counts(outcome)
    #expect(outcome.code == 0 && all["events"] == 7 && all["flushes"] == 2 && all["restarts"] == 1)
    let wave = try output()
    for (frame, value) in [
      (0, 3), (9, 3), (10, 2), (47, 2), (48, 1), (143, 1), (144, -1), (199, -1), (200, 0), (249, 0), (250, -1),
      (399, -1), (400, 1), (425, 0), (450, -1), (475, -2), (999, -2),
    ] as [(Int, Float)] {
      #expect(wave[frame] == value, "frame \(frame)")
    }
  }

  @Test(arguments: [
    (#"{"at": 0}"#, "steps[0].kind: expected one of value, modulation"),
    (#"{"at": 0, "kind": "dance"}"#, "got 'dance'"),
    (#"{"kind": "stop"}"#, "steps[0].at: expected a time"),
    (#"{"at": "soon", "kind": "stop"}"#, "such as 1.5s, 200ms or 480f"),
    (#"{"at": 0, "kind": "stop"}, {"at": 0, "kind": "value", "value": 1}"#, "steps[1].parameter"),
    (#"{"at": 0, "kind": "value", "parameter": "Gian", "value": 1}"#, "expected one of Gain, Mode"),
    (#"{"at": 0, "kind": "value", "parameter": "Gain", "value": 9}"#, "a value from 0.0 to 4.0"),
    (#"{"at": 0, "kind": "value", "parameter": "Gain"}"#, "steps[0].value"),
    (#"{"at": 0, "kind": "value", "parameter": "Gain", "value": 1, "to": 2}"#, "every beside it"),
    (#"{"at": 0, "kind": "stop", "every": "block"}"#, "only values come per block"),
    (#"{"at": "before-start", "kind": "stop"}"#, "expected flush at this moment"),
    (#"{"at": 0, "kind": "stop", "volume": 1}"#, "got 'volume'"),
    (#"17"#, "steps[0]: expected an object"),
    (#"{"#, "expected JSON"),
  ])
  func badFilesAreExplained(steps: String, message: String) throws {
    let outcome = try replay(try write(steps), frames: 100)
    #expect(outcome.code == 2 && outcome.errors.contains(message))
    #expect(folder.contents == ["e.json", "in.wav"])
  }

  @Test func misuseIsExplained() throws {
    #expect(try replay("cubase").errors.contains("expected one of bitwig, reaper"))
    #expect(try replay("bitwig", ["--parameter", "Gian"]).errors.contains("expected one of Gain, Mode"))
    #expect(try replay("bitwig", ["--block", "none"]).code == 2)
    #expect(try replay("bitwig", ["--rate", "1"]).errors.contains("1000 to 768000 Hz"))
    #expect(folder.contents == ["in.wav"])
    let echo = try CommandLineTool.run([
      "replay", "bitwig", Fixture.plugin("echo"), "--input", try input(), "--output", folder.file("out.wav"),
    ])
    #expect(echo.code == 2 && echo.errors.contains("a plugin with a parameter to automate"))
  }
}
