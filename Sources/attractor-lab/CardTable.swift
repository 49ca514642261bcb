import Foundation
import Training

/// A card as people read it.
enum CardTable {
  static func text(_ card: Card) -> String {
    var lines = ["\(card.name): \(card.seconds) s of \(card.material) per row", ""]
    lines.append(line("", ["measured", "at least", "aim"]))
    for row in card.rows {
      let figures = [row.value, row.atLeast, row.aim].map { $0.map { figure($0, row.unit) } ?? "" }
      lines.append(line(row.what, figures, mark(row.mark), row.detail))
    }
    lines.append("")
    for stability in card.stability {
      lines.append("stability of \(stability.stage)  \(words(stability))")
    }
    let cost = card.cost
    let truths = Set(card.rows.map(\.truth)).subtracting(["none"]).sorted().joined(separator: ", ")
    lines += [
      "truth     \(truths)",
      "weights   \(cost.weights) (\(cost.weightsPerSet) at a time), \(cost.multiplyAddsPerSample) multiply-adds per "
        + "sample",
      "engine    \(cost.engineNanosecondsPerSample) ns per sample at 96 kHz, \(Int(cost.engineTimesRealTime)) × real "
        + "time",
      "solver    \(cost.solverTimesRealTime) × real time",
    ]
    if let training = card.trainingWords { lines.append("training  \(training) min × threads") }
    lines.append("model     \(card.model.prefix(16))…")
    return lines.joined(separator: "\n")
  }

  private static func line(_ name: String, _ figures: [String], _ mark: String = "", _ detail: String = "") -> String {
    let cells = figures.map { pad($0, 11, right: true) }.joined()
    let text = "\(pad(name, 50))\(cells)  \(detail.isEmpty ? mark : pad(mark, 9) + detail)"
    return String(text.reversed().drop { $0 == " " }.reversed())
  }

  static func pad(_ text: String, _ width: Int, right: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return right ? space + text : text + space
  }

  static func figure(_ value: Double, _ unit: EvaluationRow.Unit, showsUnit: Bool = true) -> String {
    switch unit {
    case .decibels:
      value <= Bar.silent
        ? "zero"
        : value >= EvaluationRow.worst ? "none" : number(value, abs(value) < 1 ? 2 : 1) + (showsUnit ? " dB" : "")
    case .cents: value >= EvaluationRow.worst ? "none" : number(value, 2) + " ct"
    case .faults: value == 0 ? "none" : "\(Int(value))"
    }
  }

  private static func number(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value).replacingOccurrences(of: "-", with: "−")
  }

  private static func words(_ stability: Stability) -> String {
    let bound = stability.bound.map { ", which hold the output within \(String(format: "%.1f", $0)) V of rest" } ?? ""
    let reach = "states reach \(String(format: "%.0f", stability.reach * 100)) % of their limits\(bound)"
    let stretch = String(format: "%.6f", stability.stretch)
    return switch stability.verdict {
    case .contracts where stability.metric == "spectral radius":
      "forgets (knobs held, spectral radius \(stretch) or less); \(reach)"
    case .contracts: "contracts (distances × \(stretch) or less per step, metric: \(stability.metric)); \(reach)"
    case .bounded: "bounded: \(reach) (distances × \(stretch) at most)"
    case .escapes: "✗ escapes: \(stability.reach < 10 ? reach : "states leave their limits far behind")"
    }
  }

  private static func mark(_ mark: EvaluationRow.Mark) -> String {
    switch mark {
    case .aim: "✓ aim"
    case .passed: "✓"
    case .missed: "✗ missed"
    case .noted: ""
    }
  }
}
