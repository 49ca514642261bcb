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
    let (words, assignments) = try fields(value)
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

  /// `POLY(n)`, 2n nodes or n sources, and coefficients: the constant, then those of the products of one control, of
  /// two, of three …, each in alphabetical order (1, a, b, aa, ab, bb, aaa …).
  private func polynomial() throws(NetlistError) -> Expression {
    let (words, assignments) = try fields(String(value.dropFirst(4)))
    let what = isByVoltage ? "two nodes for each of n voltages" : "n voltage sources"
    guard let first = words.first, let count = Int(first), count > 0, assignments.isEmpty else {
      throw .syntax(at: position, expected: "POLY(n), \(what) and coefficients", found: "'\(value)'")
    }
    let width = isByVoltage ? 2 * count : count
    guard words.count > width + 1 else {
      throw .syntax(
        at: position, expected: "\(what), here \(width), and coefficients behind POLY(\(count))",
        found: "\(words.count - 1) words")
    }
    let controls = try controls(words[1...width])
    var coefficients: [Double] = []
    for word in words[(width + 1)...] {
      coefficients.append(try ExpressionParser.constant(word, scope: scope, at: position))
    }
    var sum: Expression?
    for (coefficient, factors) in zip(coefficients, Products(of: count)) where coefficient != 0 {
      let term = factors.reduce(Expression.number(coefficient)) { .apply(.multiply, [$0, controls[$1]]) }
      sum = sum.map { .apply(.add, [$0, term]) } ?? term
    }
    return sum ?? .number(0)
  }

  /// `TABLE {expression} = (x, y) (x, y) …`
  private func table() throws(NetlistError) -> Expression {
    guard let (argument, rest) = Self.tableParts(value) else {
      throw .syntax(at: position, expected: "TABLE {expression} = (x, y) (x, y) …", found: "'\(value)'")
    }
    var points: [Double] = []
    for word in try fields(rest).words {
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

  private func fields(_ text: String) throws(NetlistError) -> (
    words: [String], assignments: [(key: String, text: String)]
  ) {
    try Fields.split(SourceLine(text: Fields.withoutSeparators(text), position: position))
  }
}

/// The products of any number of `count` factors, by the factors' numbers: of none, then of one, of two …, each in
/// alphabetical order.
struct Products: Sequence, IteratorProtocol {
  private let count: Int
  private var factors: [Int]? = []

  init(of count: Int) { self.count = count }

  mutating func next() -> [Int]? {
    guard var current = factors else { return nil }
    let result = current
    // The last factor that can still rise does; those behind it start from it anew.
    if let place = current.lastIndex(where: { $0 < count - 1 }) {
      let factor = current[place] + 1
      for index in place..<current.count { current[index] = factor }
    } else {
      current = Array(repeating: 0, count: current.count + 1)
    }
    factors = current
    return result
  }
}
