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
  /// Those of Unix, Windows (to Swift one character) and the first Macintoshes.
  private static let lineEnds: Set<Character> = ["\n", "\r\n", "\r"]

  /// - Parameter folder: where `.include` looks; `nil` refuses includes.
  init(source: String, file: String, folder: String?) throws(NetlistError) {
    try append(source, file: file, folder: folder, depth: 0)
  }

  static func contents(of path: String, includedAt place: SourcePosition?) throws(NetlistError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw .unreadable(file: path, includedAt: place, reason: "no such file, or not UTF-8 text")
    }
  }

  /// - Parameter section: of a library; only the lines from its `.lib SECTION` to the next `.endl` count.
  private mutating func append(
    _ source: String, file: String, folder: String?, depth: Int, section: String? = nil, at place: SourcePosition? = nil
  ) throws(NetlistError) {
    var number = 0
    var (isInside, wasInside) = (section == nil, section == nil)
    for raw in source.split(omittingEmptySubsequences: false, whereSeparator: Self.lineEnds.contains) {
      number += 1
      let position = SourcePosition(file: file, line: number)
      let line = Self.stripped(raw)
      if depth == 0 && number == 1 {
        title = String(raw)
        text += raw + "\n"
        continue
      }
      let words = line.lowercased().split(separator: " ")
      if let section {
        if words.first == ".lib", words.count == 2 {
          isInside = words[1] == section
          wasInside = wasInside || isInside
          continue
        }
        if words.first == ".endl" { isInside = false }
        guard isInside else { continue }
      }
      if [".include", ".inc", ".lib"].contains(words.first) {
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
    if !wasInside {
      throw .unknown(
        at: place ?? SourcePosition(file: file, line: 1), kind: "library section", name: section ?? "",
        expected: "a line '.lib \(section ?? "")' in \(file)")
    }
  }

  private mutating func include(
    _ line: String, at position: SourcePosition, folder: String?, depth: Int
  ) throws(NetlistError) {
    // `.include FILE` and `.lib FILE [SECTION]`; a file name with blanks stands in quotes.
    let isLibrary = line.lowercased().hasPrefix(".lib")
    var name = line.drop { $0 != " " }.trimmed
    var section: String?
    if let quote = name.first, quote == "\"" || quote == "'" {
      let rest = name.dropFirst()
      let end = rest.firstIndex(of: quote) ?? rest.endIndex
      if isLibrary { section = rest[end...].dropFirst().trimmed.lowercased() }
      name = String(rest[..<end])
    } else if isLibrary {
      let words = name.split(separator: " ", maxSplits: 1)
      section = words.count > 1 ? words[1].trimmed.lowercased() : nil
      name = words.first.map(String.init) ?? ""
    }
    guard !name.isEmpty else {
      throw .syntax(at: position, expected: isLibrary ? ".lib FILE SECTION" : ".include FILE", found: line)
    }
    guard let folder else {
      throw .unreadable(file: name, includedAt: position, reason: "this netlist is text without a folder")
    }
    guard depth < Self.deepestInclude else {
      throw .structure(
        at: position, expected: "includes at most \(Self.deepestInclude) deep",
        found: "one more (a file including itself?)")
    }
    let path = name.hasPrefix("/") || folder.isEmpty ? name : folder + "/" + name
    text += "* \(name)\n"
    try append(
      Self.contents(of: path, includedAt: position), file: path, folder: folder, depth: depth + 1,
      section: section.flatMap { $0.isEmpty ? nil : $0 }, at: position)
  }

  /// The line without its end-of-line comment (`;` or ` $ `) and surrounding blanks.
  static func stripped(_ raw: Substring) -> String {
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
