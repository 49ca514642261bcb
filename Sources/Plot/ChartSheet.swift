import Foundation

/// Several charts as one SVG file, in rows of two.
public struct ChartSheet {
  public var title: String

  /// All of the same size, with ids that differ.
  public var charts: [Chart]

  public init(title: String, charts: [Chart]) {
    self.title = title
    self.charts = charts
  }

  public var document: String {
    let (width, height) = (charts.map(\.width).max() ?? 0, charts.map(\.height).max() ?? 0)
    let columns = charts.count > 1 ? 2.0 : 1.0
    let rows = (Double(charts.count) / columns).rounded(.up)
    let size = "\((columns * width + 20).short) \((rows * (height + 12) + 44).short)"
    let places = charts.enumerated().map { index, chart in
      let x = 10 + Double(index % Int(columns)) * width
      let y = 40 + Double(index / Int(columns)) * (height + 12)
      let place =
        "<svg x=\"\(x.short)\" y=\"\(y.short)\" width=\"\(chart.width.short)\" height=\"\(chart.height.short)\" "
      return chart.svg.replacingOccurrences(of: "<svg ", with: place)
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" role="img" aria-label="\(title.escapedForMarkup)">
      <style>\(Page.style)
      svg { background: var(--paper); }</style>
      <text class="title" x="10" y="22">\(title.escapedForMarkup)</text>
      \(places.joined(separator: "\n"))
      </svg>

      """
  }
}
