import ArgumentParser
import Foundation
import Training

struct Cards: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "One table of all circuits, from their card.json files.",
    discussion: """
      Markdown, errors in decibels (ESR), costs of one channel at 96 kHz. A circuit with a recipe and no model.json is \
      listed as such.
      """)

  @Argument(help: ArgumentHelp("The folder that holds the circuits' folders.", valueName: "folder"))
  var models = "Models"

  func run() throws { print(try CardsTable(folder: models).text) }
}

/// The circuits of a folder as a table in Markdown.
struct CardsTable {
  private static let head = [
    "circuit", "still, worst", "median", "swept", "−30 dB", "+12 dB", "cost, ns", "× real time",
    "training, min × threads", "",
  ]
  private static let rows = ["still", "still-median", "swept", "quiet", "hot"]

  let text: String

  /// - Throws: `.folder`, or what is wrong with a card.
  init(folder: String) throws {
    let names = try CircuitFolder(folder).subfolders
    let lines = try names.compactMap { try Self.line("\(folder)/\($0)", $0) }
    text = Self.aligned([Self.head] + lines)
  }

  /// nil for a folder without a recipe.
  private static func line(_ path: String, _ name: String) throws -> [String]? {
    let files = FileManager.default
    guard files.fileExists(atPath: path + "/recipe.json") else { return nil }
    let empty = [String](repeating: "", count: rows.count + 3)
    guard files.fileExists(atPath: path + "/model.json") else { return [name] + empty + ["recipe only"] }
    guard files.fileExists(atPath: path + "/card.json") else { return [name] + empty + ["ships, not measured"] }
    let card = try Card(path: path + "/card.json")
    let figures = rows.map { id in card[row: id].map { CardTable.figure($0.value, $0.unit, showsUnit: false) } ?? "–" }
    let cost = [
      String(format: "%.0f", card.cost.engineNanosecondsPerSample), "\(Int(card.cost.engineTimesRealTime))",
      card.trainingWords ?? "–",
    ]
    return [card.name] + figures + cost + [verdict(card)]
  }

  /// A row missed keeps a model from being offered (clap/models/make-index.sh).
  private static func verdict(_ card: Card) -> String {
    if card.rows.contains(where: { $0.mark == .missed }) { return "not offered, misses a bar" }
    return card.isPassed ? "ships" : "ships, a state escapes"
  }

  /// Columns of one width, so that it can be read as it stands.
  private static func aligned(_ lines: [[String]]) -> String {
    let widths = lines[0].indices.map { column in max(lines.map { $0[column].count }.max() ?? 0, 3) }
    func isText(_ column: Int) -> Bool { column == 0 || column == widths.count - 1 }
    func row(_ cells: [String]) -> String {
      let padded = cells.enumerated().map { CardTable.pad($1, widths[$0], right: !isText($0)) }
      return "| " + padded.joined(separator: " | ") + " |"
    }
    let rule = widths.enumerated().map { index, width in
      String(repeating: "-", count: isText(index) ? width + 2 : width + 1) + (isText(index) ? "" : ":")
    }
    return ([row(lines[0]), "|" + rule.joined(separator: "|") + "|"] + lines.dropFirst().map(row))
      .joined(separator: "\n")
  }
}
