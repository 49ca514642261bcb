/// `.subckt NAME pins… [param=value …]` up to its `.ends`.
struct Subcircuit {
  let name: String
  let pins: [String]
  /// Parameters that an instance may give, with their defaults.
  let parameters: [(key: String, text: String)]
  var lines: [SourceLine] = []
  /// Evaluated anew in every instance, by its parameters.
  var definitions = ParameterList()
  var models = ModelList()
  let position: SourcePosition
}

/// The dot cards of a netlist, sorted from its element lines.
struct Cards {
  private(set) var elements: [SourceLine] = []
  private(set) var subcircuits: [String: Subcircuit] = [:]
  /// The top level: its parameters and models.
  private(set) var scope = Scope()

  init(_ lines: [SourceLine]) throws(NetlistError) {
    var open: Subcircuit?
    var parameters = ParameterList()
    var models = ModelList()
    scan: for line in lines {
      let word = line.text.split(separator: " ").first.map { $0.lowercased() } ?? ""
      switch word {
      case ".subckt":
        if let open {
          throw .syntax(at: line.position, expected: ".ends of subcircuit \(open.name)", found: "another .subckt")
        }
        open = try Self.header(line)
      case ".ends":
        guard let done = open else { throw .syntax(at: line.position, expected: ".subckt before .ends", found: "none") }
        if let first = subcircuits[done.name] {
          throw .duplicate(at: done.position, kind: "subcircuit", name: done.name, first: first.position)
        }
        subcircuits[done.name] = done
        open = nil
      case ".model" where open != nil: open?.models.append(line)
      case ".model": models.append(line)
      case ".param" where open != nil, ".params" where open != nil: try open?.definitions.append(line)
      case ".param", ".params": try parameters.append(line)
      case ".options", ".option", ".opt": try Self.check(options: line)
      case ".end": break scan
      case _ where word.first == ".":
        throw .unknown(
          at: line.position, kind: "card", name: word,
          expected: ".model, .param, .include, .lib, .subckt, .ends, .options or .end")
      default:
        if open == nil { elements.append(line) } else { open?.lines.append(line) }
      }
    }
    if let open { throw .syntax(at: open.position, expected: ".ends of subcircuit \(open.name)", found: "the end") }
    try parameters.evaluate(into: &scope)
    try models.evaluate(into: &scope)
  }

  /// Options that change the circuit itself must say what is so anyway; those of accuracy are read over.
  private static func check(options line: SourceLine) throws(NetlistError) {
    let standard: [String: Double] = ["temp": 27, "tnom": 27, "gmin": Junction.minimumConductance]
    for (key, text) in try Fields.split(line).assignments {
      guard let needed = standard[key] else { continue }
      let value = try ExpressionParser.constant(text, scope: Scope(), at: line.position)
      guard value == needed else {
        throw .value(at: line.position, element: ".options", needs: "\(key)=\(needed)", found: "\(value)")
      }
    }
  }

  private static func header(_ line: SourceLine) throws(NetlistError) -> Subcircuit {
    let (words, assignments) = try Fields.split(line)
    guard words.count >= 3 else {
      throw .syntax(at: line.position, expected: ".subckt NAME PIN …", found: line.text)
    }
    return Subcircuit(
      name: words[1].lowercased(), pins: words[2...].map { $0.lowercased() }, parameters: assignments,
      position: line.position)
  }
}

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

  /// Blanks in place of parentheses, but for those of expressions in quotes or braces.
  static func withoutParentheses(_ text: String) -> String { blanked(text, "()") }

  /// Blanks in place of parentheses and commas, but for those of expressions in quotes or braces.
  static func withoutSeparators(_ text: String) -> String { blanked(text, "(),") }

  private static func blanked(_ text: String, _ separators: String) -> String {
    var closing: Character?
    return String(
      text.map { character in
        if let end = closing {
          if character == end { closing = nil }
        } else if character == "'" || character == "{" {
          closing = character == "{" ? "}" : "'"
        } else if separators.contains(character) {
          return " "
        }
        return character
      })
  }

  /// The first `count` words, between which parentheses and commas count as blanks, and the rest of the line.
  static func head(_ text: String, _ count: Int) -> (words: [String], rest: String) {
    let separators: Set<Character> = [" ", "(", ")", ","]
    var rest = text[...]
    var words: [String] = []
    while words.count < count, !rest.isEmpty {
      let word = rest.prefix { !separators.contains($0) }
      words.append(String(word))
      rest = rest[word.endIndex...].drop { separators.contains($0) }
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
