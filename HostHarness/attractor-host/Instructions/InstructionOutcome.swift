import Foundation

/// What came of one case.
struct InstructionOutcome: Encodable {
  enum Verdict: String, Encodable {
    case passed, more, fewer
    /// There was nothing to hold it against.
    case missing
    /// Written anew just now: a failure, once, so that it is noticed.
    case blessed
  }

  var name: String
  /// Instructions per frame.
  var recorded: Double?
  var measured: Double
  var verdict: Verdict

  var isPassed: Bool { verdict == .passed }
  var ratio: Double? { recorded.map { measured / $0 } }

  /// - Parameters:
  ///   - measured: instructions per frame; kept in tenths, as they are written.
  ///   - tolerance: how far a count may be from the recorded one, as a share of that.
  ///   - blesses: whether whatever differs from what was recorded is recorded anew.
  init(_ each: InstructionCase, measured: Double, tolerance: Double, blesses: Bool) {
    name = each.name
    recorded = each.instructionsPerFrame
    self.measured = (measured * 10).rounded() / 10
    guard let recorded else {
      verdict = blesses ? .blessed : .missing
      return
    }
    let change = self.measured / recorded - 1
    if blesses {
      verdict = abs(change) <= Self.jitter ? .passed : .blessed
    } else {
      verdict = abs(change) <= tolerance ? .passed : change > 0 ? .more : .fewer
    }
  }

  /// What one run may differ from the next by, as a share: that is no change.
  private static let jitter = 0.001

  static let head = ["", "CASE", "RECORDED", "MEASURED", "RATIO", ""]

  var cells: [String] {
    func number(_ value: Double?, _ digits: Int) -> String { value.map { String(format: "%.\(digits)f", $0) } ?? "-" }
    return [isPassed ? "✓" : "✗", name, number(recorded, 1), number(measured, 1), number(ratio, 3), words]
  }

  private var words: String {
    switch verdict {
    case .passed: ""
    case .more: "more than recorded"
    case .fewer: "fewer than recorded; --bless records them"
    case .missing: "nothing recorded; --bless records it"
    case .blessed: "blessed: look, commit, run again"
    }
  }
}
