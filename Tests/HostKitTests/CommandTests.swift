import AudioFiles
import Foundation
import Testing

/// The built command line, as a user sees it: exit codes, messages, files.
@Suite struct CommandTests {
  let folder = TemporaryFolder()

  struct Outcome {
    var code: Int32
    var output: String
    var errors: String
  }

  func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

  func run(_ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "\(Fixture.products)/attractor-host")
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let complaints = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: complaints, as: UTF8.self))
  }

  func input() throws -> String {
    try AudioFile.write(Fixture.noise(4800), to: folder.file("in.wav"), bits: .float32)
    return folder.file("in.wav")
  }

  @Test func renderWritesWhatItShould() throws {
    let path = try input()
    let outcome = try run(
      "render", Fixture.plugin("gain"), "--input", path, "--output", folder.file("out.wav"), "--bits", "32f",
      "--param", "GAIN=0.5 x", "--param", "mode=Invert", "--block", "random:3", "--save-state", folder.file("s"))
    #expect(outcome.code == 0)
    #expect(outcome.errors.isEmpty)
    #expect(
      try AudioFile.read(folder.file("out.wav")).channels == Fixture.noise(4800).channels.map { $0.map { $0 * -0.5 } })
    let again = try run(
      "render", Fixture.plugin("gain"), "--input", path, "--output", folder.file("out2.wav"), "--bits", "32f",
      "--state", folder.file("s"), "--json")
    #expect(again.code == 0)
    #expect(again.output.contains("\"blocks\" : 10"))
    let files = ["out.wav", "out2.wav"].map { FileManager.default.contents(atPath: folder.file($0)) }
    #expect(files[0] == files[1])
  }

  @Test(arguments: [
    (["--param", "Gian=1"], "expected one of Gain, Mode"),
    (["--param", "Gain=loud"], "a text that the plugin reads"),
    (["--param", "Gain=9"], "a value from 0.0 to 4.0"),
    (["--automate", "Gain=0s"], "NAME=TIME:VALUE"),
    (["--automate", "Gain=1s:0,0s:1"], "keyframes in order of time"),
    (["--modulate", "Mode=0s:1"], "a parameter that can be modulated"),
    (["--block", "none"], "random:SEED"),
    (["--tail", "never"], "auto, or 0 to 3600 seconds"),
    (["--bits", "8"], "16, 24 or 32f"),
    (["--rate", "10"], "1000 to 768000 Hz"),
    (["--rate", "fast"], "--rate"),
    (["--plugin", "org.none"], "org.attractor.fixture.gain"),
    (["--state", "/no/such/state"], "/no/such/state"),
    (["--nonsense"], "nonsense"),
  ])
  func misuseIsExplained(options: [String], message: String) throws {
    let arguments = ["render", Fixture.plugin("gain"), "--input", try input(), "--output", folder.file("out.wav")]
    let outcome = try run(arguments + options)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(message))
    #expect(outcome.output.isEmpty)
    #expect(folder.contents == ["in.wav"])
  }

  @Test func unreadableInputs() throws {
    let gain = Fixture.plugin("gain")
    let good = try input()
    _ = FileManager.default.createFile(atPath: folder.file("empty.wav"), contents: Data())
    let whole = FileManager.default.contents(atPath: good)!
    _ = FileManager.default.createFile(atPath: folder.file("half.wav"), contents: whole.prefix(whole.count / 2))
    let output = folder.file("out.wav")
    let cases = [
      (gain, folder.file("no.wav"), output, "found no file"), (gain, folder.file("empty.wav"), output, "0 bytes"),
      (gain, folder.file("half.wav"), output, "truncated"), (gain, good, folder.file("out.xyz"), "wav"),
      (gain, good, "/no/folder/out.wav", "/no/folder/out.wav"),
      (folder.file("no.clap"), good, output, "expected a .clap file"), (good, good, output, "cannot be loaded"),
    ]
    for (plugin, input, output, message) in cases {
      let outcome = try run("render", plugin, "--input", input, "--output", output)
      #expect(outcome.code == 2)
      #expect(outcome.errors.contains(message))
      #expect(outcome.errors.split(separator: "\n").count == 1)
    }
    #expect(folder.contents == ["empty.wav", "half.wav", "in.wav"])
  }

  @Test func aPluginThatRefusesIsAFinding() throws {
    let outcome = try run(
      "render", Fixture.plugin("gain"), "--input", try input(), "--output", folder.file("out.wav"), "--rate", "768000")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("expected activate to accept"))
    #expect(folder.contents == ["in.wav"])
  }

  @Test func scanOutlivesACrash() throws {
    let outcome = try run("scan", Fixture.plugin("crash"), Fixture.plugin("gain"), try input())
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("crashed"))
    #expect(outcome.output.contains("signal 11"))
    #expect(outcome.output.contains("org.attractor.fixture.gain"))
    #expect(outcome.output.contains("failed"))
    let good = try run("scan", "--json", Fixture.plugin("echo"))
    #expect(good.code == 0 && good.output.contains("org.attractor.fixture.echo"))
    #expect(try run("scan", folder.path).code == 0)
    #expect(try run("scan", "/no/such/folder").code == 2)
  }

  @Test func infoDescribes() throws {
    let outcome = try run("info", Fixture.plugin("gain"))
    #expect(outcome.code == 0)
    for text in ["Main/Gain", "0.000 x…4.000 x", "clap.state", "stepped automatable enum", "In (2 ch, main)"] {
      #expect(outcome.output.contains(text))
    }
    #expect(try run("info", Fixture.plugin("echo"), "--json").output.contains("\"latency\" : 64"))
    #expect(try run("info", "/no/such.clap").code == 2)
  }

  @Test func helpIsHelp() throws {
    for arguments in [["--help"], ["render", "--help"], ["help", "scan"], ["--version"]] {
      let outcome = try run(arguments)
      #expect(outcome.code == 0 && !outcome.output.isEmpty && outcome.errors.isEmpty)
    }
    for command in ["budget", "bench-host", "replay", "play", "presets", "render", "scan", "info", "check", "fuzz"] {
      let outcome = try run(command, "--help")
      #expect(outcome.code == 0 && outcome.output.contains("Examples:") && outcome.errors.isEmpty)
    }
    #expect(try run("render").code == 2)
    #expect(try run("dance").code == 2)
  }
}
