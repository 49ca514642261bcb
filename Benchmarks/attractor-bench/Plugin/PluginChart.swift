import Foundation
import Plot

/// Time per frame over the block's size, stereo, Live: a line per circuit and rate.
enum PluginChart {
  static func chart(_ rows: [PluginRow]) -> Chart {
    let shown = rows.filter { $0.place.quality == .live && $0.place.channels == 2 }
    let sizes = [PluginLoad.still16, .still64, .still512]
    let most = shown.flatMap { row in sizes.map(row.nanoseconds) }.max() ?? 1
    let x = Axis(
      range: 12...3000, law: .logarithmic, title: "frames per block",
      ticks: sizes.map { .init(value: Double($0.blockFrames), text: "\($0.blockFrames)") })
    let y = Axis.linear(0...most * 1.15, "ns per stereo frame, knobs at rest, Live")
    var chart = Chart("plugin", "Time per frame over block sizes", x: x, y: y, width: 620, height: 380)
    let ends = shown.enumerated().map { ($0, $1, $1.nanoseconds(.still512)) }.sorted { $0.2 < $1.2 }
    var free = 0.0
    for (index, row, end) in ends {
      let style = "p\(index % 5)"
      chart.draw(.line(sizes.map { .init(x: Double($0.blockFrames), y: row.nanoseconds($0)) }), style)
      // Words that would lie over each other move up.
      let place = max(end, free)
      let words = "\(row.place.circuit), \((row.place.rateHz / 1000).brief) kHz"
      chart.draw(.label(words, at: .init(x: 550, y: place)), style)
      free = place + most * 0.05
    }
    return chart
  }
}
