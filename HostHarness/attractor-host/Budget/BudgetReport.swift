import Foundation
import HostKit

/// What `budget` tells when it is done.
struct BudgetReport: Encodable {
  var file: String
  var plugin: String
  var rows: [BudgetRow]

  /// Upper ends of the histograms' bins, as shares of the deadline; one bin more lies above.
  var histogramBounds = LoadStatistics.bounds

  /// What p99.9 of CPU time may be, as a share of the deadline.
  var maxLoad: Double?

  /// The greatest p99.9 of CPU time.
  var worst: Double
  var passes: Bool
  var notes: [String]

  init(_ file: String, _ plugin: PluginInstance, _ rows: [BudgetRow], limit: Double?, notes: [String]) {
    self.file = file
    self.plugin = plugin.descriptor.id
    self.rows = rows
    maxLoad = limit
    let worst = rows.map(\.cpu.p99_9).max() ?? 0
    self.worst = worst
    passes = limit.map { worst <= $0 } ?? true
    self.notes = notes + plugin.record.violations.map { "the plugin: \($0)" }
  }

  var text: String {
    let counts = rows.contains { $0.instructionsPerFrame != nil }
    var head = [
      "HZ", "BLOCK", "EVENTS", "CH", "CACHES", "P50", "P99", "P99.9", "MAX", "WALL P99.9", "MAX", "MISSES", "VOL",
      "INV", "FAULTS", "0.01 % … 100 %",
    ]
    if counts { head.append("INSTR/FRAME") }
    let lines = rows.map { row in
      let work = row.workload
      var cells = [
        String(format: "%g", work.sampleRate), "\(work.blockFrames)", "\(work.eventsPerBlock)",
        work.channels.map { "\($0)" } ?? "-", work.caches.rawValue, Numbers.percent(row.cpu.p50),
        Numbers.percent(row.cpu.p99), Numbers.percent(row.cpu.p99_9), Numbers.percent(row.cpu.max),
        Numbers.percent(row.wall.p99_9), Numbers.percent(row.wall.max), "\(row.wall.misses)",
        "\(row.usage.voluntarySwitches)", "\(row.usage.involuntarySwitches)",
        "\(row.usage.minorFaults + row.usage.majorFaults)", Self.bars(row.cpu.histogram),
      ]
      if counts { cells.append(row.instructionsPerFrame.map { String(format: "%.1f", $0) } ?? "-") }
      return cells
    }
    return ([plugin, Table.text([head] + lines), verdict] + notes.map { "note: \($0)" }).joined(separator: "\n")
  }

  private var verdict: String {
    let row = rows.max { $0.cpu.p99_9 < $1.cpu.p99_9 }?.workload ?? Workload()
    let place = String(
      format: "%g Hz, %d frames, %d events, %@", row.sampleRate, row.blockFrames, row.eventsPerBlock,
      row.caches.rawValue)
    let judged = maxLoad.map { "; expected at most \(Numbers.percent($0)): \(passes ? "passed" : "exceeded")" } ?? ""
    return "worst p99.9 of CPU time: \(Numbers.percent(worst)) of the deadline at \(place)\(judged)"
  }

  /// One character per bin; a bin with a single block can be seen, too.
  static func bars(_ histogram: [Int]) -> String {
    let marks = Array("▁▂▃▄▅▆▇█")
    let most = max(1, histogram.max() ?? 1)
    return String(histogram.map { $0 == 0 ? "·" : marks[$0 * (marks.count - 1) / most] })
  }
}
