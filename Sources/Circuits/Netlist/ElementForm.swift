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
    case "c": return .capacitor(try positive("F", keys: ["c"], what: "capacitor"))
    case "l": return .inductor(try positive("H", keys: ["l"], what: "inductor"))
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
      unwrapped(keys: ["r"]), scope: scope, at: position, isNumber: true)
    if let ohms = expression.constant {
      try require(ohms > 0 && ohms.isFinite, "resistor", "Ω", ohms)
      return .number(ohms)
    }
    return expression
  }

  private func positive(_ unit: String, keys: [String], what: String) throws(NetlistError) -> Double {
    let number = try ExpressionParser.constant(unwrapped(keys: keys), scope: scope, at: position)
    try require(number > 0 && number.isFinite, what, unit, number)
    return number
  }

  private func require(_ valid: Bool, _ what: String, _ unit: String, _ found: Double) throws(NetlistError) {
    guard valid else {
      throw .value(
        at: position, element: "\(what) \(name)", needs: "a value above 0 \(unit)",
        found: found == 0 ? "0" : "\(found)")
    }
  }

  private func direct(_ expected: String) throws(NetlistError) -> Double {
    var text = value
    if text.lowercased().hasPrefix("dc ") { text = String(text.dropFirst(3)).trimmed }
    guard text.first != nil, !text.lowercased().hasPrefix("ac ") else {
      throw .syntax(at: position, expected: "a constant value in \(expected)", found: "'\(value)'")
    }
    return try ExpressionParser.constant(unwrapped(text, keys: []), scope: scope, at: position)
  }

  private func behavioural() throws(NetlistError) -> Element.Kind {
    let lower = value.lowercased()
    guard let kind = lower.first, "vi".contains(kind), let equal = lower.firstIndex(of: "="),
      lower[lower.index(after: lower.startIndex)..<equal].allSatisfy({ $0 == " " })
    else { throw .syntax(at: position, expected: "V=expression or I=expression", found: "'\(value)'") }
    let text = Self.unquoted(String(lower[lower.index(after: equal)...]))
    let expression = try ExpressionParser.parse(text, scope: scope, at: position)
    return kind == "v" ? .behaviouralVoltage(expression) : .behaviouralCurrent(expression)
  }

  /// The text behind an optional `key=`, without quotes or braces around it.
  private func unwrapped(_ text: String? = nil, keys: [String]) -> String {
    let text = text ?? value
    for key in keys where text.lowercased().hasPrefix(key) {
      let rest = String(text.dropFirst(key.count)).trimmed
      if rest.first == "=" { return Self.unquoted(String(rest.dropFirst())) }
    }
    return Self.unquoted(text)
  }

  static func unquoted(_ text: String) -> String {
    let text = text.trimmed
    for (first, last) in [("'", "'"), ("{", "}"), ("\"", "\"")] as [(Character, Character)]
    where text.count >= 2 && text.first == first && text.last == last
      && text.dropFirst().firstIndex(of: last) == text.indices.last
    {
      return String(text.dropFirst().dropLast())
    }
    return text
  }
}
