/// Turns element lines into elements, subcircuit instances into what they hold.
struct ElementReader {
  private let cards: Cards
  private(set) var elements: [Element] = []
  private(set) var couplings: [Coupling] = []
  private var places: [String: SourcePosition] = [:]

  private static let deepestInstance = 16

  init(_ cards: Cards) throws(NetlistError) {
    self.cards = cards
    try read(cards.elements, scope: cards.scope, depth: 0)
  }

  private mutating func read(_ lines: [SourceLine], scope: Scope, depth: Int) throws(NetlistError) {
    for line in lines {
      let name = line.text.prefix { $0 != " " && $0 != "=" }
      guard line.text[name.endIndex...].trimmed.first != "=" else {
        throw .syntax(at: line.position, expected: "an element with its nodes", found: "'\(line.text)'")
      }
      switch line.text.first?.lowercased() {
      case "x": try instance(line, scope: scope, depth: depth)
      case "d", "q", "j", "m": try device(line, scope: scope)
      case "k": try coupling(line, scope: scope)
      default: try element(line, scope: scope)
      }
    }
  }

  private mutating func instance(_ line: SourceLine, scope: Scope, depth: Int) throws(NetlistError) {
    let (all, assignments) = try Fields.split(Fields.withoutParameterWord(Self.withoutNodeParentheses(line)))
    let words = all.flatMap { $0.split(separator: ",").map(String.init) }
    guard let kind = words.last, words.count >= 3 else {
      throw .syntax(at: line.position, expected: "Xname NODE … SUBCIRCUIT", found: line.text)
    }
    let path = scope.levels.last?.path ?? ""
    guard let definition = cards.subcircuit(kind.lowercased(), from: path) else {
      let known = cards.subcircuitNames(from: path).joined(separator: ", ")
      throw .unknown(
        at: line.position, kind: "subcircuit", name: kind, expected: known.isEmpty ? "a .subckt first" : known)
    }
    let nodes = words[1..<(words.count - 1)]
    guard nodes.count == definition.pins.count else {
      throw .syntax(
        at: line.position,
        expected: "\(definition.pins.count) nodes for \(kind) (\(definition.pins.joined(separator: " ")))",
        found: "\(nodes.count)")
    }
    guard depth < Self.deepestInstance else {
      throw .structure(
        at: line.position, expected: "instances at most \(Self.deepestInstance) deep",
        found: "one more (\(kind) inside itself?)")
    }
    try claim(scope.element(words[0]), name: words[0], at: line.position)
    // As in ngspice, parameters that an instance does not define it has from the instance around it; models it has from
    // the levels around its subcircuit's lines.
    let levels = scope.levels.filter { definition.path != $0.path && definition.path.hasPrefix($0.path) }
    var inner = Scope(
      prefix: scope.element(words[0]) + ".", levels: levels, globals: scope.globals, parameters: scope.parameters)
    for level in levels {
      inner.models.merge(level.models) { $1 }
      inner.functions.merge(level.functions) { $1 }
    }
    inner.functions.merge(definition.functions) { $1 }
    for (pin, node) in zip(definition.pins, nodes) { inner.pins[pin] = try scope.node(node, at: line.position) }
    var given: Set<String> = []
    for (key, text) in assignments {
      guard definition.parameters.contains(where: { $0.key == key }) else {
        throw .unknown(
          at: line.position, kind: "parameter of \(kind)", name: key,
          expected: definition.parameters.map(\.key).joined(separator: ", "))
      }
      inner.parameters[key] = try ExpressionParser.constant(text, scope: scope, at: line.position)
      given.insert(key)
    }
    let definitions = definition.definitions.over(definition.parameters, at: definition.position)
    try definitions.evaluate(into: &inner, except: given)
    let outer = inner.models
    inner.models = [:]
    try definition.models.evaluate(into: &inner)
    inner.levels.append(
      Scope.Level(path: definition.path, models: inner.models, functions: definition.functions))
    inner.models.merge(outer) { own, _ in own }
    try read(definition.lines, scope: inner, depth: depth + 1)
  }

  /// `X1 (a b) NAME` means `X1 a b NAME`.
  private static func withoutNodeParentheses(_ line: SourceLine) -> SourceLine {
    let (words, rest) = Fields.head(line.text, 1)
    guard let name = words.first, rest.first == "(", let end = rest.firstIndex(of: ")") else { return line }
    let text = "\(name) \(rest[..<end].dropFirst()) \(rest[end...].dropFirst())"
    return SourceLine(text: text, position: line.position)
  }

  private mutating func element(_ line: SourceLine, scope: Scope) throws(NetlistError) {
    let (pieces, value) = Fields.head(line.text, 3)
    guard pieces.count == 3, !value.isEmpty else {
      throw .syntax(at: line.position, expected: "NAME NODE NODE VALUE", found: "'\(line.text)'")
    }
    let form = ElementForm(
      name: pieces[0], value: value, scope: scope, position: line.position)
    let kind = try form.kind()
    try claim(scope.element(pieces[0]), name: pieces[0], at: line.position)
    let name = scope.prefix.uppercased() + pieces[0]
    let plus = try scope.node(pieces[1], at: line.position)
    let minus = try scope.node(pieces[2], at: line.position)
    if plus == minus && form.letter != "b" {
      throw .structure(at: line.position, expected: "\(name) between two nodes", found: "both ends on '\(pieces[1])'")
    }
    elements.append(Element(name: name, plus: plus, minus: minus, kind: kind, position: line.position))
  }

  /// Elements with a model, and the resistances inside them.
  private mutating func device(_ line: SourceLine, scope: Scope) throws(NetlistError) {
    let form = try DeviceForm(line, scope: scope)
    try claim(scope.element(form.name), name: form.name, at: line.position)
    elements += form.elements(key: scope.element(form.name), path: scope.prefix.uppercased() + form.name)
  }

  /// `K1 L1 L2 0.98`; the inductors may stand anywhere on the same level.
  private mutating func coupling(_ line: SourceLine, scope: Scope) throws(NetlistError) {
    let (words, _) = try Fields.split(line)
    guard words.count == 4 else {
      throw .syntax(at: line.position, expected: "Kname INDUCTOR INDUCTOR FACTOR", found: "'\(line.text)'")
    }
    let factor = try ExpressionParser.constant(words[3], scope: scope, at: line.position)
    guard abs(factor) < 1 && factor != 0 else {
      throw .value(
        at: line.position, element: "coupling \(words[0])", needs: "a factor between 0 and 1, or between −1 and 0",
        found: "\(factor)")
    }
    try claim(scope.element(words[0]), name: words[0], at: line.position)
    couplings.append(
      Coupling(
        name: scope.prefix.uppercased() + words[0], first: scope.element(words[1]), second: scope.element(words[2]),
        factor: factor, position: line.position))
  }

  private mutating func claim(_ key: String, name: String, at position: SourcePosition) throws(NetlistError) {
    if let first = places[key] { throw .duplicate(at: position, kind: "element", name: name, first: first) }
    places[key] = position
  }
}
