/// Recursive descent over one expression. Precedence from weak to strong, as in ngspice: `?:`, `||`, `&&`,
/// comparisons, `+ −`, `* /`, sign, `^` and `**`, which go from left to right.
struct ExpressionParser {
  var text: ExpressionText
  let scope: Scope
  let position: SourcePosition
  /// ngspice has a grammar of its own for what it replaces by a number before it reads the element.
  let isNumber: Bool
  /// What the arguments of the function at hand stand for, and how many functions deep it is.
  let arguments: [String: Term]
  let depth: Int
  /// What has been made so far, and how much is open; see ``open()`` and ``made(_:of:)``.
  var size = 0
  var nesting = 0
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
      text: ExpressionText(text), scope: scope, position: position, isNumber: isNumber)
    let result = try parser.conditional().expression
    guard parser.text.peek() == nil else { throw parser.unexpected("an operator or the end of the expression") }
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
  mutating func expand(_ function: FunctionCard, _ values: [Term]) throws(NetlistError) -> Term {
    var parser = ExpressionParser(
      text: ExpressionText(function.body), scope: scope, position: position, isNumber: isNumber,
      arguments: Dictionary(zip(function.arguments, values)) { first, _ in first }, depth: depth + 1)
    (parser.size, parser.nesting) = (size, nesting)
    let result = try parser.conditional()
    size = parser.size
    guard parser.text.peek() == nil else {
      throw parser.unexpected("an operator or the end of \(function.name)'s body")
    }
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
    text: ExpressionText, scope: Scope, position: SourcePosition, isNumber: Bool, arguments: [String: Term] = [:],
    depth: Int = 0
  ) {
    (self.text, self.scope, self.position, self.isNumber) = (text, scope, position, isNumber)
    (self.arguments, self.depth) = (arguments, depth)
  }

  mutating func conditional() throws(NetlistError) -> Term {
    try open()
    defer { nesting -= 1 }
    let condition = try binary(0)
    guard text.accept("?") else { return condition }
    let first = try conditional()
    guard text.accept(":") else { throw unexpected("':' of the conditional") }
    return try apply(.select, [condition, first, try conditional()])
  }

  /// `%` is calculated where it stands.
  private static let levels: [[(token: String, operation: Operation?)]] = [
    [("||", .or)], [("&&", .and)],
    [
      ("<>", .notEqual), ("<=", .lessEqual), (">=", .greaterEqual), ("==", .equal), ("!=", .notEqual), ("<", .less),
      (">", .greater),
    ],
    [("+", .add), ("-", .subtract)], [("*", .multiply), ("/", .divide), ("%", nil)],
  ]
  /// What joins the pieces of a long chain, and what to begin one with whose first operation is another.
  private static let joints: [(operation: Operation, neutral: Double)?] = [
    (.or, 0), (.and, 1), nil, (.add, 0), (.multiply, 1),
  ]

  private mutating func binary(_ level: Int) throws(NetlistError) -> Term {
    guard level < Self.levels.count else { return try sign() }
    var left = try binary(level + 1)
    var pieces: [Term] = []
    var length = 1
    scan: while true {
      for (token, operation) in Self.levels[level] where text.matches(token) {
        if token == "*" && text.matches("**") { continue }
        _ = text.accept(token)
        let right = try binary(level + 1)
        if let operation, length == Chain.longest, let joint = Self.joints[level] {
          pieces.append(left)
          left = operation == joint.operation ? right : try apply(operation, [made(.number(joint.neutral)), right])
          length = 1
        } else if let operation {
          left = try apply(operation, [left, right])
          length += 1
        } else {
          (left, pieces) = (try remainder(joined(pieces + [left], level), right), [])
        }
        continue scan
      }
      return try joined(pieces + [left], level)
    }
  }

  private mutating func joined(_ pieces: [Term], _ level: Int) throws(NetlistError) -> Term {
    guard let joint = Self.joints[level] else { return pieces[0] }
    return try Chain.joined(pieces) { first, second throws(NetlistError) in
      try apply(joint.operation, [first, second])
    }
  }

  private mutating func sign() throws(NetlistError) -> Term {
    let start = text.index
    if let mark = ["-", "+", "!"].first(where: { text.accept($0) }) {
      try open()
      defer { nesting -= 1 }
      if mark == "!" { return try apply(.not, [sign()]) }
      let value = try signed(from: start)
      return mark == "-" ? try apply(.negate, [value]) : value
    }
    var base = try primary()
    var isPower = false
    while text.accept("**") || text.accept("^") {
      // In an exponent a sign takes all that follows.
      let exponent = text.peek() == UInt8(ascii: "-") || text.peek() == UInt8(ascii: "+") ? try sign() : try primary()
      base = try apply(.power, [base, exponent])
      isPower = true
    }
    wasPower = isPower
    return base
  }

  /// What a sign before it applies to. Behind an operator ngspice takes the sign first in numbers, the power first in
  /// sources.
  private mutating func signed(from start: Int) throws(NetlistError) -> Term {
    let value = try sign()
    guard isNumber, wasPower, let last = text.last(before: start), "+-*/^<>=&|!".utf8.contains(last) else {
      return value
    }
    throw .syntax(
      at: position, expected: "parentheses that say what the sign before a power applies to", found: text.whole)
  }

  mutating func accept(_ token: String) -> Bool { text.accept(token) }

  func unexpected(_ expected: String) -> NetlistError { text.unexpected(expected, at: position) }
}
