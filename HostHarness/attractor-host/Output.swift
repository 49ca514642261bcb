import Foundation

/// A progress bar on stderr; nothing unless stderr is a terminal.
final class ProgressBar {
  private let label: String
  private let isShown = isatty(2) == 1
  private var last = -1

  init(_ label: String) { self.label = label }

  /// - Parameter share: 0...1.
  func update(_ share: Double) {
    let percent = Int(share * 100)
    guard isShown, percent != last else { return }
    last = percent
    let full = percent * 40 / 100
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: 40 - full)
    FileHandle.standardError.write(Data("\r\(label) \(bar) \(percent) %".utf8))
  }

  /// Wipes the line.
  func finish() {
    if isShown, last >= 0 { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }
}

/// A progress bar that several threads move.
final class SharedProgress: @unchecked Sendable {
  private let lock = NSLock()
  private let bar: ProgressBar

  init(_ label: String) { bar = ProgressBar(label) }

  func update(_ share: Double) { lock.withLock { bar.update(share) } }

  func finish() { bar.finish() }
}

enum Table {
  /// Columns as wide as their widest cell, two spaces between.
  static func text(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      let line = row.enumerated().map { $1.padding(toLength: widths[$0], withPad: " ", startingAt: 0) }
        .joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}

func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
