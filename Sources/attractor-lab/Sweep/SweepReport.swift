import Foundation
import Plot

/// A sweep as a table and as a chart.
struct SweepReport {
  let name: String
  let points: [SweepPoint]

  /// Sizes that are worth their cost.
  private var front: [Int] {
    ParetoFront.indices(points.map { (Double($0.multiplyAdds), $0.still) })
  }

  var table: String {
    let head = "layers     still, worst   swept, worst   multiply-adds   ns per sample"
    let onFront = Set(front)
    let lines = points.indices.sorted { points[$0].multiplyAdds < points[$1].multiplyAdds }.map { index in
      let point = points[index]
      let cells = [
        CardTable.figure(point.still, .decibels), CardTable.figure(point.swept, .decibels), "\(point.multiplyAdds)",
        String(format: "%.1f", point.nanoseconds),
      ]
      let widths = [14, 15, 16, 16]
      let numbers = zip(cells, widths).map { CardTable.pad($0, $1, right: true) }.joined()
      return CardTable.pad(point.size, 9) + numbers + (onFront.contains(index) ? "  on the front" : "")
    }
    return ([head] + lines).joined(separator: "\n")
  }

  var chart: Chart {
    let costs = points.map { Double($0.multiplyAdds) }
    let errors = points.flatMap { [$0.still, $0.swept] }
    let width = max((costs.max() ?? 1) - (costs.min() ?? 0), 50)
    let across = max((costs.min() ?? 0) - 0.1 * width, 0)...((costs.max() ?? 1) + 0.15 * width)
    let down = floor((errors.min() ?? -60) / 5 - 0.2) * 5...ceil((errors.max() ?? 0) / 5 + 0.2) * 5
    var chart = Chart(
      "sweep", "\(name): error over the cost of the network", x: .linear(across, "multiply-adds per sample"),
      y: .linear(down, "\(name): worst ESR, dB"), width: 720, height: 400)
    chart.draw(.line(front.map { point($0) }), "plugin")
    let size = (width: 0.006 * width, height: 0.01 * (down.upperBound - down.lowerBound))
    for index in points.indices {
      let centre = point(index)
      chart.draw(.line(cross(centre, width: size.width, height: size.height)), "drive")
      chart.draw(.label(points[index].size, at: Chart.Point(x: centre.x + 0.012 * width, y: centre.y)), "drive")
    }
    return chart
  }

  private func point(_ index: Int) -> Chart.Point {
    Chart.Point(x: Double(points[index].multiplyAdds), y: points[index].still)
  }

  private func cross(_ at: Chart.Point, width: Double, height: Double) -> [Chart.Point] {
    [
      Chart.Point(x: at.x - width, y: at.y), Chart.Point(x: at.x, y: at.y + height),
      Chart.Point(x: at.x + width, y: at.y), Chart.Point(x: at.x, y: at.y - height),
      Chart.Point(x: at.x - width, y: at.y),
    ]
  }
}
