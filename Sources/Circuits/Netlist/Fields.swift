/// Words and `key=value` pairs of a line; blanks around `=` and inside quotes or braces do not separate.
enum Fields {
  static func split(
    _ line: SourceLine
  ) throws(NetlistError) -> (words: [String], assignments: [(key: String, text: String)]) {
    var words: [String] = []
    var assignments: [(String, String)] = []
    var pendingKey: String?
    for token in try tokens(line) {
      if token == "=" {
        guard pendingKey == nil, let key = words.popLast() else {
          throw .syntax(at: line.position, expected: "a name before '='", found: line.text)
        }
        pendingKey = key.lowercased()
      } else if let key = pendingKey {
        assignments.append((key, token))
        pendingKey = nil
      } else {
        words.append(token)
      }
    }
    if let pendingKey { throw .syntax(at: line.position, expected: "a value after '\(pendingKey)='", found: "none") }
    return (words, assignments)
  }

  /// Without the word `params:` that may stand before the parameters of subcircuits and instances.
  static func withoutParameterWord(_ line: SourceLine) -> SourceLine {
    let words = line.text.split(separator: " ").map { word in
      word.lowercased().hasPrefix("params:") ? word.dropFirst(7) : word
    }
    return SourceLine(text: words.joined(separator: " "), position: line.position)
  }

  /// Words and pairs of a text in which parentheses and commas count as blanks.
  static func plain(
    _ text: String, at position: SourcePosition
  ) throws(NetlistError) -> (words: [String], assignments: [(key: String, text: String)]) {
    try split(SourceLine(text: withoutSeparators(text), position: position))
  }

  /// Blanks in place of parentheses and commas, but for those of expressions in quotes or braces.
  static func withoutSeparators(_ text: String) -> String {
    var closing: Character?
    return String(
      text.map { character in
        if let end = closing {
          if character == end { closing = nil }
        } else if let end = brackets[character] {
          closing = end
        } else if "(),".contains(character) {
          return " "
        }
        return character
      })
  }

  /// The first `count` words, between which parentheses and commas count as blanks, and the rest of the line.
  static func head(_ text: String, _ count: Int) -> (words: [String], rest: String) {
    var rest = text[...]
    var words: [String] = []
    while words.count < count {
      let start = rest.drop { " (),".contains($0) }
      let word = start.prefix { !" (),".contains($0) }
      if word.isEmpty { break }
      words.append(String(word))
      // A parenthesis that opens behind the last word belongs to the rest.
      rest = rest[word.endIndex...].drop { " ),".contains($0) }
    }
    return (words, String(rest))
  }

  private static let brackets: [Character: Character] = ["'": "'", "{": "}", "\"": "\""]

  /// Quotes and braces are removed from what they hold, double quotes from plain numbers alone: ngspice calculates
  /// nothing inside them.
  private static func tokens(_ line: SourceLine) throws(NetlistError) -> [String] {
    var result: [String] = []
    var rest = line.text[...]
    while let first = rest.first {
      if first == " " || first == "=" {
        if first == "=" { result.append("=") }
        rest = rest.dropFirst()
      } else if let closing = brackets[first] {
        let inside = rest.dropFirst()
        guard let end = inside.firstIndex(of: closing) else {
          throw .syntax(at: line.position, expected: "a closing \(closing)", found: "the end of '\(rest)'")
        }
        let held = inside[..<end].trimmed
        result.append(first == "\"" && !isNumber(held) ? String(rest[...end]) : held)
        rest = inside[end...].dropFirst()
        guard beginsAnew(rest) else {
          throw .syntax(at: line.position, expected: "a blank behind the closing \(closing)", found: "'\(rest)'")
        }
      } else {
        let word = rest.prefix { $0 != " " && $0 != "=" && brackets[$0] == nil }
        rest = rest[word.endIndex...]
        if let next = rest.first, brackets[next] != nil {
          throw .syntax(at: line.position, expected: "a blank before \(next)", found: "'\(word)\(rest)'")
        }
        result.append(String(word))
      }
    }
    return result
  }

  /// Behind a bracket: the end, a blank, or `key=`.
  private static func beginsAnew(_ rest: Substring) -> Bool {
    guard let next = rest.first, next != " " else { return true }
    let key = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return !key.isEmpty && rest[key.endIndex...].drop { $0 == " " }.first == "="
  }

  private static func isNumber(_ text: String) -> Bool {
    var bytes = Array(text.lowercased().utf8)
    if let first = bytes.first, "+-".utf8.contains(first) { bytes.removeFirst() }
    var index = 0
    return EngineeringNumber.scan(bytes, &index) != nil && index == bytes.count
  }
}
