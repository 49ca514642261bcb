import Foundation

/// A chart as an SVG element. Colours, strokes and type come from the page's style sheet by class name.
public struct Chart {
  public struct Point {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  public enum Mark {
    case line([Point])
    /// Filled between two lines over the same x.
    case band(lower: [Point], upper: [Point])
    case label(String, at: Point)
    /// A vertical rule from the bottom to the top.
    case rule(x: Double)
  }

  /// Unique within a page.
  public var id: String
  /// What the chart shows, for those who cannot see it.
  public var description: String
  public var x: Axis
  public var y: Axis
  /// In units of the page's pixels at full width.
  public var width = 960.0
  public var height = 280.0
  /// Lower charts of a stack share the top one's ticks.
  public var showsTicksOfX = true
  private var marks: [(mark: Mark, style: String)] = []

  public init(_ id: String, _ description: String, x: Axis, y: Axis, width: Double = 960, height: Double = 280) {
    self.id = id
    self.description = description
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Draws over what is there already. - Parameter style: classes of the style sheet.
  public mutating func draw(_ mark: Mark, _ style: String) { marks.append((mark, style)) }

  private var left: Double { 56 }
  private var right: Double { width - 12 }
  private var top: Double { 26 }
  private var bottom: Double { height - (showsTicksOfX ? 38 : 8) }

  public var svg: String {
    var parts = [
      "<svg viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" aria-label=\"\(description.escapedForMarkup)\">",
      "<clipPath id=\"\(id)-clip\"><rect x=\"\(left)\" y=\"\(top)\" width=\"\(right - left)\" "
        + "height=\"\(bottom - top)\"/></clipPath>",
    ]
    for tick in x.ticks {
      let at = across(tick.value)
      parts.append("<path class=\"grid\" d=\"M\(at.short) \(top.short)V\(bottom.short)\"/>")
      if showsTicksOfX {
        parts.append(text(tick.text, at, bottom + 17, "tick middle"))
      }
    }
    for tick in y.ticks {
      let at = down(tick.value)
      parts.append(
        "<path class=\"grid\(tick.value == 0 ? " zero" : "")\" d=\"M\(left.short) \(at.short)H\(right.short)\"/>")
      parts.append(text(tick.text, left - 8, at + 4, "tick end"))
    }
    parts.append(text(y.title, 0, 13, "title"))
    if showsTicksOfX { parts.append(text(x.title, right, bottom + 34, "title end")) }
    parts.append("<g clip-path=\"url(#\(id)-clip)\">")
    for (mark, style) in marks { if let element = element(mark, style) { parts.append(element) } }
    parts.append("</g>")
    for case (.label(let words, let at), let style) in marks {
      parts.append(text(words, across(at.x), down(at.y), "mark \(style)"))
    }
    parts.append("</svg>")
    return parts.joined(separator: "\n")
  }

  /// The chart as a file of its own, with the page's style.
  public var document: String {
    let style = "<style>\(Page.style)\nsvg { background: var(--paper); }</style>\n"
    return svg.replacingOccurrences(of: "<svg ", with: "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
      .replacingOccurrences(of: "<clipPath", with: style + "<clipPath") + "\n"
  }

  private func element(_ mark: Mark, _ style: String) -> String? {
    switch mark {
    case .line(let points): "<path class=\"line \(style)\" d=\"\(path(points))\"/>"
    case .band(let lower, let upper):
      "<path class=\"band \(style)\" d=\"\(path(lower + upper.reversed()))Z\"/>"
    case .rule(let value): "<path class=\"rule \(style)\" d=\"M\(across(value).short) \(top)V\(bottom)\"/>"
    case .label: nil
    }
  }

  private func path(_ points: [Point]) -> String {
    var text = ""
    for (index, point) in points.enumerated() {
      text += "\(index == 0 ? "M" : index == 1 ? "L" : " ")\(across(point.x).short) \(down(point.y).short)"
    }
    return text
  }

  private func text(_ words: String, _ x: Double, _ y: Double, _ style: String) -> String {
    "<text class=\"\(style)\" x=\"\(x.short)\" y=\"\(y.short)\">\(words.escapedForMarkup)</text>"
  }

  private func across(_ value: Double) -> Double { left + x.share(value) * (right - left) }

  /// Values far outside stay near the frame, so that no path has absurd coordinates.
  private func down(_ value: Double) -> Double {
    bottom - min(max(y.share(value), -2), 3) * (bottom - top)
  }
}

extension Double {
  /// One decimal: a tenth of a pixel.
  public var short: String {
    let tenths = Int((self * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
  }
}

extension String {
  /// Safe inside markup, with typographic apostrophes.
  public var escapedForMarkup: String {
    replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: "\"", with: "&quot;").replacingOccurrences(of: "'", with: "’")
  }
}
