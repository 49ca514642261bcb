extension Circuit {
  /// Takes a circuit apart where an ideal voltage output separates what lies before from what lies behind it.
  ///
  /// The stages, played one after the other, each driven by the output of the one before, are the circuit itself: an
  /// ideal output does not feel its load, so nothing flows back. Supplies, ground and knobs are shared; whatever else
  /// couples two stages is an error.
  ///
  /// - Parameter cuts: the nodes between the stages, first to last. Input and output of the circuit are not among them.
  /// - Returns: one circuit more than there are cuts, each with its own `in` and `out`, the knobs it reads and its
  ///   states, in the order of the netlist.
  public func stages(cutAt cuts: [String]) throws(NetlistError) -> [Circuit] {
    guard !cuts.isEmpty else { return [self] }
    let place = SourcePosition(file: name, line: 1)
    let ends = [Self.input] + cuts.map { $0.lowercased() } + [Self.outputNode]
    for (index, node) in ends.enumerated() {
      guard topology.nodes.contains(node) else {
        throw .unknown(at: place, kind: "node", name: node, expected: "a node to cut the circuit at")
      }
      guard !ends[..<index].contains(node) else {
        throw .structure(at: place, expected: "every stage to end at a node of its own", found: "'\(node)' twice")
      }
    }
    let shared = sharedNodes
    let parts = try assigned(ends: ends, shared: shared, place)
    return try (0..<ends.count - 1).map { stage throws(NetlistError) in
      let own = parts.indices.filter { parts[$0] == stage }
      guard stage == ends.count - 2 || own.contains(where: { isDriver($0, of: ends[stage + 1], shared) }) else {
        throw .structure(
          at: place, expected: "a voltage source (V, E or B) that drives node '\(ends[stage + 1])'",
          found: "none: its load would act back on the stage before it")
      }
      return try stageCircuit(own, from: ends[stage], to: ends[stage + 1], shared, place)
    }
  }

  /// Ground, knobs, and what sources of constants or knobs alone hold in place.
  private var sharedNodes: Set<String> {
    var shared = Set(controls.map { "k_" + $0 })
    shared.insert(Self.ground)
    var grew = true
    while grew {
      grew = false
      for element in elements where element.isVoltageSource && !element.isInput {
        if let leaves = element.expression?.leaves {
          guard leaves.currents.isEmpty, leaves.nodes.isSubset(of: shared) else { continue }
        }
        if shared.contains(element.plus) != shared.contains(element.minus) {
          shared.formUnion([element.plus, element.minus])
          grew = true
        }
      }
    }
    return shared
  }

  /// Stage of each element; nil for what defines shared nodes, and for the input.
  private func assigned(
    ends: [String], shared: Set<String>, _ place: SourcePosition
  ) throws(NetlistError) -> [Int?] {
    var groups = Forest()
    for element in elements {
      let inner = element.touched.filter { !shared.contains($0) && !ends.contains($0) }.sorted()
      for node in inner.dropFirst() { _ = groups.join(inner[0], node) }
    }
    // Currents that are read, and coupled inductors, tie parts together without a node in common.
    func inside(_ key: String) -> String? {
      elements.first { $0.key == key }?.touched.filter { !shared.contains($0) && !ends.contains($0) }.min()
    }
    var ties = couplings.map { ($0.first, $0.second) }
    for element in elements { ties += (element.expression?.leaves.currents ?? []).map { (element.key, $0) } }
    for (first, second) in ties {
      if let one = inside(first), let other = inside(second) { _ = groups.join(one, other) }
    }
    // A group is known by its root, an element between ends alone by its own name.
    func group(_ element: Element) -> String {
      element.touched.filter { !shared.contains($0) && !ends.contains($0) }.sorted().first.map { groups.root($0) }
        ?? "=" + element.key
    }
    var touches: [String: Set<Int>] = [:]
    var drives: [String: Set<Int>] = [:]
    for (index, element) in elements.enumerated() where !element.isExternal {
      let name = group(element)
      for (end, node) in ends.enumerated() where element.touched.contains(node) {
        touches[name, default: []].insert(end)
        if isDriver(index, of: node, shared) { drives[name, default: []].insert(end) }
      }
    }
    return try elements.map { element throws(NetlistError) -> Int? in
      guard !element.isExternal, !element.touched.isSubset(of: shared) else { return nil }
      let name = group(element)
      let touched = (touches[name] ?? []).sorted()
      guard let first = touched.first, let last = touched.last else {
        throw .structure(
          at: element.position, expected: "\(element.name) to belong to a stage", found: "no way to any of \(ends)")
      }
      guard last - first <= 1 else {
        throw .structure(
          at: element.position, expected: "nothing but node '\(ends[first + 1])' between the stages",
          found: "\(element.name) in a part that couples '\(ends[first])' with '\(ends[last])'")
      }
      // What touches one end only belongs to the stage it drives, else to the one it loads.
      let stage = first < last ? first : drives[name]?.contains(first) == true ? first - 1 : first
      return min(max(stage, 0), ends.count - 2)
    }
  }

  /// Whether an element alone sets the voltage of a node.
  private func isDriver(_ index: Int, of node: String, _ shared: Set<String>) -> Bool {
    let element = elements[index]
    guard element.isVoltageSource, !element.isExternal else { return false }
    return element.plus == node && shared.contains(element.minus)
      || element.minus == node && shared.contains(element.plus)
  }

  private func stageCircuit(
    _ own: [Int], from start: String, to end: String, _ shared: Set<String>, _ place: SourcePosition
  ) throws(NetlistError) -> Circuit {
    func renamed(_ node: String) -> String {
      if node == start { return Self.input }
      if node == end { return Self.outputNode }
      // Names of the circuit's own ends must not be taken twice.
      return node == Self.input || node == Self.outputNode ? "whole." + node : node
    }
    // What the stage reads of knobs and supplies, and what these need in turn.
    var needed = own.reduce(into: Set<String>()) { $0.formUnion(elements[$1].touched) }
    var providers: Set<Int> = []
    var grew = true
    while grew {
      grew = false
      for (index, element) in elements.enumerated() where !providers.contains(index) && !element.isInput {
        guard element.touched.isSubset(of: shared), element.isVoltageSource,
          [element.plus, element.minus].contains(where: { needed.contains($0) && $0 != Self.ground })
        else { continue }
        providers.insert(index)
        needed.formUnion(element.touched)
        grew = true
      }
    }
    guard let source = elements.first(where: \.isInput) else {
      throw .structure(at: place, expected: "an input 'Vin in 0 external'", found: "none")
    }
    let indices = (own + providers).sorted()
    return try Circuit(
      part: [source] + indices.map { elements[$0].renamingNodes(renamed) }, of: self, name: "\(name) (\(end))")
  }
}

extension Element {
  var isExternal: Bool { if case .externalSource = kind { true } else { false } }
  var isInput: Bool { isExternal && plus == Circuit.input }
}
