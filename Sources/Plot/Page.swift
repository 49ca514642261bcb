import Foundation

/// A report as one HTML file that needs nothing else: style and pictures inside, light and dark.
public struct Page {
  public var title: String
  private var body: [String] = []

  public init(_ title: String) { self.title = title }

  public mutating func add(_ markup: String) { body.append(markup) }

  public mutating func heading(_ text: String) { add("<h2>\(text.escapedForMarkup)</h2>") }

  public mutating func paragraph(_ text: String) { add("<p>\(text.escapedForMarkup)</p>") }

  /// A row of large numbers, each with what it is.
  public mutating func figures(_ items: [(value: String, unit: String, name: String)]) {
    let cells = items.map {
      "<div><dd>\($0.value.escapedForMarkup)<small>\($0.unit.escapedForMarkup)</small></dd>"
        + "<dt>\($0.name.escapedForMarkup)</dt></div>"
    }
    add("<dl class=\"figures\">\(cells.joined())</dl>")
  }

  /// Charts one below the other, a legend of (style, words) above and a caption below.
  public mutating func figure(_ charts: [Chart], legend: [(style: String, words: String)] = [], caption: String) {
    add(Self.figure(charts, legend: legend, caption: caption))
  }

  /// Two figures side by side where there is room.
  public mutating func pair(_ left: String, _ right: String) { add("<div class=\"pair\">\(left)\n\(right)</div>") }

  public static func figure(_ charts: [Chart], legend: [(style: String, words: String)], caption: String) -> String {
    let keys = legend.map {
      "<li><svg viewBox=\"0 0 22 8\"><path class=\"line \($0.style)\" d=\"M1 4H21\"/></svg>"
        + "\($0.words.escapedForMarkup)</li>"
    }
    let list = keys.isEmpty ? "" : "<ul class=\"legend\">\(keys.joined())</ul>"
    return "<figure>\(list)\n\(charts.map(\.svg).joined(separator: "\n"))"
      + "<figcaption>\(caption.escapedForMarkup)</figcaption></figure>"
  }

  /// The first column holds names, the others numbers.
  public mutating func table(head: [String], rows: [[String]]) {
    let top = head.map { "<th>\($0.escapedForMarkup)</th>" }.joined()
    let lines = rows.map { row in "<tr>" + row.map { "<td>\($0.escapedForMarkup)</td>" }.joined() + "</tr>" }
    add("<table><thead><tr>\(top)</tr></thead><tbody>\(lines.joined(separator: "\n"))</tbody></table>")
  }

  public var html: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(title.escapedForMarkup)</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <main>
    \(body.joined(separator: "\n"))
    </main>
    </body>
    </html>

    """
  }
}
