import Engines
import Plot

/// A shape's competitors as bars: nanoseconds per step and channel.
enum KernelChart {
  static func chart(_ shape: KernelShape, _ rows: [KernelRow]) -> Chart {
    let longest = rows.map(\.nanoseconds).max() ?? 1
    let x = Axis.linear(0...longest * 1.6, "ns per step and channel; dashed: at most, with one channel")
    let y = Axis(range: 0...Double(rows.count) + 0.5, title: "\(shape.name), two states", ticks: [])
    var chart = Chart(
      "kernel-\(shape.layers)-\(shape.units)", "Time per step of a \(shape.name) network", x: x, y: y, width: 620,
      height: 380)
    for (index, row) in rows.enumerated() {
      let middle = Double(rows.count - index) - 0.25
      let (low, high) = (middle - 0.32, middle + 0.32)
      let end = row.nanoseconds
      let (lower, upper) = ([0, end].map { Chart.Point(x: $0, y: low) }, [0, end].map { Chart.Point(x: $0, y: high) })
      chart.draw(.band(lower: lower, upper: upper), isOurs(row) ? "wet" : "dry")
      let name = "\(row.who.name), \(row.channels == 1 ? "mono" : "stereo")"
      chart.draw(.label("\(end.tenths)  \(name)", at: .init(x: end + longest * 0.012, y: middle - 0.18)), "")
    }
    chart.draw(.rule(x: shape.bars.mono.least), "")
    return chart
  }

  private static func isOurs(_ row: KernelRow) -> Bool { if case .kernel = row.who { true } else { false } }
}
