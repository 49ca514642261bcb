import Foundation
import HostKit

/// Outcomes as CI services read them.
enum JUnit {
  static func text(_ outcomes: [SuiteRun.Outcome]) -> String {
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites>"]
    for (suite, group) in Dictionary(grouping: outcomes, by: \.suite).sorted(by: { $0.key < $1.key }) {
      let failures = group.count { !$0.isPassed }
      let seconds = group.reduce(0) { $0 + $1.seconds }
      lines.append(
        "  <testsuite name=\"\(escape(suite))\" tests=\"\(group.count)\" failures=\"\(failures)\" "
          + "time=\"\(String(format: "%.3f", seconds))\">")
      for outcome in group {
        let head =
          "    <testcase classname=\"\(escape(suite))\" name=\"\(escape(outcome.name))\" "
          + "time=\"\(String(format: "%.3f", outcome.seconds))\""
        guard !outcome.isPassed else {
          lines.append(head + "/>")
          continue
        }
        let null = outcome.comparison.map { String(format: "null depth %.1f dB, ", $0.nullDecibels) } ?? ""
        let limit = String(format: "tolerance %.0f dB", outcome.toleranceDecibels)
        lines.append(head + ">")
        lines.append("      <failure message=\"\(escape("\(outcome.verdict.words): \(null)\(limit)"))\"/>")
        lines.append("    </testcase>")
      }
      lines.append("  </testsuite>")
    }
    return (lines + ["</testsuites>", ""]).joined(separator: "\n")
  }

  static func escape(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
  }
}
