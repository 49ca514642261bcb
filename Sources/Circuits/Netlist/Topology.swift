/// The graph of a circuit: which capacitors and inductors hold independent states, and whether every node can be
/// solved for.
///
/// States follow from a normal tree (Bryant 1959): voltage sources enter the tree first, then capacitors, then
/// what conducts, then inductors. Capacitors in the tree and inductors outside it are the independent states.
struct Topology: Sendable {
  /// Element indices of the independent capacitors and inductors, in netlist order.
  let states: [Int]
  /// Element indices of capacitors and inductors whose voltage or current follows from the others.
  let dependent: [Int]
  /// Every node but ground, in order of appearance.
  let nodes: [String]

  init(_ elements: [Element], couplings: [Coupling], file: String) throws(NetlistError) {
    var first: [String: SourcePosition] = [:]
    var order: [String] = []
    for element in elements {
      for node in element.nodes where node != Circuit.ground && first[node] == nil {
        first[node] = element.position
        order.append(node)
      }
    }
    nodes = order
    guard first[Circuit.outputNode] != nil else {
      throw .structure(at: SourcePosition(file: file, line: 1), expected: "a node 'out'", found: "none")
    }
    try Self.checkReferences(elements, nodes: first)
    try Self.checkRest(elements, first: first, order: order)

    var tree = Forest()
    for element in elements where element.isVoltageSource {
      guard tree.join(element.plus, element.minus) else {
        throw .structure(
          at: element.position, expected: "\(element.name) not to close a loop of voltage sources",
          found: "'\(element.plus)' and '\(element.minus)' tied already")
      }
    }
    var states: [Int] = []
    var dependent: [Int] = []
    for (index, element) in elements.enumerated() {
      guard case .capacitor = element.kind else { continue }
      if tree.join(element.plus, element.minus) { states.append(index) } else { dependent.append(index) }
    }
    for (a, b) in elements.flatMap(\.conducts) { _ = tree.join(a, b) }
    for (index, element) in elements.enumerated() {
      guard case .inductor = element.kind else { continue }
      if tree.join(element.plus, element.minus) { dependent.append(index) } else { states.append(index) }
    }
    self.states = states.sorted()
    self.dependent = dependent
    try Self.checkCouplings(couplings, elements, dependent: dependent)
  }

  /// Couplings need two inductors, both with currents of their own, and each pair at most once.
  private static func checkCouplings(
    _ couplings: [Coupling], _ elements: [Element], dependent: [Int]
  ) throws(NetlistError) {
    var pairs: [Set<String>: SourcePosition] = [:]
    for coupling in couplings {
      for key in [coupling.first, coupling.second] {
        guard let index = elements.firstIndex(where: { $0.key == key }), case .inductor = elements[index].kind else {
          throw .unknown(at: coupling.position, kind: "inductor", name: key, expected: "an L element")
        }
        guard !dependent.contains(index) else {
          throw .structure(
            at: coupling.position, expected: "inductors with currents of their own",
            found: "the current of \(elements[index].name) follows from others")
        }
      }
      let pair: Set<String> = [coupling.first, coupling.second]
      guard pair.count == 2 else {
        throw .structure(
          at: coupling.position, expected: "two inductors", found: "'\(coupling.first)' coupled with itself")
      }
      if let first = pairs[pair] {
        throw .duplicate(at: coupling.position, kind: "coupling", name: coupling.name, first: first)
      }
      pairs[pair] = coupling.position
    }
  }

  /// Expressions may read only nodes and sources that exist.
  private static func checkReferences(
    _ elements: [Element], nodes: [String: SourcePosition]
  ) throws(NetlistError) {
    let sources = Set(elements.filter(\.isVoltageSource).map(\.key))
    for element in elements {
      guard let leaves = element.expression?.leaves else { continue }
      for node in leaves.nodes.sorted() where node != Circuit.ground && nodes[node] == nil {
        throw .unknown(at: element.position, kind: "node", name: node, expected: "a node some element touches")
      }
      for source in leaves.currents.sorted() where !sources.contains(source) {
        throw .unknown(at: element.position, kind: "voltage source", name: source, expected: "a V, E or B V= element")
      }
    }
  }

  /// Every node needs a way to ground that carries direct current and no loop of inductors may tie two nodes twice.
  private static func checkRest(
    _ elements: [Element], first: [String: SourcePosition], order: [String]
  ) throws(NetlistError) {
    var rest = Forest()
    for element in elements where element.isVoltageSource { _ = rest.join(element.plus, element.minus) }
    for element in elements {
      guard case .inductor = element.kind else { continue }
      guard rest.join(element.plus, element.minus) else {
        throw .structure(
          at: element.position, expected: "\(element.name) not to close a loop of inductors and voltage sources",
          found: "'\(element.plus)' and '\(element.minus)' tied already, so no direct current is defined")
      }
    }
    for (a, b) in elements.flatMap(\.conducts) { _ = rest.join(a, b) }
    for node in order where rest.root(node) != rest.root(Circuit.ground) {
      throw .structure(
        at: first[node]!, expected: "a path for direct current from node '\(node)' to ground",
        found: "none: it floats")
    }
  }
}

/// Sets of connected nodes.
struct Forest {
  private var parent: [String: String] = [:]

  func root(_ node: String) -> String {
    var node = node
    while let next = parent[node] { node = next }
    return node
  }

  /// - Returns: whether the two were apart.
  mutating func join(_ first: String, _ second: String) -> Bool {
    let (a, b) = (root(first), root(second))
    if a != b { parent[a] = b }
    return a != b
  }
}
