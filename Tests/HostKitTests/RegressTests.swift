import AudioFiles
import Foundation
import FoundationXML
import Testing

/// Suites through the built command, on a plugin in C.
@Suite struct RegressTests {
  private let folder = TemporaryFolder()
  private let commands = CommandTests()

  private func suite(_ renders: String, tolerance: String = "-100dB") throws -> String {
    let text = """
      { "schema": 1, "file": "\(Fixture.plugin("gain"))", "tolerance": "\(tolerance)", "renders": [\(renders)] }
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("suite.json")))
    return folder.file("suite.json")
  }

  @Test func blessingFailsOnceAndChangesAreFound() throws {
    let path = try suite(
      """
      { "name": "half", "input": "noise:3", "seconds": 0.2, "parameters": { "Gain": "0.5 x" } },
      { "name": "fade", "input": "sine:220Hz", "seconds": 0.2, "automate": ["Gain=0s:1,0.2s:0"], "golden": "fade.wav" }
      """)
    let missing = try commands.run("regress", path)
    #expect(missing.code == 1 && missing.output.contains("no golden audio; --bless writes it"))
    #expect(folder.contents == ["suite.json"], "nothing is written unless asked for")
    let blessed = try commands.run("regress", path, "--bless")
    #expect(blessed.code == 1 && blessed.output.contains("2 of 2 renders failed"), "noticed once")
    #expect(folder.contents == ["fade.wav", "golden", "suite.json"])
    let passed = try commands.run(
      "regress", folder.path, "--junit", folder.file("a.xml"), "--html", folder.file("a.html"), "--jobs", "2")
    #expect(passed.code == 0 && passed.output.contains("2 renders, all as they were"))
    #expect(passed.output.contains("equal"), "to the bit on the same machine")
    _ = try suite(
      """
      { "name": "half", "input": "noise:3", "seconds": 0.2, "parameters": { "Gain": "0.501 x" } },
      { "name": "fade", "input": "sine:220Hz", "seconds": 0.2, "automate": ["Gain=0s:1,0.2s:0"], "golden": "fade.wav" }
      """)
    let changed = try commands.run("regress", path, "--junit", folder.file("b.xml"), "--html", folder.file("b.html"))
    #expect(changed.code == 1 && changed.output.contains("differs") && changed.output.contains("1 of 2"))
    let junit = try String(contentsOfFile: folder.file("b.xml"), encoding: .utf8)
    #expect(junit.contains("tests=\"2\" failures=\"1\"") && junit.contains("null depth -54.0 dB"))
    _ = try XMLDocument(xmlString: junit)
    let page = try String(contentsOfFile: folder.file("b.html"), encoding: .utf8)
    #expect(page.contains("<audio") && page.contains("data:image/bmp") && page.contains("<svg"))
    #expect(try commands.run("regress", path, "--only", "fa*").code == 0)
  }

  @Test(arguments: [
    ("{", "expected JSON, got damaged text"), (#"{ "schema": 9, "renders": [] }"#, "schema: expected 1, got 9"),
    (#"{ "schema": 1, "renders": [] }"#, "expected one or more, got none"),
    (#"{ "schema": 1, "renders": [{ "name": "a" }] }"#, "renders.[0]: expected input, got none"),
    (#"{ "schema": 1, "renders": [{ "name": "a", "input": "sweep" }] }"#, "to name a .clap file, got neither"),
    (
      #"{ "schema": 1, "renders": [{ "name": "a", "input": "sweep" }, { "name": "a", "input": "sweep" }] }"#,
      "got 'a' twice"
    ),
  ])
  func badSuites(_ text: String, _ reason: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("suite.json")))
    let outcome = try commands.run("regress", folder.file("suite.json"))
    #expect(outcome.code == 2 && outcome.errors.contains(reason), "\(outcome.errors)")
  }

  @Test func badRendersAreFindings() throws {
    let path = try suite(#"{ "name": "a", "input": "sweep", "parameters": { "Gian": "1" } }"#)
    let outcome = try commands.run("regress", path)
    #expect(outcome.code == 1 && outcome.output.contains("expected one of Gain, Mode"))
    #expect(try commands.run("regress", folder.file("nowhere")).code == 2)
    let tolerance = try suite(#"{ "name": "a", "input": "sweep" }"#, tolerance: "loose")
    #expect(try commands.run("regress", tolerance).code == 2)
  }

  @Test func compareTellsByItsExitCode() throws {
    let noise = Fixture.noise(4800)
    try AudioFile.write(noise, to: folder.file("a.wav"), bits: .float32)
    try AudioFile.write(
      AudioBuffer(sampleRate: 48000, channels: noise.channels.map { $0.map { $0 * 1.01 } }), to: folder.file("b.wav"),
      bits: .float32)
    #expect(try commands.run("compare", folder.file("a.wav"), folder.file("a.wav")).code == 0)
    let outcome = try commands.run(
      "compare", folder.file("a.wav"), folder.file("b.wav"), "--plot", folder.file("d.svg"), "--json")
    #expect(outcome.code == 1 && outcome.output.contains("\"nullDecibels\" : -40.0"))
    _ = try XMLDocument(contentsOf: URL(fileURLWithPath: folder.file("d.svg")))
    #expect(try commands.run("compare", folder.file("a.wav"), folder.file("b.wav"), "--tolerance", "-39dB").code == 0)
    #expect(try commands.run("compare", folder.file("a.wav"), folder.file("none.wav")).code == 2)
    #expect(try commands.run("compare", folder.file("a.wav"), folder.file("b.wav"), "--tolerance", "near").code == 2)
  }
}
