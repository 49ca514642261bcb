import AudioFiles
import Foundation
import Testing

/// Many inputs and many settings, rendered side by side.
@Suite struct ManyRendersTests {
  let folder = TemporaryFolder()
  let gain = Fixture.plugin("gain")

  func render(_ options: String...) throws -> CommandLineTool.Outcome {
    try CommandLineTool.run(["render", gain, "--bits", "32f"] + options)
  }

  func settings(_ text: String) throws -> String {
    try text.write(toFile: folder.file("s.json"), atomically: true, encoding: .utf8)
    return folder.file("s.json")
  }

  func first(_ name: String) throws -> Float { try AudioFile.read(folder.file(name)).channels[0][0] }

  func inputs() throws -> [String] {
    try [("a.wav", Float(0.1)), ("b.wav", 0.2)].map { name, level in
      let audio = AudioBuffer(sampleRate: 48000, channels: [[Float](repeating: level, count: 100)])
      try AudioFile.write(audio, to: folder.file(name), bits: .float32)
      return folder.file(name)
    }
  }

  @Test func everyInputUnderEverySetting() throws {
    let paths = try inputs()
    let settings = try settings(
      """
      [{ "name": "half", "parameters": { "Gain": "0.5 x" } },
       { "name": "up", "automate": ["Gain=0s:2"], "parameters": { "Mode": "Normal" } }]
      """)
    let outcome = try render(
      "--input", paths[0], "--input", paths[1], "--settings", settings, "--param", "Mode=Invert", "--jobs", "2",
      "--output", folder.file("{settings}-{input}.wav"), "--json")
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let reports = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]] ?? []
    let names = ["half-a.wav", "up-a.wav", "half-b.wav", "up-b.wav"]
    #expect(reports.compactMap { $0["output"] as? String } == names.map(folder.file))
    for (name, level) in zip(names, [-0.05, 0.2, -0.1, 0.4]) { #expect(abs(try first(name) - Float(level)) < 1e-6) }
    // One alone is the same to the bit, with a report of its own kind.
    let alone = try render(
      "--input", paths[0], "--output", folder.file("alone.wav"), "--param", "Mode=Invert", "--param", "Gain=0.5")
    #expect(alone.code == 0 && !alone.output.contains("renders"))
    #expect(
      FileManager.default.contents(atPath: folder.file("alone.wav"))
        == FileManager.default.contents(atPath: folder.file("half-a.wav")))
  }

  @Test func aFolderTakesTheInputsNames() throws {
    try FileManager.default.createDirectory(atPath: folder.file("out"), withIntermediateDirectories: true)
    let paths = try inputs()
    let outcome = try render("--input", paths[0], "--input", "sine:220Hz", "--output", folder.file("out/"))
    #expect(outcome.code == 0 && outcome.output.contains("2 renders"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("out"))
    #expect(names.sorted() == ["a.wav", "sine-220Hz.wav"])
  }

  @Test(arguments: [
    ("[", "expected JSON"), ("[]", "expected one setting or more"), ("{}", "expected a list of settings"),
    (#"[{ "parameters": {} }]"#, "[0].name: expected a text, got none"),
    (#"[{ "name": "a", "params": {} }]"#, "[0]: expected one of name, preset"),
    (#"[{ "name": "a" }, { "name": "a" }]"#, "got 'a' twice"), (#"[{ "name": "a/b" }]"#, "got 'a/b'"),
    (#"[{ "name": "a", "parameters": { "Gain": 1 } }]"#, "[0].parameters.Gain: expected text"),
    (#"[{ "name": "a" }, { "name": "b", "parameters": { "Gian": "1" } }]"#, "expected one of Gain, Mode"),
    (#"[{ "name": "a" }, { "name": "b", "automate": ["Gain"] }]"#, "NAME=TIME:VALUE"),
  ])
  func badSettingsAreExplained(text: String, message: String) throws {
    let path = try inputs()[0]
    let outcome = try render(
      "--input", path, "--settings", try settings(text), "--output", folder.file("o-{settings}.wav"))
    #expect(outcome.code == 2 && outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output.isEmpty && folder.contents == ["a.wav", "b.wav", "s.json"])
  }

  @Test func misuseIsExplained() throws {
    let paths = try inputs()
    let same = try render("--input", paths[0], "--input", paths[1], "--output", folder.file("out.wav"))
    #expect(same.code == 2 && same.errors.contains("{input} and {settings} in it stand for their names"))
    let state = try render(
      "--input", paths[0], "--input", paths[1], "--output", folder.file("{input}-o.wav"), "--save-state",
      folder.file("state"))
    #expect(state.code == 2 && state.errors.contains("--save-state: expected a single render"))
    #expect(try render("--output", folder.file("out.wav")).errors.contains("--input: expected a file"))
    let jobs = try render("--input", paths[0], "--output", folder.file("out.wav"), "--jobs", "0")
    #expect(jobs.code == 2 && jobs.errors.contains("--jobs: expected 1 to 256"))
    #expect(folder.contents == ["a.wav", "b.wav"])
  }
}
