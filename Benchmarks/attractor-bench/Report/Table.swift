import Foundation

enum Table {
  /// Columns as wide as their widest cell; the first `left` of them begin at the left, numbers end at the right.
  static func text(_ rows: [[String]], left: Int) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column < left ? cell + space : space + cell
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  /// A figure's bar and whether it is reached, as two cells.
  static func judgement(_ figure: Figure) -> [String] {
    [figure.bar?.text ?? "", figure.verdict?.rawValue ?? ""]
  }
}

extension Double {
  /// As few digits as say enough: 0.41, 3.2, 36.4, 118.
  var brief: String {
    guard isFinite else { return "–" }
    let digits = abs(self) >= 100 || self == rounded() ? 0 : abs(self) >= 1 ? 1 : 2
    return String(format: "%.\(digits)f", self)
  }

  /// One decimal throughout, so that a column lines up.
  var tenths: String { isFinite ? String(format: "%.1f", self) : "–" }
}
