/// Words and `key=value` pairs of a line; blanks around `=` and inside quotes or braces do not separate.
enum Fields {
  static func split(
    _ line: SourceLine
  ) throws(NetlistError) -> (words: [String], assignments: [(key: String, text: String)]) {
    var words: [String] = []
    var assignments: [(String, String)] = []
    var pendingKey: String?
    for token in tokens(line.text) {
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

  /// Blanks in place of parentheses and commas, but for those of expressions in quotes or braces.
  static func withoutSeparators(_ text: String) -> String {
    var closing: Character?
    return String(
      text.map { character in
        if let end = closing {
          if character == end { closing = nil }
        } else if character == "'" || character == "{" {
          closing = character == "{" ? "}" : "'"
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

  /// Quotes and braces are removed from what they hold.
  private static func tokens(_ text: String) -> [String] {
    var result: [String] = []
    var current = ""
    var closing: Character?
    for character in text {
      if let end = closing {
        if character == end { closing = nil } else { current.append(character) }
      } else if character == "'" || character == "{" {
        closing = character == "{" ? "}" : "'"
      } else if character == " " || character == "=" {
        if !current.isEmpty { result.append(current) }
        current = ""
        if character == "=" { result.append("=") }
      } else {
        current.append(character)
      }
    }
    if !current.isEmpty { result.append(current) }
    return result
  }
}
