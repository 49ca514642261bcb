import Foundation
import HostKit
import Plot

/// A budget as a picture: percentiles over block sizes, a chart for each rate, number of channels and cache.
enum BudgetPlot {
  static func document(_ report: BudgetReport) -> String {
    var groups: [[BudgetRow]] = []
    for row in report.rows {
      if let index = groups.firstIndex(where: { isAlike($0[0], row) }) {
        groups[index].append(row)
      } else {
        groups.append([row])
      }
    }
    // Loads span decades: 1 is far from 10, and 10 from 100.
    let least = report.rows.map(\.cpu.p50).filter { $0 > 0 }.min() ?? 0.001
    let most = max(report.rows.map(\.cpu.p99_9).max() ?? 1, report.maxLoad ?? 0, least * 2)
    let range = pow(10, floor(log10(least * 100)))...most * 150
    let charts = groups.enumerated().map { chart($1, id: "c\($0)", range: range, report) }
    return ChartSheet(
      title: "\(title(report)): CPU time per block, p99.9 (thick) and median (dotted)", charts: charts
    ).document
  }

  private static func chart(_ rows: [BudgetRow], id: String, range: ClosedRange<Double>, _ report: BudgetReport)
    -> Chart
  {
    let work = rows[0].workload
    let sizes = Set(rows.map(\.workload.blockFrames)).sorted()
    let across = Axis(
      range: Double(sizes[0]) / 1.3...Double(sizes.last!) * 1.8, law: .logarithmic, title: "frames per block",
      ticks: sizes.map { Axis.Tick(value: Double($0), text: "\($0)") })
    let place =
      (report.plugins.count > 1 ? "\(rows[0].plugin.split(separator: ".").last ?? ""), " : "")
      + String(format: "%g Hz, %@ caches", work.sampleRate, work.caches.rawValue)
      + (work.channels.map { ", \($0) channels" } ?? "")
    let decades = (-4...4).map { pow(10, Double($0)) }.filter(range.contains)
    let down = Axis(
      range: range, law: .logarithmic, title: "% of the deadline, \(place)",
      ticks: decades.map { Axis.Tick(value: $0, text: String(format: "%g", $0)) })
    var chart = Chart(id, "Load over block sizes at \(place)", x: across, y: down, width: 470, height: 260)
    if let limit = report.maxLoad { chart.draw(.line(across.range.ends.map { .init(x: $0, y: limit * 100) }), "error") }
    var ends: [(point: Chart.Point, words: String, style: String)] = []
    let densities = Set(rows.map(\.workload.eventsPerBlock)).sorted()
    for (index, density) in densities.enumerated() {
      let line = rows.filter { $0.workload.eventsPerBlock == density }
        .sorted { $0.workload.blockFrames < $1.workload.blockFrames }
      func points(_ load: (BudgetRow) -> Double) -> [Chart.Point] {
        line.map { .init(x: Double($0.workload.blockFrames), y: load($0) * 100) }
      }
      let style = "p\(index % 5)"
      chart.draw(.line(points(\.cpu.p50)), "truth")
      chart.draw(.line(points(\.cpu.p99_9)), style)
      if let last = points(\.cpu.p99_9).last {
        ends.append((last, " \(density) event\(density == 1 ? "" : "s")", style))
      }
    }
    // Words that would lie over each other move up.
    let line = pow(range.upperBound / range.lowerBound, 0.08)
    var free = 0.0
    for (point, words, style) in ends.sorted(by: { $0.point.y < $1.point.y }) {
      let y = max(point.y, free)
      chart.draw(.label(words, at: .init(x: point.x * 1.04, y: y)), style)
      free = y * line
    }
    return chart
  }

  private static func title(_ report: BudgetReport) -> String {
    report.plugins.count == 1 ? report.plugins[0] : (report.file as NSString).lastPathComponent
  }

  private static func isAlike(_ first: BudgetRow, _ second: BudgetRow) -> Bool {
    let (a, b) = (first.workload, second.workload)
    return first.plugin == second.plugin && a.sampleRate == b.sampleRate && a.channels == b.channels
      && a.caches == b.caches
  }
}

extension ClosedRange {
  fileprivate var ends: [Bound] { [lowerBound, upperBound] }
}
