import Foundation

/// Reports in the XML that build servers read.
enum JUnit {
  enum Outcome {
    case passed
    case noted(String)
    case failed(String)
    case skipped(String)
  }

  struct Case {
    var name: String
    var seconds: Double
    var outcome: Outcome
  }

  struct Suite {
    var name: String
    var cases: [Case]
  }

  /// Writes all at once, or nothing.
  static func write(_ suites: [Suite], to path: String) throws { try WholeFile.write(text(suites), to: path) }

  static func text(_ suites: [Suite]) -> String {
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#, "<testsuites\(counts(suites.flatMap(\.cases)))>"]
    for suite in suites {
      lines.append("  <testsuite name=\"\(escaped(suite.name))\"\(counts(suite.cases))>")
      for test in suite.cases {
        let head =
          "    <testcase classname=\"\(escaped(suite.name))\" name=\"\(escaped(test.name))\""
          + " time=\"\(String(format: "%.3f", test.seconds))\""
        switch test.outcome {
        case .passed: lines.append("\(head)/>")
        case .noted(let text): lines.append("\(head)><system-out>\(escaped(text))</system-out></testcase>")
        case .failed(let text): lines.append("\(head)><failure message=\"\(escaped(text))\"/></testcase>")
        case .skipped(let text): lines.append("\(head)><skipped message=\"\(escaped(text))\"/></testcase>")
        }
      }
      lines.append("  </testsuite>")
    }
    return (lines + ["</testsuites>", ""]).joined(separator: "\n")
  }

  private static func counts(_ cases: [Case]) -> String {
    let failures = cases.count { if case .failed = $0.outcome { true } else { false } }
    let skipped = cases.count { if case .skipped = $0.outcome { true } else { false } }
    let seconds = cases.reduce(0) { $0 + $1.seconds }
    return " tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\""
      + " time=\"\(String(format: "%.3f", seconds))\""
  }

  /// Characters that XML forbids are left out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
        result.unicodeScalars.append(scalar)
      default: continue
      }
    }
    return result
  }
}
