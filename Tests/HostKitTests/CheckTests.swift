import Foundation
import Testing

/// `attractor-host check` and `fuzz`, on plugins that keep the rules and on plugins that each break one.
@Suite(.serialized) struct CheckTests {
  struct Report: Decodable {
    struct Result: Decodable {
      var check: String
      var plugin: String
      var verdict: String
      var reason: String
    }
    var passed: Int
    var failed: Int
    var cpuSeconds: Double
    var results: [Result]

    func complaints(_ plugin: String) -> [Result] {
      results.filter { $0.plugin == plugin && ["failed", "warned"].contains($0.verdict) }
    }
  }

  let folder = TemporaryFolder()
  let bad = Fixture.plugin("bad")
  static let prefix = "org.attractor.fixture.bad."

  func run(_ arguments: String...) throws -> CommandTests.Outcome { try CommandTests().run(arguments) }

  func report(_ arguments: String...) throws -> Report {
    let outcome = try CommandTests().run(["check"] + arguments + ["--json"])
    return try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
  }

  /// Every plugin of the library is caught by the check that docs/checks.md names, and fails no other but those that it
  /// allows.
  @Test func everyMisbehaviourIsCaughtByItsCheck() throws {
    let report = try report(bad, "--timeout", "10")
    let rows = try ChecksPage().misbehaviours
    let plugins = Set(report.results.map(\.plugin)).subtracting([""])
    #expect(Set(rows.map { Self.prefix + $0.name }) == plugins.subtracting([Self.prefix + "nothing"]))
    for row in rows {
      let found = report.complaints(Self.prefix + row.name).map(\.check)
      #expect(found.contains(row.check), "\(row.name): expected \(row.check) to complain, found \(found)")
      let others = Set(found).subtracting([row.check] + row.alsoAllowed)
      #expect(others.isEmpty, "\(row.name): expected \(row.check) alone, found \(others.sorted())")
    }
    #expect(report.complaints(Self.prefix + "nothing").isEmpty)
    #expect(report.complaints("").isEmpty)
  }

  @Test(arguments: ["gain", "echo"]) func wellBehavedPluginsPass(_ name: String) throws {
    let outcome = try run("check", Fixture.plugin(name))
    #expect(outcome.code == 0)
    #expect(outcome.output.contains(" 0 failed, ") && !outcome.output.contains("\u{1B}["))
    #expect(try report(Fixture.plugin(name)).complaints("org.attractor.fixture.\(name)").count <= 1)
  }

  /// In under a minute, on a machine that does nothing else.
  @Test func ourPluginPasses() throws {
    let report = try report("\(Fixture.products)/libAttractor.so")
    #expect(report.results.filter { ["failed", "warned"].contains($0.verdict) }.map(\.reason) == [])
    #expect(report.passed >= 500)
    #expect(report.cpuSeconds < 60 * Double(ProcessInfo.processInfo.activeProcessorCount))
  }

  @Test func aHungCheckFailsWithItsSeed() throws {
    let outcome = try run(
      "check", bad, "--plugin", "hangs", "--only", "plays,reactivates", "--timeout", "1", "--seed", "7")
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("hangs, plays: hung: expected an answer within 1 s, got none (seed 7)"))
    #expect(outcome.output.contains("0 passed, 1 failed, 0 warned, 1 skipped"))
  }

  @Test func whatNeedsAFailureIsSkippedBecauseOfIt() throws {
    let report = try report(bad, "--plugin", "crashes")
    let skipped = report.results.filter { $0.reason == "skipped because of plays" }.map(\.check)
    #expect(skipped.contains("audio-in-place") && skipped.contains("param-echo"))
    let broken = try self.report(Fixture.plugin("crash"))
    #expect(broken.results.first { $0.check == "loads" }?.reason.contains("signal 11") == true)
    #expect(broken.results.contains { $0.reason == "skipped because of loads" })
  }

  @Test func junitIsWrittenWhole() throws {
    let file = folder.file("checks.xml")
    let outcome = try run(
      "check", bad, "--plugin", "nan", "--only", "audio-silence,tail-long-enough,plays", "--junit", file)
    #expect(outcome.code == 1)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.hasPrefix("<?xml") && text.hasSuffix("</testsuites>\n"))
    #expect(text.contains("<testsuites tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\""))
    #expect(text.contains("<skipped message=\"skipped because of audio-silence\"/>"))
    #expect(folder.contents == ["checks.xml"])
    #expect(try run("check", bad, "--plugin", "nan", "--only", "loads", "--junit", "/no/folder/x.xml").code == 2)
  }

  @Test func checksCanBeLeftOut() throws {
    let report = try report(bad, "--plugin", "nan", "--only", "loads,audio-silence", "--except", "audio-silence")
    #expect(report.results.map(\.check) == ["loads"])
  }

  @Test func misuseIsExplained() throws {
    let cases = [
      (["check", bad, "--except", "silence"], "--except: expected checks that --list tells"),
      (["check"], "expected a .clap file"), (["check", "/no/such.clap"], "found no file"),
      (["check", "/proc/self/exe"], "expected"), (["check", bad, "--only", "nonsense"], "got 'nonsense'"),
      (["check", bad, "--plugin", "none"], "got 'none'"), (["check", bad, "--jobs", "0"], "1 to 256"),
      (["check", bad, "--timeout", "0"], "more than 0"), (["fuzz", bad], "--seconds"),
      (["fuzz", "/no/such.clap", "--seconds", "1"], "found no file"),
    ]
    for (arguments, message) in cases {
      let outcome = try CommandTests().run(arguments)
      #expect(outcome.code == 2, "\(arguments)")
      #expect(outcome.errors.contains(message), "\(arguments): \(outcome.errors)")
    }
  }

  @Test func thePageListsAllChecks() throws {
    struct Row: Decodable {
      var id: String
      var sentence: String
    }
    let outcome = try run("check", "--list", "--json")
    let rows = try JSONDecoder().decode([Row].self, from: Data(outcome.output.utf8))
    #expect(rows.count >= 90 && Set(rows.map(\.id)).count == rows.count)
    #expect(try ChecksPage().checks == rows.map { ChecksPage.Check(id: $0.id, sentence: $0.sentence) })
  }

  /// All but the one that is about the host itself.
  @Test func everyCheckIsShownToFail() throws {
    let page = try ChecksPage()
    var shown = Dictionary(grouping: page.misbehaviours, by: \.check).mapValues { Set($0.map(\.name)) }
    for file in page.files { shown[file.check, default: []].insert("file \(file.name)") }
    for check in page.checks where check.id != "host-counts" {
      let words = page.shown[check.id]?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } ?? []
      #expect(Set(words) == shown[check.id], "\(check.id)")
    }
  }

  /// Copies of one file, each doing wrong what its name says.
  @Test func everyBadFileIsCaughtByItsCheck() throws {
    for (name, check) in try ChecksPage().files {
      let file = folder.file("\(name).clap")
      try FileManager.default.copyItem(atPath: Fixture.plugin("bad-file"), toPath: file)
      let others = "loads,descriptor-ids,entry-restarts,entry-unknown-factory,factory-index,factory-unknown-plugin"
      let report = try report(file, "--only", "\(others),scan-time,presets-listed,creates,instance-time")
      let found = report.results.filter { ["failed", "warned"].contains($0.verdict) }.map(\.check)
      #expect(Set(found) == [check], "\(name): \(found)")
    }
  }

  @Test func fuzzFindsAndFindsAgain() throws {
    let outcome = try run("fuzz", bad, "--plugin", "trusts-lengths", "--seconds", "20", "--seed", "5")
    #expect(outcome.code == 1)
    let again = try #require(outcome.output.split(separator: "\n").first { $0.hasPrefix("again: ") })
    let words = again.split(separator: " ").dropFirst(2).map(String.init)
    let second = try CommandTests().run(words)
    #expect(second.code == 1)
    #expect(second.output == outcome.output)
    let good = try run("fuzz", Fixture.plugin("gain"), "--seconds", "1")
    #expect(good.code == 0 && good.output.contains("nothing found"))
  }
}
