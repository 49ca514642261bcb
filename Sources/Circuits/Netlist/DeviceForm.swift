/// An element line that names a model: `Q1 c b e MODEL [area]`, `D1 a k MODEL [area]`.
struct DeviceForm {
  let name: String
  private let nodes: [String]
  private let model: DeviceModel
  private let position: SourcePosition

  private static let counts: [String: (nodes: ClosedRange<Int>, words: String, types: Set<String>)] = [
    "d": (2...2, "ANODE CATHODE", ["D"]), "q": (3...4, "COLLECTOR BASE EMITTER", ["NPN", "PNP"]),
    "j": (3...3, "DRAIN GATE SOURCE", ["NJF", "PJF"]), "m": (4...4, "DRAIN GATE SOURCE BULK", ["NMOS", "PMOS"]),
  ]

  init(_ line: SourceLine, scope: Scope) throws(NetlistError) {
    let (all, assignments) = try Fields.split(line)
    let words = all.flatMap { $0.split(separator: ",").map(String.init) }
    let name = words.first ?? ""
    let letter = name.prefix(1).lowercased()
    guard let form = Self.counts[letter] else {
      throw .syntax(at: line.position, expected: "NAME NODE … MODEL", found: "'\(line.text)'")
    }
    guard words.count < 2 || words[1].first != "(" else {
      throw .syntax(
        at: line.position, expected: "\(name) \(form.words) MODEL, as in ngspice without parentheses",
        found: "'\(line.text)'")
    }
    // A fourth node of a transistor is its substrate; what follows the nodes is the model.
    var count = form.nodes.lowerBound
    guard words.count > count + 1 else {
      throw .syntax(at: line.position, expected: "\(name) \(form.words) MODEL", found: "'\(line.text)'")
    }
    if form.nodes.upperBound > count, words.count > count + 2, scope.models[words[count + 1].lowercased()] == nil {
      count += 1
    }
    let word = words[count + 1]
    guard let model = scope.models[word.lowercased()] else {
      let known = scope.models.keys.sorted().joined(separator: ", ")
      throw .unknown(at: line.position, kind: "model", name: word, expected: known.isEmpty ? "a .model of it" : known)
    }
    guard form.types.contains(model.type) else {
      throw .structure(
        at: line.position, expected: "\(name) with a model of type \(form.types.sorted().joined(separator: " or "))",
        found: "'\(word)' of type \(model.type)")
    }
    let size = try Size(
      words[(count + 2)...], assignments, isChannel: letter == "m", name: name, scope: scope, at: line.position)
    self.name = name
    position = line.position
    var nodes: [String] = []
    for node in words[1...count] { nodes.append(try scope.node(node, at: line.position)) }
    self.nodes = nodes
    guard Set(nodes).count > 1 else {
      throw .structure(at: position, expected: "\(name) between different nodes", found: "all ends on '\(words[1])'")
    }
    self.model = size.applied(to: model)
  }

  /// The device itself, and a resistor for each resistance inside it.
  ///
  /// - Parameters:
  ///   - key: circuit-wide, for inner nodes.
  ///   - path: as messages name it.
  func elements(key: String, path: String) -> [Element] {
    var elements: [Element] = []
    func layer(_ label: String, _ from: String, _ to: String, _ charge: DepletionCharge, _ polarity: Double = 1) {
      guard charge.capacitance > 0 && from != to else { return }
      let (plus, minus) = polarity > 0 ? (from, to) : (to, from)
      elements.append(
        Element(name: path + "#" + label, plus: plus, minus: minus, kind: .charge(charge), position: position))
    }
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
      layer("Cbx", nodes[1], collector, model.outerLayer, model.polarity)
      layer("Cjs", nodes.count > 3 ? nodes[3] : Circuit.ground, collector, model.substrateLayer, model.polarity)
    case .field(let model):
      let drain = inner(nodes[0], model.drainResistance, "Rd")
      let source = inner(nodes[2], model.sourceResistance, "Rs")
      elements.append(
        Element(name: path, plus: drain, minus: source, others: [nodes[1]], kind: .field(model), position: position))
    case .channel(let model):
      let drain = inner(nodes[0], model.drainResistance, "Rd")
      let source = inner(nodes[2], model.sourceResistance, "Rs")
      elements.append(
        Element(
          name: path, plus: drain, minus: source, others: [nodes[1], nodes[3]], kind: .channel(model),
          position: position))
      // The bulk's junctions conduct from it in an N channel, towards it in a P channel.
      let ends = [(source, "Dbs", model.sourceCapacitance), (drain, "Dbd", model.drainCapacitance)]
      for (end, label, capacitance) in ends where end != nodes[3] {
        let (anode, cathode) = model.polarity > 0 ? (nodes[3], end) : (end, nodes[3])
        elements.append(
          Element(
            name: path + "#" + label, plus: anode, minus: cathode,
            kind: .diode(model.junction(capacitance: capacitance)),
            position: position))
      }
      layer("Cgs", nodes[1], source, .linear(model.sourceOverlap * model.width))
      layer("Cgd", nodes[1], drain, .linear(model.drainOverlap * model.width))
      layer("Cgb", nodes[1], nodes[3], .linear(model.bulkOverlap * (model.length - 2 * model.overlap)))
    }
    return elements
  }
}
