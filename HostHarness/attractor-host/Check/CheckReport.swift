import Checks
import Foundation

/// All results of a file, to be told as text, JSON or JUnit.
struct CheckReport: Encodable {
  var file: String
  var seed: UInt64
  var seconds: Double

  /// CPU time of all checks together.
  var cpuSeconds: Double
  var passed = 0
  var failed = 0
  var warned = 0
  var skipped = 0
  var results: [CheckResult]
  private let checks: [Check]

  private enum CodingKeys: CodingKey { case file, seed, seconds, cpuSeconds, passed, failed, warned, skipped, results }

  init(file: String, seed: UInt64, seconds: Double, cpuSeconds: Double, checks: [Check], results: [CheckResult]) {
    self.file = file
    self.seed = seed
    self.seconds = seconds
    self.cpuSeconds = cpuSeconds
    self.checks = checks
    self.results = results
    for result in results {
      switch result.verdict {
      case .passed: passed += 1
      case .failed: failed += 1
      case .warned: warned += 1
      case .skipped: skipped += 1
      }
    }
  }

  private var plugins: [String] {
    results.reduce(into: []) { if !$1.plugin.isEmpty, $0.last != $1.plugin { $0.append($1.plugin) } }
  }

  /// A row per check, a column per plugin; then all that did not pass, and counts.
  func text(inColour: Bool) -> String {
    let colour = Colour(isShown: inColour)
    let found = Dictionary(results.map { ("\($0.check) \($0.plugin)", $0.verdict) }) { first, _ in first }
    let width = checks.map(\.id.count).max() ?? 0
    var lines = plugins.enumerated().map { "\(String(repeating: " ", count: width + 2 + $0))╷ \($1)" }
    for check in checks {
      let columns = check.scope == .library ? [""] : plugins
      let marks = columns.map { found["\(check.id) \($0)"].map(colour.mark) ?? " " }
      let row = check.id.padding(toLength: width + 2, withPad: " ", startingAt: 0) + marks.joined()
      let gap = String(repeating: " ", count: max(1, plugins.count - columns.count + 2))
      lines.append("\(row)\(gap)\(check.sentence)")
    }
    for result in results where result.verdict == .failed || result.verdict == .warned {
      let name = result.plugin.isEmpty ? file : result.plugin
      lines.append("\(colour.mark(result.verdict)) \(name), \(result.check): \(result.reason)")
    }
    let counts = "\(passed) passed, \(failed) failed, \(warned) warned, \(skipped) skipped"
    lines.append("\(file), seed \(seed): \(counts); \(String(format: "%.1f s, CPU time %.1f s", seconds, cpuSeconds))")
    return lines.joined(separator: "\n")
  }

  /// A suite for the file and one per plugin.
  var suites: [JUnit.Suite] {
    let names = results.contains { $0.plugin.isEmpty } ? [""] + plugins : plugins
    return names.map { name in
      JUnit.Suite(
        name: name.isEmpty ? file : name,
        cases: results.filter { $0.plugin == name }.map { result in
          let reason = result.reason
          let outcome: JUnit.Outcome =
            switch result.verdict {
            case .passed: .passed
            case .warned: .noted("warning: \(reason)")
            case .failed: .failed("\(reason) (seed \(seed))")
            case .skipped: .skipped(reason)
            }
          return JUnit.Case(name: result.check, seconds: result.seconds, outcome: outcome)
        })
    }
  }
}

/// Marks of results, coloured on a terminal alone.
struct Colour {
  var isShown: Bool

  static var isShown: Bool { isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil }

  func mark(_ verdict: Verdict.Kind) -> String {
    let (mark, code) =
      switch verdict {
      case .passed: ("✓", 32)
      case .failed: ("✗", 31)
      case .warned: ("!", 33)
      case .skipped: ("–", 90)
      }
    return isShown ? "\u{1B}[\(code)m\(mark)\u{1B}[0m" : mark
  }
}
