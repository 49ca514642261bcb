import AudioFiles
import Foundation
import Testing

/// Input that cannot be used: one clear line that names it, exit code 2, and nothing written.
@Suite struct BadInputTests {
  let folder = TemporaryFolder()
  let gain = Fixture.plugin("gain")

  func write(_ bytes: Data, _ name: String) -> String {
    _ = FileManager.default.createFile(atPath: folder.file(name), contents: bytes)
    return folder.file(name)
  }

  func audio(_ name: String, channels: Int = 2, frames: Int = 4800) throws -> String {
    let channels = Array(repeating: [Float](repeating: 0.1, count: frames), count: channels)
    try AudioFile.write(AudioBuffer(sampleRate: 48000, channels: channels), to: folder.file(name), bits: .float32)
    return folder.file(name)
  }

  /// What is wrong about an audio file, and the words for it.
  func badAudio() throws -> [(path: String, words: String)] {
    let whole = FileManager.default.contents(atPath: try audio("whole.wav"))!
    return [
      (folder.file("no.wav"), "found no file"), (folder.path, "a folder"),
      (write(Data(), "empty.wav"), "0 bytes"), (write(Data("words".utf8), "words.wav"), "expected audio"),
      (write(whole.prefix(whole.count / 2), "half.wav"), "truncated"),
      (write(whole.prefix(20), "header.wav"), "header.wav"),
      (try audio("nothing.wav", frames: 0), "expected at least one frame"),
      (try audio("wide.wav", channels: 32), "wide.wav: expected 2 channels at most"),
    ]
  }

  func expectRefusal(_ arguments: [String], _ path: String, _ words: String) throws {
    let before = folder.contents
    let outcome = try CommandLineTool.run(arguments)
    #expect(outcome.code == 2, "\(arguments): \(outcome.code)")
    #expect(path.isEmpty || outcome.errors.contains(path), "\(arguments): \(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(arguments): \(outcome.errors)")
    #expect(outcome.output.isEmpty && folder.contents == before, "\(arguments)")
  }

  @Test func audioThatCannotBeRead() throws {
    let output = folder.file("out.wav")
    for (path, words) in try badAudio() {
      try expectRefusal(["render", gain, "--input", path, "--output", output], path, words)
      try expectRefusal(["replay", "bitwig", gain, "--input", path, "--output", output], path, words)
      try expectRefusal(["play", gain, "--input", path, "--device", "null"], path, words)
      try expectRefusal(["budget", gain, "--input", path], path, words)
      let others = ["--input", try audio("good.wav"), "--output", folder.path + "/r-{input}.wav"]
      try expectRefusal(["render", gain, "--input", path] + others, path, words)
      if words.contains("channels") { continue }
      try expectRefusal(["compare", try audio("good.wav"), path], path, words)
    }
    try expectRefusal(
      ["compare", try audio("good.wav"), folder.file("wide.wav")], "wide.wav", "cannot be compared")
  }

  @Test func pluginsThatAreNone() throws {
    let input = try audio("in.wav")
    for (path, words) in [
      (folder.file("no.clap"), "found no file"), (write(Data("words".utf8), "words.clap"), "cannot be loaded"),
      (write(Data(), "empty.clap"), "cannot be loaded"), (input, "cannot be loaded"),
      (write(FileManager.default.contents(atPath: gain)!.prefix(4000), "half.clap"), "its headers promise"),
      (write(FileManager.default.contents(atPath: gain)!.prefix(100), "tiny.clap"), "cannot be loaded"),
    ] {
      for arguments in [
        ["info", path], ["presets", path], ["render", path, "--input", input, "--output", folder.file("out.wav")],
        ["replay", "bitwig", path, "--input", input, "--output", folder.file("out.wav")], ["check", path],
        ["fuzz", path, "--seconds", "1"], ["budget", path], ["bench-host", path], ["soak", path],
        ["play", path, "--device", "null"],
      ] { try expectRefusal(arguments, path, words) }
    }
  }

  @Test func automationThatIsNone() throws {
    let render = ["render", gain, "--input", try audio("in.wav"), "--output", folder.file("out.wav")]
    for (text, words) in [
      ("{", "expected JSON"), ("[]", "expected JSON"), (#"{ "Gain": 3 }"#, "expected JSON"),
      (#"{ "Gian": "0s:0" }"#, "expected one of Gain, Mode"), (#"{ "Gain": "0s" }"#, "NAME=TIME:VALUE"),
      (#"{ "Gain": "soon:1" }"#, "a time such as"), (#"{ "Gain": "0s:9" }"#, "a value from 0.0 to 4.0"),
      (#"{ "Gain": "2s:1,1s:2" }"#, "keyframes in order of time"), (#"{ "Gain": "-1s:1" }"#, "a time such as"),
      (#"{ "Gain": "nans:1" }"#, "a time such as"), (#"{ "Gain": "0s:nan" }"#, "a value from"),
    ] {
      try expectRefusal(render + ["--automation", write(Data(text.utf8), "keys.json")], "", words)
    }
    try expectRefusal(render + ["--automation", folder.file("no.json")], "no.json", "found no file")
    try expectRefusal(render + ["--automation", folder.path], folder.path, "expected a file with automation")
    for text in ["Gain", "Gain=", "Gain=1s", "=0s:1", "Gain=0s:1,", "Gain=0s:one"] {
      try expectRefusal(render + ["--automate", text], "", "expected")
    }
  }

  @Test func statesAndPresetsThatAreNone() throws {
    let render = ["render", gain, "--input", try audio("in.wav"), "--output", folder.file("out.wav")]
    let garbage = write(Data([1, 2, 3]), "state")
    try expectRefusal(render + ["--state", garbage], "org.attractor.fixture.gain", "3 bytes that it refused")
    try expectRefusal(render + ["--state", folder.file("no")], folder.file("no"), "found no file")
    try expectRefusal(render + ["--preset", "loud"], "org.attractor.fixture.gain", "clap.preset-load")
    try expectRefusal(["presets", gain], gain, "clap.preset-discovery-factory")
  }
}
