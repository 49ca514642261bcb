/// A part of an expression while that is read.
struct Term {
  let expression: Expression
  /// Operations and leaves, counted wherever they stand.
  var size = 1
  /// Levels of operations.
  var height = 1
}

/// Operands of one operation in a row.
enum Chain {
  /// Longer ones are put together from pieces, so that what goes down into an expression does not go too deep.
  static let longest = 64

  static func joined<Part>(
    _ parts: [Part], _ join: (Part, Part) throws(NetlistError) -> Part
  ) throws(NetlistError) -> Part {
    var parts = parts
    while parts.count > 1 {
      var pieces: [Part] = []
      for start in stride(from: 0, to: parts.count, by: longest) {
        var piece = parts[start]
        for part in parts[start..<min(start + longest, parts.count)].dropFirst() { piece = try join(piece, part) }
        pieces.append(piece)
      }
      parts = pieces
    }
    return parts[0]
  }
}

/// Whatever a netlist holds, reading it takes little time, memory and stack.
extension ExpressionParser {
  static let largest = 100_000
  private static let deepest = 200
  private static let highest = 1000

  /// One more parenthesis, sign, call or branch is open.
  mutating func open() throws(NetlistError) {
    nesting += 1
    guard nesting <= Self.deepest else {
      throw .structure(
        at: position, expected: "parentheses, signs and calls at most \(Self.deepest) deep",
        found: "more in \(text.whole)")
    }
  }

  mutating func made(_ expression: Expression, of parts: [Term] = []) throws(NetlistError) -> Term {
    let height = (parts.map(\.height).max() ?? 0) + 1
    guard height <= Self.highest else {
      throw .structure(
        at: position, expected: "operations at most \(Self.highest) deep", found: "more in \(text.whole)")
    }
    try count(1)
    return Term(expression: expression, size: parts.reduce(1) { $0 + $1.size }, height: height)
  }

  mutating func apply(_ operation: Operation, _ parts: [Term]) throws(NetlistError) -> Term {
    try made(.apply(operation, parts.map(\.expression)), of: parts)
  }

  /// What an argument stands for, once more in its place.
  mutating func placed(_ argument: Term) throws(NetlistError) -> Term {
    try count(argument.size)
    return argument
  }

  private mutating func count(_ more: Int) throws(NetlistError) {
    size += more
    guard size <= Self.largest else {
      throw .structure(
        at: position, expected: "at most \(Self.largest) operations with functions in their places",
        found: "more in \(text.whole)")
    }
  }
}
