/// What a line of E, F, G or H says behind its two nodes, in all the ways that ngspice reads.
struct ControlledForm {
  let name: String
  /// Behind the nodes.
  let value: String
  let scope: Scope
  let position: SourcePosition

  private var isByVoltage: Bool { name.first == "e" || name.first == "E" || name.first == "g" || name.first == "G" }
  private var isVoltage: Bool { name.first == "e" || name.first == "E" || name.first == "h" || name.first == "H" }

  func kind() throws(NetlistError) -> Element.Kind {
    let expression = try expression()
    return isVoltage ? .behaviouralVoltage(expression) : .behaviouralCurrent(expression)
  }

  private func expression() throws(NetlistError) -> Expression {
    let lower = value.lowercased()
    if lower.hasPrefix("poly") { return try polynomial() }
    let keys = !isByVoltage ? [] : isVoltage ? ["value", "vol"] : ["value", "cur"]
    for key in keys where lower.hasPrefix(key) {
      guard let text = Self.behind(value.dropFirst(key.count)) else { continue }
      return try ExpressionParser.parse(ElementForm.unquoted(text), scope: scope, at: position)
    }
    if isByVoltage && lower.hasPrefix("table") { return try table() }
    return try linear()
  }

  /// The text behind an optional `=`, if that or a bracket or quote stands there.
  static func behind(_ text: Substring) -> String? {
    let text = text.trimmed
    if text.first == "=" { return String(text.dropFirst()).trimmed }
    return text.first.map { "{('\"".contains($0) } == true ? text : nil
  }

  /// `c d gain` or `Vsource gain`.
  private func linear() throws(NetlistError) -> Expression {
    let (words, assignments) = try Fields.plain(value, at: position)
    guard words.count == (isByVoltage ? 3 : 2), assignments.isEmpty else {
      let key = isVoltage ? "vol" : "cur"
      throw .syntax(
        at: position,
        expected: isByVoltage
          ? "two controlling nodes and a gain, or \(key)='expression'" : "a voltage source and a gain",
        found: "'\(value)'")
    }
    let gain = try ExpressionParser.constant(words.last!, scope: scope, at: position)
    return .apply(.multiply, [.number(gain), try controls(words.dropLast())[0]])
  }

  /// See ``PolynomialForm``.
  private func polynomial() throws(NetlistError) -> Expression {
    let form = try PolynomialForm(value, isByVoltage: isByVoltage, at: position)
    let controls = try controls(form.controls)
    var terms: [Expression] = []
    var size = 0
    for (word, factors) in zip(form.coefficients, Products(of: form.count)) {
      let coefficient = try ExpressionParser.constant(word, scope: scope, at: position)
      guard coefficient != 0 else { continue }
      size += factors.count + 1
      guard size <= ExpressionParser.largest else {
        throw .structure(
          at: position, expected: "at most \(ExpressionParser.largest) operations of POLY", found: "more")
      }
      terms.append(factors.reduce(.number(coefficient)) { .apply(.multiply, [$0, controls[$1]]) })
    }
    guard !terms.isEmpty else { return .number(0) }
    return try Chain.joined(terms) { first, second throws(NetlistError) in .apply(.add, [first, second]) }
  }

  /// `TABLE {expression} = (x, y) (x, y) …`
  private func table() throws(NetlistError) -> Expression {
    guard let (argument, rest) = Self.tableParts(value) else {
      throw .syntax(at: position, expected: "TABLE {expression} = (x, y) (x, y) …", found: "'\(value)'")
    }
    var points: [Double] = []
    let (words, assignments) = try Fields.plain(rest, at: position)
    guard assignments.isEmpty else {
      throw .syntax(at: position, expected: "points (x, y) alone behind TABLE", found: "'\(rest)'")
    }
    for word in words {
      points.append(try ExpressionParser.constant(word, scope: scope, at: position))
    }
    let isRising = stride(from: 2, to: points.count, by: 2).allSatisfy { points[$0 - 2] < points[$0] }
    guard points.count >= 4, points.count.isMultiple(of: 2), isRising else {
      throw .syntax(
        at: position, expected: "at least two points (x, y) with rising x behind TABLE", found: "'\(rest)'")
    }
    return .table(
      try ExpressionParser.parse(argument, scope: scope, at: position), points: points, isRounded: true)
  }

  /// The expression of a `TABLE` without its brackets, and what follows it.
  static func tableParts(_ value: String) -> (argument: String, points: String)? {
    var rest = value.dropFirst(5).trimmed[...]
    if rest.first == "=" { rest = rest.dropFirst().trimmed[...] }
    let argument: Substring
    if let first = rest.first, let closing = ["{": "}", "'": "'", "\"": "\""][first].flatMap(\.first) {
      guard let end = rest.dropFirst().firstIndex(of: closing) else { return nil }
      argument = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[end...].dropFirst()
    } else {
      guard let equal = rest.firstIndex(of: "=") else { return nil }
      argument = rest[..<equal]
      rest = rest[equal...]
    }
    rest = rest.trimmed[...]
    return (argument.trimmed, rest.first == "=" ? rest.dropFirst().trimmed : String(rest))
  }

  private func controls(_ words: ArraySlice<String>) throws(NetlistError) -> [Expression] {
    var controls: [Expression] = []
    guard isByVoltage else {
      for word in words { controls.append(.current(scope.element(word))) }
      return controls
    }
    for index in stride(from: words.startIndex, to: words.endIndex, by: 2) {
      let plus = try scope.node(words[index], at: position)
      let minus = try scope.node(words[index + 1], at: position)
      let isGround = minus == Circuit.ground
      controls.append(isGround ? .voltage(plus) : .apply(.subtract, [.voltage(plus), .voltage(minus)]))
    }
    return controls
  }
}
