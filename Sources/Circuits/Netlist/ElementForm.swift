/// What an element line says behind its two nodes.
struct ElementForm {
  let name: String
  let value: String
  let scope: Scope
  let position: SourcePosition

  var letter: String { name.prefix(1).lowercased() }

  func kind() throws(NetlistError) -> Element.Kind {
    switch letter {
    case "r": return .resistor(try resistance())
    case "c": return .capacitor(try positive("F", "c", what: "capacitor"))
    case "l": return .inductor(try positive("H", "l", what: "inductor"))
    case "v":
      if value.lowercased() == "external" { return .externalSource }
      return .voltageSource(try direct("volts, or 'external'"))
    case "i": return .currentSource(try direct("amperes"))
    case "b": return try behavioural()
    case "e", "f", "g", "h":
      return try ControlledForm(name: name, value: value, scope: scope, position: position).kind()
    default:
      throw .unknown(
        at: position, kind: "element", name: name,
        expected: "a name starting with R, C, L, K, V, I, D, Q, J, M, B, E, F, G, H or X")
    }
  }

  private func resistance() throws(NetlistError) -> Expression {
    let expression = try ExpressionParser.parse(
      size("r"), scope: scope, at: position, isNumber: true)
    if let ohms = expression.constant {
      try require(ohms > 0 && ohms.isFinite, "resistor", "Ω", ohms)
      return .number(ohms)
    }
    return expression
  }

  private func positive(_ unit: String, _ key: String, what: String) throws(NetlistError) -> Double {
    let number = try ExpressionParser.constant(size(key), scope: scope, at: position)
    try require(number > 0 && number.isFinite, what, unit, number)
    return number
  }

  /// The value without what counts at other temperatures, in other analyses or at another start alone.
  private func size(_ key: String) throws(NetlistError) -> String {
    let ignored: Set<String> = key == "r" ? ["tc1", "tc2", "ac", "noisy"] : ["tc1", "tc2", "ic"]
    let (words, assignments) = try Fields.split(SourceLine(text: value, position: position))
    let rest = assignments.filter { !ignored.contains($0.key) }
    if words.count == 1 && rest.isEmpty { return words[0] }
    if words.isEmpty && rest.count == 1 && rest[0].key == key { return rest[0].text }
    guard !value.contains("'"), !value.contains("{") else {
      throw .syntax(at: position, expected: "one value of \(name), all of it in its brackets", found: "'\(value)'")
    }
    return unwrapped(key)
  }

  private func require(_ valid: Bool, _ what: String, _ unit: String, _ found: Double) throws(NetlistError) {
    guard valid else {
      throw .value(
        at: position, element: "\(what) \(name)", needs: "a value above 0 \(unit)",
        found: found == 0 ? "0" : "\(found)")
    }
  }

  /// `9`, `dc 9`, `dc=9`, each with an `ac magnitude phase` that counts in other analyses alone.
  private func direct(_ expected: String) throws(NetlistError) -> Double {
    let wrong = NetlistError.syntax(at: position, expected: "a constant value in \(expected)", found: "'\(value)'")
    let (words, assignments) = try Fields.split(SourceLine(text: value, position: position))
    var texts = assignments.filter { $0.key != "ac" }.map { $0.key == "dc" ? $0.text : "" }
    var isAC = false
    var numbers = 0
    for word in words {
      switch word.lowercased() {
      case "ac": (isAC, numbers) = (true, 0)
      case "dc": isAC = false
      case _ where isAC && numbers < 2: numbers += 1
      default: texts.append(word)
      }
    }
    guard texts.count == 1, !texts[0].isEmpty else {
      // An alternating part alone leaves nothing here.
      if texts.isEmpty && isAC { return 0 }
      throw wrong
    }
    return try ExpressionParser.constant(texts[0], scope: scope, at: position)
  }

  private func behavioural() throws(NetlistError) -> Element.Kind {
    let lower = value.lowercased()
    guard let kind = lower.first, "vi".contains(kind), let equal = lower.firstIndex(of: "="),
      lower[lower.index(after: lower.startIndex)..<equal].allSatisfy({ $0 == " " })
    else { throw .syntax(at: position, expected: "V=expression or I=expression", found: "'\(value)'") }
    let text = Self.unquoted(String(lower[lower.index(after: equal)...]), isDouble: true)
    let expression = try ExpressionParser.parse(text, scope: scope, at: position)
    return kind == "v" ? .behaviouralVoltage(expression) : .behaviouralCurrent(expression)
  }

  /// The text behind an optional `key=`.
  private func unwrapped(_ key: String) -> String {
    let rest = value.dropFirst(key.count).trimmed
    return value.lowercased().hasPrefix(key) && rest.first == "=" ? rest.dropFirst().trimmed : value
  }

  /// - Parameter isDouble: whether ngspice reads an expression in double quotes here.
  static func unquoted(_ text: String, isDouble: Bool = false) -> String {
    let text = text.trimmed
    for (first, last) in [("'", "'"), ("{", "}"), ("\"", "\"")] as [(Character, Character)]
    where (first != "\"" || isDouble) && text.count >= 2 && text.first == first && text.last == last
      && text.dropFirst().firstIndex(of: last) == text.indices.last
    {
      return String(text.dropFirst().dropLast())
    }
    return text
  }
}
