import Glibc

/// Recursive descent over one expression. Precedence from weak to strong, as in ngspice: `?:`, `||`, `&&`,
/// comparisons, `+ −`, `* /`, sign, `^` and `**`, which go from left to right.
struct ExpressionParser {
  private let text: [UInt8]
  private var index = 0
  let scope: Scope
  let position: SourcePosition
  /// ngspice has a grammar of its own for what it replaces by a number before it reads the element.
  let isNumber: Bool
  /// What the arguments of the function at hand stand for, and how many functions deep it is.
  private let arguments: [String: Expression]
  let depth: Int
  /// A word met that ngspice knows in numbers alone, and one that it knows in sources alone.
  var numberWord: String?
  var sourceWord: String?
  /// Whether what was read last, signs aside, is a power that no parentheses enclose.
  private var wasPower = false

  /// - Parameter isNumber: whether the text stands for a number; what ngspice reads in its own way there is refused.
  static func parse(
    _ text: String, scope: Scope, at position: SourcePosition, isNumber: Bool = false
  ) throws(NetlistError) -> Expression {
    var parser = ExpressionParser(
      text: Array(text.lowercased().utf8), scope: scope, position: position, isNumber: isNumber)
    let result = try parser.conditional()
    guard parser.peek() == nil else { throw parser.unexpected("an operator or the end of the expression") }
    let isSource = !isNumber || result.constant == nil
    if let word = isSource ? parser.numberWord : parser.sourceWord {
      throw .unknown(
        at: position, kind: isSource ? "function of voltages" : "number", name: word,
        expected:
          "what ngspice knows in \(isSource ? "sources: it has this in numbers" : "numbers: it has this in sources") alone"
      )
    }
    return result
  }

  /// What a call of a function stands for, and by a word of which kind it was read.
  mutating func expand(_ function: FunctionCard, _ values: [Expression]) throws(NetlistError) -> Expression {
    var parser = ExpressionParser(
      text: Array(function.body.lowercased().utf8), scope: scope, position: position, isNumber: isNumber,
      arguments: Dictionary(zip(function.arguments, values)) { first, _ in first }, depth: depth + 1)
    let result = try parser.conditional()
    guard parser.peek() == nil else { throw parser.unexpected("an operator or the end of \(function.name)'s body") }
    numberWord = numberWord ?? parser.numberWord
    sourceWord = sourceWord ?? parser.sourceWord
    return result
  }

  /// An expression that must have a number as its value.
  static func constant(_ text: String, scope: Scope, at position: SourcePosition) throws(NetlistError) -> Double {
    guard let value = try parse(text, scope: scope, at: position, isNumber: true).constant else {
      throw .syntax(at: position, expected: "a constant", found: "'\(text)', which reads a voltage or current")
    }
    guard value.isFinite else {
      throw .syntax(at: position, expected: "a finite number", found: "'\(text)', whose value is \(value)")
    }
    return value
  }

  private init(
    text: [UInt8], scope: Scope, position: SourcePosition, isNumber: Bool, arguments: [String: Expression] = [:],
    depth: Int = 0
  ) {
    (self.text, self.scope, self.position, self.isNumber) = (text, scope, position, isNumber)
    (self.arguments, self.depth) = (arguments, depth)
  }

  mutating func conditional() throws(NetlistError) -> Expression {
    let condition = try binary(0)
    guard accept("?") else { return condition }
    let first = try conditional()
    guard accept(":") else { throw unexpected("':' of the conditional") }
    return .apply(.select, [condition, first, try conditional()])
  }

  private static let levels: [[(token: String, operation: Operation)]] = [
    [("||", .or)], [("&&", .and)],
    [
      ("<>", .notEqual), ("<=", .lessEqual), (">=", .greaterEqual), ("==", .equal), ("!=", .notEqual), ("<", .less),
      (">", .greater),
    ],
    [("+", .add), ("-", .subtract)], [("*", .multiply), ("/", .divide), ("%", .remainder)],
  ]

  private mutating func binary(_ level: Int) throws(NetlistError) -> Expression {
    guard level < Self.levels.count else { return try sign() }
    var left = try binary(level + 1)
    scan: while true {
      for (token, operation) in Self.levels[level] where matches(token) {
        if token == "*" && matches("**") { continue }
        index += token.utf8.count
        let right = try binary(level + 1)
        left = operation == .remainder ? try remainder(left, right) : .apply(operation, [left, right])
        continue scan
      }
      return left
    }
  }

  private mutating func sign() throws(NetlistError) -> Expression {
    let start = index
    if accept("-") { return .apply(.negate, [try signed(from: start)]) }
    if accept("+") { return try signed(from: start) }
    if accept("!") { return .apply(.not, [try sign()]) }
    var base = try primary()
    var isPower = false
    while accept("**") || accept("^") {
      // In an exponent a sign takes all that follows.
      let exponent = peek() == UInt8(ascii: "-") || peek() == UInt8(ascii: "+") ? try sign() : try primary()
      base = .apply(.power, [base, exponent])
      isPower = true
    }
    wasPower = isPower
    return base
  }

  /// What a sign before it applies to. Behind an operator ngspice takes the sign first in numbers, the power first in
  /// sources.
  private mutating func signed(from start: Int) throws(NetlistError) -> Expression {
    let value = try sign()
    guard isNumber, wasPower, let last = text[..<start].last(where: { $0 != UInt8(ascii: " ") }),
      "+-*/^<>=&|!".utf8.contains(last)
    else { return value }
    throw .syntax(
      at: position, expected: "parentheses that say what the sign before a power applies to",
      found: "'\(String(decoding: text, as: UTF8.self))'")
  }

  private mutating func primary() throws(NetlistError) -> Expression {
    if accept("(") { return try closing(conditional()) }
    if accept("{") { return try number() }
    guard let byte = peek() else { throw unexpected("a number, a name or '('") }
    if byte.isDigit || byte == UInt8(ascii: ".") {
      guard let value = EngineeringNumber.scan(text, &index) else {
        throw unexpected("a number with a scale of t, g, meg, k, m, u, n, p or f")
      }
      return .number(value)
    }
    guard byte.isLetter else { throw unexpected("a number, a name or '('") }
    let name = word()
    guard accept("(") else {
      return try self.name(name)
    }
    switch name {
    case "v":
      let node = try scope.node(argumentName("a node"), at: position)
      guard accept(",") else { return try closing(.voltage(node)) }
      let other = try scope.node(argumentName("a node"), at: position)
      return try closing(.apply(.subtract, [.voltage(node), .voltage(other)]))
    case "i":
      return try closing(.current(scope.element(argumentName("a voltage source"))))
    default: return try call(name)
    }
  }

  /// Behind a brace. ngspice puts more than one number or name into sources as it stands, without parentheses.
  private mutating func number() throws(NetlistError) -> Expression {
    let value = try primary()
    guard value.constant != nil, accept("}") else { throw unexpected("'}' behind a single number or parameter") }
    return value
  }

  /// A name that no parenthesis follows.
  private mutating func name(_ name: String) throws(NetlistError) -> Expression {
    if let argument = arguments[name] { return argument }
    if name == "pi" { return .number(.pi) }
    // In sources ngspice puts these before parameters of the same name; in numbers it does not know them.
    if let value = ["e": M_E, "temper": 27][name], !isNumber || scope.parameters[name] == nil {
      if isNumber { sourceWord = name }
      return .number(value)
    }
    return .number(try scope.parameter(name, at: position))
  }

  private mutating func closing(_ value: Expression) throws(NetlistError) -> Expression {
    guard accept(")") else { throw unexpected("')'") }
    return value
  }

  private mutating func argumentName(_ what: String) throws(NetlistError) -> String {
    _ = peek()
    let name = word(extra: [UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "#")])
    if name.isEmpty { throw unexpected("the name of \(what)") }
    return name
  }

  private mutating func word(extra: Set<UInt8> = []) -> String {
    let start = index
    while index < text.count, text[index].isLetter || text[index].isDigit || extra.contains(text[index]) { index += 1 }
    return String(decoding: text[start..<index], as: UTF8.self)
  }

  private mutating func peek() -> UInt8? {
    while index < text.count, text[index] == UInt8(ascii: " ") { index += 1 }
    return index < text.count ? text[index] : nil
  }

  private mutating func matches(_ token: String) -> Bool {
    _ = peek()
    return text[index...].starts(with: token.utf8)
  }

  mutating func accept(_ token: String) -> Bool {
    guard matches(token) else { return false }
    index += token.utf8.count
    return true
  }

  func unexpected(_ expected: String) -> NetlistError {
    let rest = String(decoding: text[min(index, text.count)...], as: UTF8.self)
    let whole = String(decoding: text, as: UTF8.self)
    return .syntax(
      at: position, expected: expected, found: rest.isEmpty ? "the end of '\(whole)'" : "'\(rest)' in '\(whole)'")
  }
}
