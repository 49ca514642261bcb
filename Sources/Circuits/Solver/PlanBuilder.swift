/// Collects the contributions of every element to the equations.
struct PlanBuilder {
  typealias Operand = TapeCompiler.Operand

  let circuit: Circuit
  let numbering: Numbering
  var compiler: TapeCompiler
  private(set) var entries: [(row: Int32, slot: Int32)] = []
  private var entryIndex: [Int64: Int32] = [:]
  private(set) var parameters: [Plan.Parameter] = []
  /// Element index of each parameter.
  private(set) var parameterElements: [Int] = []
  private(set) var stamps: [Plan.Stamp] = []
  private(set) var memories: [Plan.Memory] = []
  private(set) var memoryOfElement: [Int: Int] = [:]
  private(set) var inductorEnds: [Int: (Int32, Int32)] = [:]
  var junctions: [Plan.Junction] = []
  var bipolars: [Plan.Three<BipolarLaw>] = []
  var fields: [Plan.Three<FieldLaw>] = []
  var channels: [Plan.Channel] = []
  var layers: [Plan.Layer] = []
  var mutuals: [Plan.Mutual] = []
  var charges: [Plan.Charge] = []
  var limitCount = 0
  private(set) var supplies: [(slot: Int32, value: Double)] = []
  /// Slots that tapes read.
  private(set) var variables: [Int32] = []
  private(set) var behaviourElements: [Int] = []
  /// Index of the element being added.
  private(set) var current = 0
  private(set) var behaviours: [Plan.Behaviour] = []
  private(set) var derivativeEntries: [(plus: Int32, minus: Int32)] = []
  private(set) var hotTape: [Instruction] = []
  private(set) var rowBufferCount = 1
  private let replaced: Set<String>

  private var count: Int { numbering.names.count }
  private var trashRow: Int32 { Int32(count) }

  init(_ circuit: Circuit) {
    self.circuit = circuit
    numbering = Numbering(circuit)
    replaced = Set(numbering.replacedNodes.values)
    let n = numbering.names.count
    compiler = TapeCompiler(reserved: n + 3 + circuit.controls.count)
    defineSlots(n)
    for (index, element) in circuit.elements.enumerated() where !numbering.absorbed.contains(index) {
      current = index
      add(element, index: index)
    }
    addCouplings()
    numberLimits()
  }

  private mutating func defineSlots(_ n: Int) {
    compiler.define(slot: n, value: 0)
    compiler.define(slot: n + 1, value: 1)
    compiler.voltages[Circuit.ground] = Operand(slot: Int32(n), level: .constant)
    for (node, unknown) in numbering.nodeUnknowns {
      compiler.voltages[node] = Operand(slot: Int32(unknown), level: .variable)
    }
    if numbering.inputIsKnown { compiler.voltages[Circuit.input] = Operand(slot: Int32(n + 2), level: .variable) }
    for (index, control) in circuit.controls.enumerated() where numbering.nodeUnknowns["k_" + control] == nil {
      compiler.voltages["k_" + control] = Operand(slot: Int32(n + 3 + index), level: .knob)
    }
    for (node, value) in numbering.knownNodes {
      var result = compiler.compile(value).result
      if result.level == .constant {
        // A slot of its own, so that a search may raise supplies step by step.
        let volts = compiler.slots[Int(result.slot)]
        result.slot = compiler.newSlot(volts)
        supplies.append((result.slot, volts))
      }
      compiler.voltages[node] = result
    }
    for (index, unknown) in numbering.branchUnknowns {
      compiler.currents[circuit.elements[index].key] = Operand(slot: Int32(unknown), level: .variable)
    }
  }

  private mutating func add(_ element: Element, index: Int) {
    let (a, b) = (slot(element.plus), slot(element.minus))
    let (rowA, rowB) = (row(element.plus), row(element.minus))
    switch element.kind {
    case .resistor(let ohms):
      let inverse = compiler.compile(.apply(.divide, [.number(1), ohms]))
      if inverse.result.level == .variable {
        let current = Expression.apply(
          .divide, [.apply(.subtract, [.voltage(element.plus), .voltage(element.minus)]), ohms])
        addBehaviour(current, plusRow: rowA, minusRow: rowB)
      } else {
        addConductance(a, b, rowA, rowB, parameter(of: inverse.result))
      }
    case .capacitor(let farads):
      addConductance(a, b, rowA, rowB, parameter(.companion(farads)))
      memoryOfElement[index] = memories.count
      memories.append(
        Plan.Memory(a: a, b: b, rowA: rowA, rowB: rowB, coefficient: farads, isInductor: false))
    case .inductor(let henries):
      let branch = Int32(numbering.branchUnknowns[index]!)
      addBranch(branch, a, b, rowA, rowB)
      stamp(branch, branch, 1, parameter(.companion(-henries)))
      memoryOfElement[index] = memories.count
      inductorEnds[memories.count] = (a, b)
      memories.append(
        Plan.Memory(
          a: branch, b: Int32(count), rowA: branch, rowB: trashRow, coefficient: -henries, isInductor: true))
    case .currentSource(let amperes):
      let one = Int32(count + 1)
      stamp(rowA, one, 1, parameter(.constant(amperes)))
      stamp(rowB, one, -1, parameter(.constant(amperes)))
    case .diode(let model): addJunction(model, a, b, rowA, rowB)
    case .bipolar(let model): addBipolar(model, element)
    case .field(let model): addField(model, element)
    case .channel(let model): addChannel(model, element)
    case .charge(let law): addLayer(law, a, b, rowA, rowB)
    case .behaviouralCurrent(let value): addBehaviour(value, plusRow: rowA, minusRow: rowB)
    case .voltageSource, .externalSource, .behaviouralVoltage: addVoltage(element, index, a, b, rowA, rowB)
    }
  }

  /// v(plus) − v(minus) − value = 0, in the place of a node's equation or as one of its own.
  private mutating func addVoltage(
    _ element: Element, _ index: Int, _ a: Int32, _ b: Int32, _ rowA: Int32, _ rowB: Int32
  ) {
    let equation: Int32
    if let node = numbering.replacedNodes[index] {
      equation = slot(node)
      let one = parameter(.constant(1))
      stamp(equation, a, 1, one)
      stamp(equation, b, -1, one)
    } else {
      equation = Int32(numbering.branchUnknowns[index]!)
      addBranch(equation, a, b, rowA, rowB)
    }
    switch element.kind {
    case .voltageSource(let volts): stamp(equation, Int32(count + 1), -1, parameter(.constant(volts)))
    case .externalSource:
      let knob = circuit.controls.firstIndex { "k_" + $0 == element.plus }
      stamp(equation, Int32(count + 2 + (knob.map { $0 + 1 } ?? 0)), -1, parameter(.constant(1)))
    case .behaviouralVoltage(let value): addBehaviour(value, plusRow: trashRow, minusRow: equation)
    default: break
    }
  }

  private mutating func addBranch(_ branch: Int32, _ a: Int32, _ b: Int32, _ rowA: Int32, _ rowB: Int32) {
    let one = parameter(.constant(1))
    stamp(rowA, branch, 1, one)
    stamp(rowB, branch, -1, one)
    stamp(branch, a, 1, one)
    stamp(branch, b, -1, one)
  }

  mutating func addConductance(_ a: Int32, _ b: Int32, _ rowA: Int32, _ rowB: Int32, _ parameter: Int32) {
    stamp(rowA, a, 1, parameter)
    stamp(rowA, b, -1, parameter)
    stamp(rowB, a, -1, parameter)
    stamp(rowB, b, 1, parameter)
  }

  private mutating func addBehaviour(_ value: Expression, plusRow: Int32, minusRow: Int32) {
    if let sum = LinearForm(value, isVariable: { compiler.isVariable($0) }) {
      addSum(sum, plusRow: plusRow, minusRow: minusRow)
      return
    }
    let compiled = compiler.compile(value)
    behaviourElements.append(current)
    behaviours.append(
      Plan.Behaviour(
        tapeStart: Int32(hotTape.count), tapeCount: Int32(compiled.tape.count), result: compiled.result.slot,
        resultRow: compiled.result.row, plusRow: plusRow, minusRow: minusRow,
        variableStart: Int32(derivativeEntries.count), variableCount: Int32(compiled.variables.count)))
    hotTape += compiled.tape
    variables += compiled.variables
    for variable in compiled.variables {
      derivativeEntries.append((entry(plusRow, variable), entry(minusRow, variable)))
    }
    rowBufferCount = max(rowBufferCount, compiled.rowCount * compiled.variables.count)
  }

  private mutating func addSum(_ sum: LinearForm, plusRow: Int32, minusRow: Int32) {
    for (leaf, factor) in sum.terms {
      let parameter = parameter(of: compiler.compile(factor).result)
      let slot = compiler.compile(leaf).result.slot
      stamp(plusRow, slot, 1, parameter)
      stamp(minusRow, slot, -1, parameter)
    }
    let rest = compiler.compile(sum.rest).result.slot
    let one = parameter(.constant(1))
    stamp(plusRow, rest, 1, one)
    stamp(minusRow, rest, -1, one)
  }

  func slot(_ node: String) -> Int32 { compiler.voltages[node]!.slot }

  func row(_ node: String) -> Int32 {
    guard let unknown = numbering.nodeUnknowns[node], !replaced.contains(node) else { return trashRow }
    return Int32(unknown)
  }

  mutating func parameter(_ parameter: Plan.Parameter) -> Int32 {
    parameters.append(parameter)
    parameterElements.append(current)
    return Int32(parameters.count - 1)
  }

  private mutating func parameter(of operand: Operand) -> Int32 {
    parameter(operand.level == .constant ? .constant(compiler.slots[Int(operand.slot)]) : .slot(operand.slot))
  }

  mutating func stamp(_ row: Int32, _ slot: Int32, _ sign: Double, _ parameter: Int32) {
    let entry = entry(row, slot)
    if entry >= 0 { stamps.append(Plan.Stamp(entry: entry, parameter: parameter, sign: sign)) }
  }

  /// −1 where the equation is not needed or the slot is ground.
  mutating func entry(_ row: Int32, _ slot: Int32) -> Int32 {
    guard row != trashRow, slot != Int32(count) else { return -1 }
    let key = Int64(row) << 32 | Int64(slot)
    if let index = entryIndex[key] { return index }
    entries.append((row, slot))
    entryIndex[key] = Int32(entries.count - 1)
    return Int32(entries.count - 1)
  }

  /// Entries of unknowns sorted by row, then those of known slots; and how many the former are.
  func orderedEntries() -> (order: [Int], unknowns: Int) {
    let order = entries.indices.sorted {
      let (a, b) = (entries[$0], entries[$1])
      let (knownA, knownB) = (a.slot >= Int32(count), b.slot >= Int32(count))
      if knownA != knownB { return knownB }
      return (a.row, a.slot) < (b.row, b.slot)
    }
    return (order, entries.count { $0.slot < Int32(count) })
  }
}
