/// An element line that names a model: `Q1 c b e MODEL [area]`, `D1 a k MODEL [area]`.
struct DeviceForm {
  let name: String
  private let nodes: [String]
  private let model: DeviceModel
  private let position: SourcePosition

  private static let counts: [String: (nodes: ClosedRange<Int>, words: String, types: Set<String>)] = [
    "d": (2...2, "ANODE CATHODE", ["D"]), "q": (3...4, "COLLECTOR BASE EMITTER", ["NPN", "PNP"]),
  ]

  init(_ line: SourceLine, scope: Scope, cards: Cards) throws(NetlistError) {
    let (words, assignments) = try Fields.split(line)
    let name = words.first ?? ""
    let letter = name.prefix(1).lowercased()
    let form = Self.counts[letter]!
    // A fourth node of a transistor is its substrate; what follows the nodes is the model.
    var count = form.nodes.lowerBound
    guard words.count > count + 1 else {
      throw .syntax(at: line.position, expected: "\(name) \(form.words) MODEL", found: "'\(line.text)'")
    }
    if form.nodes.upperBound > count, words.count > count + 2, cards.models[words[count + 1].lowercased()] == nil {
      count += 1
    }
    let word = words[count + 1]
    guard let model = cards.models[word.lowercased()] else {
      let known = cards.models.keys.sorted().joined(separator: ", ")
      throw .unknown(at: line.position, kind: "model", name: word, expected: known.isEmpty ? "a .model of it" : known)
    }
    guard form.types.contains(model.type) else {
      throw .structure(
        at: line.position, expected: "\(name) with a model of type \(form.types.sorted().joined(separator: " or "))",
        found: "'\(word)' of type \(model.type)")
    }
    var area = 1.0
    for text in words[(count + 2)...] where text.lowercased() != "off" {
      area = try ExpressionParser.constant(text, scope: scope, at: line.position)
    }
    for (key, text) in assignments {
      guard key == "area" || key == "m" else {
        throw .unknown(at: line.position, kind: "parameter of \(name)", name: key, expected: "area or m")
      }
      area *= try ExpressionParser.constant(text, scope: scope, at: line.position)
    }
    guard area > 0 && area.isFinite else {
      throw .value(at: line.position, element: name, needs: "an area above 0", found: "\(area)")
    }
    self.name = name
    position = line.position
    var nodes: [String] = []
    for node in words[1...form.nodes.lowerBound] { nodes.append(try scope.node(node, at: line.position)) }
    self.nodes = nodes
    guard Set(nodes).count > 1 else {
      throw .structure(at: position, expected: "\(name) between different nodes", found: "all ends on '\(words[1])'")
    }
    switch model {
    case .diode(let diode): self.model = .diode(diode.scaled(by: area))
    case .bipolar(let bipolar): self.model = .bipolar(bipolar.scaled(by: area))
    }
  }

  /// The device itself, and a resistor for each resistance inside it.
  ///
  /// - Parameters:
  ///   - key: circuit-wide, for inner nodes.
  ///   - path: as messages name it.
  func elements(key: String, path: String) -> [Element] {
    var elements: [Element] = []
    func inner(_ node: String, _ ohms: Double, _ label: String) -> String {
      guard ohms > 0 else { return node }
      let inside = key + "#" + label.lowercased()
      elements.append(
        Element(
          name: path + "#" + label, plus: node, minus: inside, kind: .resistor(.number(ohms)), position: position))
      return inside
    }
    switch model {
    case .diode(let model):
      let anode = inner(nodes[0], model.resistance, "Rs")
      elements.append(Element(name: path, plus: anode, minus: nodes[1], kind: .diode(model), position: position))
    case .bipolar(let model):
      let collector = inner(nodes[0], model.collectorResistance, "Rc")
      let base = inner(nodes[1], model.baseResistance, "Rb")
      let emitter = inner(nodes[2], model.emitterResistance, "Re")
      elements.append(
        Element(
          name: path, plus: collector, minus: emitter, others: [base], kind: .bipolar(model), position: position))
    }
    return elements
  }
}
