import ArgumentParser
import Foundation
import HostKit

/// The figure that decides.
enum Judged: String, CaseIterable, Codable, ExpressibleByArgument {
  case p50, p99
  case p99_9 = "p99.9"
  case max

  func figure(_ load: LoadStatistics) -> Double {
    switch self {
    case .p50: load.p50
    case .p99: load.p99
    case .p99_9: load.p99_9
    case .max: load.max
    }
  }
}

/// What `budget` tells when it is done.
struct BudgetReport: Encodable {
  var file: String
  var rows: [BudgetRow] = []

  /// Upper ends of the histograms' bins, as shares of the deadline; one bin more lies above.
  var histogramBounds = LoadStatistics.bounds

  /// What the judged figure of CPU time may be, as a share of the deadline.
  var maxLoad: Double?
  var judged: Judged
  var notes: [String] = []

  init(_ file: String, limit: Double?, _ judged: Judged) {
    (self.file, maxLoad, self.judged) = (file, limit, judged)
  }

  /// The greatest judged figure.
  var worst: Double { rows.map { judged.figure($0.cpu) }.max() ?? 0 }
  var passes: Bool { maxLoad.map { worst <= $0 } ?? true }

  /// Ids in the order of the rows.
  var plugins: [String] { rows.map(\.plugin).reduce(into: []) { if $0.last != $1 { $0.append($1) } } }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(file, forKey: .file)
    try values.encode(plugins, forKey: .plugins)
    try values.encode(rows, forKey: .rows)
    try values.encode(histogramBounds, forKey: .histogramBounds)
    try values.encodeIfPresent(maxLoad, forKey: .maxLoad)
    try values.encode(judged, forKey: .judged)
    try values.encode(worst, forKey: .worst)
    try values.encode(passes, forKey: .passes)
    try values.encode(notes, forKey: .notes)
  }

  private enum CodingKeys: CodingKey {
    case file, plugins, rows, histogramBounds, maxLoad, judged, worst, passes, notes
  }

  var text: String {
    let tables = plugins.flatMap { id in [id, table(rows.filter { $0.plugin == id })] }
    return (tables + [verdict] + notes.map { "note: \($0)" }).joined(separator: "\n")
  }

  private func table(_ rows: [BudgetRow]) -> String {
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
    return Table.text([head] + lines)
  }

  private var verdict: String {
    guard let row = rows.max(by: { judged.figure($0.cpu) < judged.figure($1.cpu) }) else { return "nothing measured" }
    let work = row.workload
    let place = String(
      format: "%g Hz, %d frames, %d events, %@", work.sampleRate, work.blockFrames, work.eventsPerBlock,
      work.caches.rawValue)
    let of = plugins.count > 1 ? " of \(row.plugin)" : ""
    let verdict = maxLoad.map { "; expected at most \(Numbers.percent($0)): \(passes ? "passed" : "exceeded")" } ?? ""
    return "worst \(judged.rawValue) of CPU time: \(Numbers.percent(worst)) of the deadline\(of) at \(place)\(verdict)"
  }

  /// One character per bin; a bin with a single block can be seen, too.
  static func bars(_ histogram: [Int]) -> String {
    let marks = Array("▁▂▃▄▅▆▇█")
    let most = max(1, histogram.max() ?? 1)
    return String(histogram.map { $0 == 0 ? "·" : marks[$0 * (marks.count - 1) / most] })
  }
}
