import Foundation
import Testing

/// Recorded instruction counts through the built command, on a plugin in C.
@Suite struct InstructionTests {
  private let folder = TemporaryFolder()
  private static let hasValgrind = FileManager.default.isExecutableFile(atPath: "/usr/bin/valgrind")
  private static let still = #"{ "name": "still", "plugin": "gain", "rateHz": 48000, "blockFrames": 64 }"#

  private var path: String { folder.file("counts.json") }

  private func write(_ cases: String, more: String = "") throws {
    let text = #"{ "schema": 1, "file": "\#(Fixture.plugin("gain"))", \#(more) "cases": [\#(cases)] }"#
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private func run(_ options: String..., environment: [String: String] = [:]) throws -> CommandLineTool.Outcome {
    try CommandLineTool.run(["instructions", path] + options, environment: environment)
  }

  /// The file's counts, by name.
  private func recorded() throws -> [String: Double] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let cases = try #require(file["cases"] as? [[String: Any]])
    return cases.reduce(into: [:]) { $0[$1["name"] as? String ?? ""] = $1["instructionsPerFrame"] as? Double }
  }

  @Test(.enabled(if: hasValgrind)) func blessingFailsOnceAndChangesAreFound() throws {
    try write(
      """
      \(Self.still),
      { "name": "moving", "plugin": "gain", "rateHz": 48000, "blockFrames": 64, "moved": ["Gain"],
        "eventsPerBlock": 4, "channels": 2, "input": "silence", "parameters": { "Gain": "0.5 x" } }
      """)
    let missing = try run()
    #expect(missing.code == 1 && missing.output.contains("nothing recorded; --bless records it"))
    #expect(try recorded().isEmpty, "nothing is written unless asked for")
    let blessed = try run("--bless")
    #expect(blessed.code == 1 && blessed.output.contains("2 of 2 cases failed"), "noticed once")
    #expect(folder.contents == ["counts.json"])
    let counts = try recorded()
    let (still, moving) = (try #require(counts["still"]), try #require(counts["moving"]))
    #expect(still > 1 && moving > still, "events cost something")
    let again = try run("--bless")
    #expect(again.code == 0 && again.output.contains("2 cases, instructions per frame as recorded"))
    #expect(try run().code == 0)

    try write(Self.still.replacing(" }", with: ", \"instructionsPerFrame\": \(still * 1.2) }"))
    let fewer = try run("--json")
    #expect(fewer.code == 1 && fewer.output.contains("\"verdict\" : \"fewer\""))
    #expect(try run("--tolerance", "20%").code == 0)
    try write(Self.still.replacing(" }", with: ", \"instructionsPerFrame\": \(still / 1.2) }"))
    #expect(try run().output.contains("more than recorded"))
  }

  @Test(arguments: [
    ("{", "expected JSON, got damaged text"), (#"{ "schema": 9, "cases": [] }"#, "schema: expected 1, got 9"),
    (#"{ "schema": 1, "cases": [] }"#, "cases: expected one or more, got none"),
    (#"{ "schema": 1, "cases": [{ "name": "a" }] }"#, "cases.[0]: expected plugin, got none"),
    (#"{ "schema": 1, "cases": [\#(still)] }"#, "to name a .clap file, got neither"),
    (#"{ "schema": 1, "cases": [\#(still), \#(still)] }"#, "got 'still' twice"),
    (
      #"{ "schema": 1, "cases": [{ "name": "a", "plugin": "b", "rateHz": 1, "blockFrames": 64 }] }"#,
      "'a': rateHz: expected 1,000 to 768,000, got 1.0"
    ),
  ])
  func badFiles(_ text: String, _ reason: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let outcome = try run()
    #expect(outcome.code == 2 && outcome.errors.contains(reason), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.output.isEmpty)
  }

  @Test(
    .enabled(if: hasValgrind),
    arguments: [
      (#""plugin": "gian", "rateHz": 48000, "blockFrames": 64"#, "'a': plugin 'gian': expected one of"),
      (#""plugin": "gain", "rateHz": 48000, "blockFrames": 64, "moved": ["Gian"]"#, "expected one of Gain, Mode"),
      (
        #""plugin": "gain", "rateHz": 48000, "blockFrames": 64, "parameters": { "Gain": "9" }"#,
        "a value from 0.0 to 4.0"
      ),
      (#""plugin": "gain", "rateHz": 48000, "blockFrames": 64, "input": "none.wav""#, "none.wav"),
    ])
  func badCases(_ keys: String, _ reason: String) throws {
    try write(#"{ "name": "a", \#(keys) }"#)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let outcome = try run("--bless")
    #expect(outcome.code == 2 && outcome.errors.contains(reason), "\(outcome.errors)")
    #expect(outcome.errors.contains("counts.json: ") && outcome.output.isEmpty)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test func whatTheMachineLacksIsTold() throws {
    #expect(try run().errors.contains("expected recorded instruction counts, found no file"))
    #expect(try run().code == 2)
    try write(Self.still, more: #""processor": ["no-such-flag"],"#)
    let skipped = try run()
    #expect(skipped.code == 0 && skipped.output.contains("skipped: this processor lacks no-such-flag"))
    try write(Self.still)
    let without = try run(environment: ["PATH": folder.path])
    #expect(without.code == 2 && without.errors.contains("valgrind: expected it in a folder of PATH"))
    #expect(try run("--tolerance", "5").code == 2)
    let nowhere = try run("--file", "/no/such.clap")
    #expect(nowhere.code == 2 && nowhere.errors.contains("/no/such.clap"))
  }
}
