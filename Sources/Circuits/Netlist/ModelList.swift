/// `.model` cards of one level.
struct ModelList {
  private var lines: [SourceLine] = []

  mutating func append(_ line: SourceLine) { lines.append(line) }

  /// Adds the models to a scope, their values by its parameters.
  func evaluate(into scope: inout Scope) throws(NetlistError) {
    var places: [String: SourcePosition] = [:]
    for line in lines {
      // `D(Is=1n, N=2)` and `D Is=1n N=2` mean the same.
      let (words, assignments) = try Fields.plain(line.text, at: line.position)
      guard words.count == 3 else {
        throw .syntax(at: line.position, expected: ".model NAME TYPE(parameter=value …)", found: line.text)
      }
      let name = words[1].lowercased()
      if let first = places[name] {
        throw .duplicate(at: line.position, kind: "model", name: words[1], first: first)
      }
      var values: [(String, Double)] = []
      for (key, text) in assignments where key != "mfg" && key != "type" {
        values.append((key, try ExpressionParser.constant(text, scope: scope, at: line.position)))
      }
      places[name] = line.position
      scope.models[name] = try DeviceModel.read(
        type: words[2].lowercased(), values, name: words[1], at: line.position)
    }
  }
}
