/// Decides what is unknown: node voltages that constants and knobs do not fix, and currents that must be solved for.
struct Numbering {
  private(set) var names: [String] = []
  private(set) var isCurrent: [Bool] = []
  /// Unknown of each node and each branch current.
  private(set) var nodeUnknowns: [String: Int] = [:]
  private(set) var branchUnknowns: [Int: Int] = [:]
  /// Nodes whose voltage an expression of knobs gives, in an order in which they can be computed.
  private(set) var knownNodes: [(node: String, value: Expression)] = []
  /// Element index of a voltage source → node whose current equation its voltage equation replaces.
  private(set) var replacedNodes: [Int: String] = [:]
  /// Elements whose job is done by `knownNodes`.
  private(set) var absorbed: Set<Int> = []
  /// Whether the input node is a slot; it is an unknown only if a current through it is read.
  private(set) var inputIsKnown = false
  private(set) var nodeRows: [Int] = []

  init(_ circuit: Circuit) {
    let elements = circuit.elements
    let referenced = elements.reduce(into: Set<String>()) { set, element in
      set.formUnion(element.expression?.leaves.currents ?? [])
    }
    let fixed = findKnown(elements, referenced: referenced)
    for node in circuit.topology.nodes where !fixed.contains(node) { add("v(\(node))", current: false, node: node) }
    var taken: Set<String> = []
    for (index, element) in elements.enumerated() where !absorbed.contains(index) {
      if case .inductor = element.kind {
        branchUnknowns[index] = add("i(\(element.name))", current: true)
      } else if element.isVoltageSource {
        let free = [element.plus, element.minus].filter { !fixed.contains($0) && $0 != Circuit.ground }
        if free.count == 1 && !referenced.contains(element.key) && taken.insert(free[0]).inserted {
          replacedNodes[index] = free[0]
        } else {
          branchUnknowns[index] = add("i(\(element.name))", current: true)
        }
      }
    }
    nodeRows = nodeUnknowns.filter { !taken.contains($0.key) }.map(\.value).sorted()
  }

  private mutating func findKnown(_ elements: [Element], referenced: Set<String>) -> Set<String> {
    var known: Set<String> = [Circuit.ground]
    var fixed: Set<String> = []
    for (index, element) in elements.enumerated() {
      guard case .externalSource = element.kind, !referenced.contains(element.key) else { continue }
      absorbed.insert(index)
      fixed.insert(element.plus)
      if element.plus == Circuit.input { inputIsKnown = true } else { known.insert(element.plus) }
    }
    var found = true
    while found {
      found = false
      for (index, element) in elements.enumerated() where !absorbed.contains(index) && !referenced.contains(element.key) {
        let value: Expression
        switch element.kind {
        case .voltageSource(let volts): value = .number(volts)
        case .behaviouralVoltage(let expression):
          guard expression.leaves.currents.isEmpty, expression.leaves.nodes.isSubset(of: known) else { continue }
          value = expression
        default: continue
        }
        let (plus, minus) = (known.contains(element.plus), known.contains(element.minus))
        guard plus != minus, !fixed.contains(plus ? element.minus : element.plus) else { continue }
        let (node, base) = plus ? (element.minus, element.plus) : (element.plus, element.minus)
        let sum = Expression.apply(plus ? .subtract : .add, [base == Circuit.ground ? .number(0) : .voltage(base), value])
        knownNodes.append((node, sum))
        known.insert(node)
        fixed.insert(node)
        absorbed.insert(index)
        found = true
      }
    }
    return fixed
  }

  @discardableResult
  private mutating func add(_ name: String, current: Bool, node: String? = nil) -> Int {
    names.append(name)
    isCurrent.append(current)
    if let node { nodeUnknowns[node] = names.count - 1 }
    return names.count - 1
  }
}
