import Glibc

/// What operators stand between: numbers, names, calls and what parentheses enclose.
extension ExpressionParser {
  mutating func primary() throws(NetlistError) -> Term {
    if text.accept("(") { return try closing(conditional()) }
    if text.accept("{") { return try number() }
    guard let byte = text.peek() else { throw unexpected("a number, a name or '('") }
    if byte.isDigit || byte == UInt8(ascii: ".") {
      guard let value = text.number() else {
        throw unexpected("a number with a scale of t, g, meg, k, m, u, n, p or f")
      }
      return try made(.number(value))
    }
    guard byte.isLetter else {
      throw unexpected(byte == UInt8(ascii: "\"") ? "an expression in '…' or {…}" : "a number, a name or '('")
    }
    let name = text.word()
    guard text.accept("(") else { return try self.name(name) }
    switch name {
    case "v":
      let node = try made(.voltage(scope.node(argumentName("a node"), at: position)))
      guard text.accept(",") else { return try closing(node) }
      let other = try made(.voltage(scope.node(argumentName("a node"), at: position)))
      return try closing(apply(.subtract, [node, other]))
    case "i": return try closing(made(.current(scope.element(argumentName("a voltage source")))))
    default: return try call(name)
    }
  }

  /// Behind a brace. ngspice puts more than one number or name into sources as it stands, without parentheses.
  private mutating func number() throws(NetlistError) -> Term {
    try open()
    defer { nesting -= 1 }
    let value = try primary()
    guard value.expression.constant != nil, text.accept("}") else {
      throw unexpected("'}' behind a single number or parameter")
    }
    return value
  }

  /// A name that no parenthesis follows.
  private mutating func name(_ name: String) throws(NetlistError) -> Term {
    if let argument = arguments[name] { return try placed(argument) }
    if name == "pi" { return try made(.number(.pi)) }
    // In sources ngspice puts these before parameters of the same name; in numbers it does not know them.
    if let value = ["e": M_E, "temper": 27][name], !isNumber || scope.parameters[name] == nil {
      if isNumber { sourceWord = name }
      return try made(.number(value))
    }
    // ngspice means these in sources, and in some numbers too where a parameter has the name.
    if ["time", "hertz"].contains(name) {
      throw .unknown(at: position, kind: "name", name: name, expected: "v(node), i(source) or a .param of another name")
    }
    return try made(.number(scope.parameter(name, at: position)))
  }

  private mutating func closing(_ value: Term) throws(NetlistError) -> Term {
    guard text.accept(")") else { throw unexpected("')'") }
    return value
  }

  private mutating func argumentName(_ what: String) throws(NetlistError) -> String {
    _ = text.peek()
    let name = text.word(extra: [UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "#")])
    if name.isEmpty { throw unexpected("the name of \(what)") }
    return name
  }
}
