import Circuits
import Foundation
import Training

/// How fast one circuit is simulated: seconds of audio per second of processor time.
struct SpeedFigures: Encodable {
  let circuit: String
  let oneLane: Double
  let sideBySide: Double
  let ngspice: Double
  /// Of the eight lanes to one, and of both to ngspice; medians of each round's own ratio.
  let timesOneLane: Double
  let oneLaneTimesNgspice: Double
  let timesNgspice: Double
  /// The largest difference of a lane's output to that of one lane alone, as a share of its energy.
  let difference: Double
  /// Share of steps that lanes took alone.
  let patientShare: Double

  /// - Parameters:
  ///   - seconds: of each lane.
  ///   - progress: 0…1.
  init(_ folder: CircuitFolder, seconds: Double, rounds: Int, progress: (Double) -> Void) throws {
    let race = try SpeedRace(folder, seconds: seconds)
    var laps: [SpeedRace.Lap] = []
    for round in 0..<rounds {
      progress(Double(round) / Double(rounds))
      laps.append(try race.run())
    }
    progress(1)
    let audio = seconds * Double(SideBySide.width)
    func median(_ figure: (SpeedRace.Lap) -> Double) -> Double {
      let sorted = laps.map(figure).sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
    circuit = race.name
    oneLane = median { audio / $0.oneLane }
    sideBySide = median { audio / $0.sideBySide }
    ngspice = median { audio / $0.ngspice }
    timesOneLane = median { $0.oneLane / $0.sideBySide }
    oneLaneTimesNgspice = median { $0.ngspice / $0.oneLane }
    timesNgspice = median { $0.ngspice / $0.sideBySide }
    difference = laps.map(\.difference).max() ?? 0
    patientShare = laps.map(\.patientShare).max() ?? 0
  }

  private static let head = [
    "circuit", "one lane", "8 lanes", "ngspice", "one : ngspice", "8 : one", "8 : ngspice", "difference, dB",
  ]

  /// Markdown, in columns of one width.
  static func table(_ figures: [SpeedFigures]) -> String {
    let lines = figures.map { line in
      [
        line.circuit, number(line.oneLane), number(line.sideBySide), number(line.ngspice),
        number(line.oneLaneTimesNgspice), number(line.timesOneLane), number(line.timesNgspice),
        line.difference > 0 ? String(format: "−%.0f", -10 * log10(line.difference)) : "zero",
      ]
    }
    let widths = head.indices.map { column in ([head] + lines).map { $0[column].count }.max() ?? 0 }
    func row(_ cells: [String]) -> String {
      "| " + cells.indices.map { CardTable.pad(cells[$0], widths[$0], right: $0 > 0) }.joined(separator: " | ") + " |"
    }
    let rule = widths.enumerated().map { String(repeating: "-", count: $1 + ($0 > 0 ? 1 : 2)) + ($0 > 0 ? ":" : "") }
    return ([row(head), "|" + rule.joined(separator: "|") + "|"] + lines.map(row)).joined(separator: "\n")
  }

  /// Three digits or so.
  private static func number(_ value: Double) -> String {
    String(format: value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
  }
}
