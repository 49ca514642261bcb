import FoundationEssentials

/// A netlist line with its continuations joined and its comment removed.
struct SourceLine {
  var text: String
  let position: SourcePosition
}

/// Netlist text cut into logical lines, with included files in their place.
struct SourceLines {
  /// Title of the netlist, its first line.
  private(set) var title = ""
  private(set) var lines: [SourceLine] = []
  /// The whole text with every `.include` replaced by what it names: one self-contained deck.
  private(set) var text = ""

  private static let deepestInclude = 8

  /// - Parameter folder: where `.include` looks; `nil` refuses includes.
  init(source: String, file: String, folder: String?) throws(NetlistError) {
    try append(source, file: file, folder: folder, depth: 0)
  }

  static func contents(of path: String, includedAt place: SourcePosition?) throws(NetlistError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      let file = String(path.split(separator: "/").last ?? "")
      throw .unreadable(file: file, includedAt: place, reason: "no such file, or not UTF-8 text")
    }
  }

  private mutating func append(
    _ source: String, file: String, folder: String?, depth: Int
  ) throws(NetlistError) {
    var number = 0
    for raw in source.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      let position = SourcePosition(file: file, line: number)
      let line = Self.stripped(raw)
      if depth == 0 && number == 1 {
        title = String(raw)
        text += raw + "\n"
        continue
      }
      if line.lowercased().hasPrefix(".include") || line.lowercased().hasPrefix(".inc ") {
        try include(line, at: position, folder: folder, depth: depth)
        continue
      }
      text += raw + "\n"
      if line.first == "+" {
        guard let last = lines.indices.last, lines[last].position.file == file else {
          throw .syntax(at: position, expected: "a line before the continuation '+'", found: "none")
        }
        lines[last].text += " " + line.dropFirst()
      } else if !line.isEmpty && line.first != "*" {
        lines.append(SourceLine(text: line, position: position))
      }
    }
  }

  private mutating func include(
    _ line: String, at position: SourcePosition, folder: String?, depth: Int
  ) throws(NetlistError) {
    let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    guard words.count == 2 else { throw .syntax(at: position, expected: ".include FILE", found: line) }
    let name = words[1].filter { $0 != "\"" && $0 != "'" }.trimmed
    guard let folder else {
      throw .unreadable(file: name, includedAt: position, reason: "this netlist is text without a folder")
    }
    guard depth < Self.deepestInclude else {
      throw .structure(
        at: position, expected: "includes at most \(Self.deepestInclude) deep", found: "one more (a file including itself?)")
    }
    let path = name.hasPrefix("/") ? name : folder + "/" + name
    text += "* \(name)\n"
    try append(
      Self.contents(of: path, includedAt: position), file: String(name.split(separator: "/").last ?? ""),
      folder: folder, depth: depth + 1)
  }

  /// The line without its end-of-line comment (`;` or ` $ `) and surrounding blanks.
  private static func stripped(_ raw: Substring) -> String {
    var line = raw[...]
    if let cut = line.firstIndex(of: ";") { line = line[..<cut] }
    if let cut = line.firstRange(of: " $ ") { line = line[..<cut.lowerBound] }
    return String(line).replacing("\t", with: " ").trimmed
  }
}

extension StringProtocol {
  /// Without blanks at both ends.
  var trimmed: String {
    var part = self[...]
    while let first = part.first, first.isWhitespace { part = part.dropFirst() }
    while let last = part.last, last.isWhitespace { part = part.dropLast() }
    return String(part)
  }
}
