import Foundation
import Training

/// A card as people read it.
enum CardTable {
  static func text(_ card: Card) -> String {
    var lines = ["\(card.name): \(card.seconds) s of \(card.material) per row", ""]
    lines.append(line("", "measured", "at least", "aim", ""))
    for row in card.rows {
      let name = row.detail.isEmpty ? row.what : "\(row.what) (\(row.detail))"
      lines.append(line(name, decibels(row.decibels), decibels(row.atLeast), decibels(row.aim), mark(row.mark)))
    }
    let cost = card.cost
    let truths = Set(card.rows.map(\.truth)).subtracting(["none"]).sorted().joined(separator: ", ")
    lines += [
      "", "truth     \(truths)",
      "weights   \(cost.weights) (\(cost.weightsPerSet) at a time), \(cost.multiplyAddsPerSample) multiply-adds per "
        + "sample",
      "engine    \(cost.engineNanosecondsPerSample) ns per sample at 96 kHz, \(Int(cost.engineTimesRealTime)) × real "
        + "time",
      "solver    \(cost.solverTimesRealTime) × real time", "model     \(card.model.prefix(16))…",
    ]
    return lines.joined(separator: "\n")
  }

  private static func line(_ name: String, _ figures: String...) -> String {
    let padded = name.padding(toLength: max(46, name.count), withPad: " ", startingAt: 0)
    let cells = figures.dropLast().map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }.joined()
    return "\(padded)\(cells)  \(figures.last ?? "")"
  }

  private static func decibels(_ value: Double) -> String {
    value <= Bar.silent ? "zero" : String(format: "%.1f", value).replacingOccurrences(of: "-", with: "−") + " dB"
  }

  private static func mark(_ mark: EvaluationRow.Mark) -> String {
    switch mark {
    case .aim: "✓ aim"
    case .passed: "✓"
    case .missed: "✗ missed"
    }
  }
}
