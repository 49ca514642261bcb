import Glibc

/// Functions by their names.
extension ExpressionParser {
  private static let deepestCall = 32
  /// ngspice knows these where it replaces an expression by its number, and not in sources.
  private static let ofNumbers: [String: @Sendable (Double) -> Double] = [
    "int": { trunc($0) }, "arctan": { atan($0) }, "sqr": { $0 * $0 },
  ]

  /// What to write in place of other simulators' words; of `limit`, which ngspice reads as a random spread, and quietly;
  /// and of ngspice's own that are not read.
  private static let instead = [
    "limit": "min(max(x, low), high)", "ddt": "the current of a capacitor, i = C·ddt(v)", "if": "condition ? a : b",
    "table": "pwl(x, x0, y0, x1, y1, …)", "pwrs": "pwr(x, y)", "stp": "u(x)", "gt0": "x > 0", "lt0": "x < 0",
    "ge0": "x >= 0", "le0": "x <= 0", "eq0": "x == 0", "ne0": "x != 0", "agauss": "a number without spread",
    "gauss": "a number without spread", "unif": "a number without spread", "aunif": "a number without spread",
  ]

  /// Behind the opening parenthesis.
  mutating func call(_ name: String) throws(NetlistError) -> Term {
    var arguments: [Term] = []
    if !accept(")") {
      arguments.append(try conditional())
      while accept(",") { arguments.append(try conditional()) }
      guard accept(")") else { throw unexpected("',' or ')' after an argument of \(name)") }
    }
    if let function = scope.functions[name] {
      try check(arguments, function.arguments.count, name)
      guard depth < Self.deepestCall else {
        throw .structure(
          at: position, expected: "functions at most \(Self.deepestCall) deep", found: "one more (\(name) by itself?)")
      }
      return try expand(function, arguments)
    }
    switch name {
    case "pwl": return try table(arguments)
    case "u2":
      try check(arguments, 1, name)
      return try apply(.minimum, [apply(.maximum, [arguments[0], made(.number(0))]), made(.number(1))])
    default: return try builtIn(name, arguments)
    }
  }

  private mutating func builtIn(_ name: String, _ arguments: [Term]) throws(NetlistError) -> Term {
    if let function = Self.ofNumbers[name] {
      try check(arguments, 1, name)
      return try ofNumbers(name, arguments) { function($0[0]) }
    }
    guard let function = Expression.functions[name] else {
      if let instead = Self.instead[name] {
        throw .unknown(at: position, kind: "function", name: name, expected: instead)
      }
      let known = Expression.functions.keys.sorted().joined(separator: ", ")
      throw .unknown(at: position, kind: "function", name: name, expected: "v, i, pwl, u2, \(known) or a .func")
    }
    try check(arguments, function.arity, name)
    if ["pow", "pwr"].contains(name), isNumber, let base = arguments[0].expression.constant, base < 0 {
      // ngspice gives these one sign here, and another in sources.
      throw .syntax(at: position, expected: "a base of \(name) that is not below 0", found: "\(base)")
    }
    return try apply(function.operation, arguments)
  }

  mutating func remainder(_ left: Term, _ right: Term) throws(NetlistError) -> Term {
    try ofNumbers("%", [left, right]) { fmod($0[0], $0[1]) }
  }

  /// The value of what ngspice knows of numbers alone.
  private mutating func ofNumbers(
    _ word: String, _ arguments: [Term], _ value: ([Double]) -> Double
  ) throws(NetlistError) -> Term {
    numberWord = word
    let values = arguments.compactMap(\.expression.constant)
    // Arguments that are no numbers are refused, for that word, at the end of the expression.
    return values.count == arguments.count ? try made(.number(value(values))) : arguments[0]
  }

  private mutating func table(_ arguments: [Term]) throws(NetlistError) -> Term {
    let points = arguments.dropFirst().compactMap(\.expression.constant)
    let rising = zip(stride(from: 0, to: points.count, by: 2), stride(from: 2, to: points.count, by: 2))
      .allSatisfy { points[$0] < points[$1] }
    guard points.count == arguments.count - 1, points.count >= 4, points.count.isMultiple(of: 2), rising else {
      throw .syntax(
        at: position, expected: "pwl(x, x0, y0, x1, y1, …) with constant points and rising x",
        found: "\(arguments.count - 1) numbers, not so")
    }
    return try made(.table(arguments[0].expression, points: points, isRounded: false), of: [arguments[0]])
  }

  private func check(_ arguments: [Term], _ expected: Int, _ name: String) throws(NetlistError) {
    guard arguments.count != expected else { return }
    throw .syntax(
      at: position, expected: "\(expected) argument\(expected == 1 ? "" : "s") of \(name)",
      found: "\(arguments.count)")
  }
}
