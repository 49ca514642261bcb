/// `.param` definitions of one level, and the defaults of a subcircuit. As in ngspice their order does not matter, and
/// the last of several with one name counts.
struct ParameterList {
  private struct Definition {
    let key: String
    var text: String
    var position: SourcePosition
  }

  private var definitions: [Definition] = []

  mutating func append(_ line: SourceLine) throws(NetlistError) {
    let (words, assignments) = try Fields.split(line)
    guard words.count == 1, !assignments.isEmpty else {
      throw .syntax(at: line.position, expected: ".param NAME=VALUE …", found: line.text)
    }
    for (key, text) in assignments { append(key, text, at: line.position) }
  }

  mutating func append(_ key: String, _ text: String, at position: SourcePosition) {
    if let index = definitions.firstIndex(where: { $0.key == key }) {
      (definitions[index].text, definitions[index].position) = (text, position)
    } else {
      definitions.append(Definition(key: key, text: text, position: position))
    }
  }

  /// These, and the defaults of a subcircuit for what they leave open.
  func over(_ defaults: [(key: String, text: String)], at position: SourcePosition) -> ParameterList {
    var result = ParameterList()
    for (key, text) in defaults { result.append(key, text, at: position) }
    for one in definitions { result.append(one.key, one.text, at: one.position) }
    return result
  }

  /// Adds the values to a scope.
  ///
  /// - Parameter given: names that have their values already.
  func evaluate(into scope: inout Scope, except given: Set<String> = []) throws(NetlistError) {
    var pending = definitions.filter { !given.contains($0.key) }
    while !pending.isEmpty {
      let names = Set(pending.map(\.key))
      // What a definition says of its own name is the outer level's.
      let ready = pending.firstIndex {
        Self.words($0.text, scope.functions).isDisjoint(with: names.subtracting([$0.key]))
      }
      guard let ready else {
        throw .structure(
          at: pending[0].position, expected: "parameters that do not need each other",
          found: names.sorted().joined(separator: ", ") + " in a circle")
      }
      let next = pending.remove(at: ready)
      scope.parameters[next.key] = try ExpressionParser.constant(next.text, scope: scope, at: next.position)
    }
  }

  /// Names in an expression, and in the functions that it calls.
  private static func words(_ text: String, _ functions: [String: FunctionCard]) -> Set<String> {
    var words: Set<String> = []
    var open = [(text: text, arguments: [String]())]
    while let next = open.popLast() {
      for part in next.text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }) {
        let word = String(part)
        guard !next.arguments.contains(word), words.insert(word).inserted, let function = functions[word] else {
          continue
        }
        open.append((function.body, function.arguments))
      }
    }
    return words
  }
}
