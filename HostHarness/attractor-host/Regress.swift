import ArgumentParser
import AudioFiles
import Foundation
import HostKit

struct Regress: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hold a suite of renders against golden audio.",
    discussion: """
      A suite is a suite.json (docs/regress.md); of a folder all suites below count. Each render has golden audio \
      beside it and a tolerance: the null depth, the difference's root mean square re the golden's.

      --bless writes golden audio where it is missing or differs, and fails once, so that the change is noticed: look, \
      listen (--html), commit, and run again.

      Exit codes: 0 all within tolerance; 1 a difference, something missing or blessed; 2 a suite that cannot be read.

      Examples:
        attractor-host regress Models --file build/Attractor.clap
        attractor-host regress suite.json --junit report.xml --html report.html
        attractor-host regress suite.json --only 'lead*' --bless
      """)

  @Argument(help: "A suite, or a folder with suites.")
  var path: String

  @Option(help: ArgumentHelp("The .clap file, in place of the suite's own.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("Renders whose name this is; * stands for anything.", valueName: "name"))
  var only: String?

  @Flag(help: "Write golden audio anew where it is missing or differs.")
  var bless = false

  @Option(help: ArgumentHelp("Write a report for CI.", valueName: "file.xml"))
  var junit: String?

  @Option(help: ArgumentHelp("Write a report to look at and listen to.", valueName: "file.html"))
  var html: String?

  @OptionGroup var side: SideBySide

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let suites = Self.suites(path)
    guard !suites.isEmpty else { throw SuiteError.noSuite(path: path) }
    var works: [(run: SuiteRun, render: Suite.Render)] = []
    for suite in suites {
      let run = try SuiteRun(suite, file: file, blesses: bless)
      works += run.suite.renders.filter { matches($0.name) }.map { (run, $0) }
    }
    guard !works.isEmpty else {
      throw HostError.badSetting(name: "--only", expected: "the name of a render", actual: only ?? "")
    }
    let outcomes = try play(works)
    if let junit { try JUnit.write(Self.cases(outcomes), to: junit) }
    if let html { try WholeFile.write(RegressPage.html(outcomes), to: html) }
    if json {
      try printJSON(outcomes.map(RegressRow.init))
    } else {
      print(Table.text([["", "SUITE", "RENDER", "NULL", "PEAK", "TOLERANCE", ""]] + outcomes.map(row)))
      let count = outcomes.count { !$0.isPassed }
      print(count == 0 ? "\(outcomes.count) renders, all as they were" : "\(count) of \(outcomes.count) renders failed")
    }
    if outcomes.contains(where: { !$0.isPassed }) { throw ExitCode(1) }
  }

  private static func suites(_ path: String) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
    return isFolder.boolValue ? Suite.find(path) : [path]
  }

  private func matches(_ name: String) -> Bool {
    guard let only else { return true }
    return fnmatch(only, name, 0) == 0
  }

  private func play(_ works: [(run: SuiteRun, render: Suite.Render)]) throws -> [SuiteRun.Outcome] {
    let results = Parallel.map(works, jobs: side.jobs, progress: SharedProgress("renders")) { work in
      Result { try work.run.outcome(of: work.render) }
    }
    return try results.map { try $0.get() }
  }

  private static func cases(_ outcomes: [SuiteRun.Outcome]) -> [JUnit.Suite] {
    Dictionary(grouping: outcomes, by: \.suite).sorted { $0.key < $1.key }.map { suite, group in
      JUnit.Suite(
        name: suite,
        cases: group.map { outcome in
          let null = outcome.comparison.map { String(format: "null depth %.1f dB, ", $0.nullDecibels) } ?? ""
          let limit = String(format: "tolerance %.0f dB", outcome.toleranceDecibels)
          return JUnit.Case(
            name: outcome.name, seconds: outcome.seconds,
            outcome: outcome.isPassed ? .passed : .failed("\(outcome.verdict.words): \(null)\(limit)"))
        })
    }
  }

  private func row(_ outcome: SuiteRun.Outcome) -> [String] {
    func decibels(_ value: Double?) -> String {
      value.map { $0 <= Comparison.equal ? "equal" : String(format: "%.1f dB", $0) } ?? "-"
    }
    return [
      outcome.isPassed ? "✓" : "✗", outcome.suite, outcome.name, decibels(outcome.comparison?.nullDecibels),
      decibels(outcome.comparison?.peakDecibels), String(format: "%.0f dB", outcome.toleranceDecibels),
      outcome.verdict.words,
    ]
  }
}

extension SuiteRun.Verdict {
  var words: String {
    switch self {
    case .passed: ""
    case .differs: "differs"
    case .missing: "no golden audio; --bless writes it"
    case .blessed: "blessed: look, listen, commit, run again"
    case .failed(let reason): reason
    }
  }
}

/// A render in JSON.
struct RegressRow: Encodable {
  let suite: String
  let name: String
  let passed: Bool
  let verdict: String
  let toleranceDecibels: Double
  let comparison: Comparison?

  init(_ outcome: SuiteRun.Outcome) {
    suite = outcome.suite
    name = outcome.name
    passed = outcome.isPassed
    verdict = outcome.verdict.words
    toleranceDecibels = outcome.toleranceDecibels
    comparison = outcome.comparison
  }
}
