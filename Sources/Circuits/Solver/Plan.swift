/// A circuit made ready to solve: modified nodal equations F(x) = 0 over numbered unknowns.
///
/// Slots hold every value: unknowns at 0..<n, then ground (0 V), one (1), the input, the knobs, then constants and
/// intermediate results. Nodes whose voltage constants or knobs alone decide are no unknowns. Row n of F and the
/// entry past the last one are where contributions to equations that are not needed go.
final class Plan: Sendable {
  enum Parameter: Sendable {
    case constant(Double)
    /// Times 1 / (γh): capacitances, and negative inductances.
    case companion(Double)
    /// A slot the knob tape fills.
    case slot(Int32)
  }
  struct Stamp: Sendable {
    var entry: Int32
    var parameter: Int32
    var sign: Double
  }
  /// A capacitor (voltage between two slots) or an inductor (its current): the quantity the step carries on.
  struct Memory: Sendable {
    var a: Int32
    var b: Int32
    var rowA: Int32
    var rowB: Int32
    /// Farads, or minus henries.
    var coefficient: Double
    var isInductor: Bool
  }
  /// What the current of one inductor, a memory, induces in the equation of another.
  struct Mutual: Sendable {
    var row: Int32
    var memory: Int32
    /// Henries.
    var inductance: Double
  }
  /// A behavioural current from `plusRow` to `minusRow`; a behavioural voltage has only a `minusRow`, its equation.
  struct Behaviour: Sendable {
    var tapeStart: Int32
    var tapeCount: Int32
    var result: Int32
    var resultRow: Int32
    var plusRow: Int32
    var minusRow: Int32
    var variableStart: Int32
    var variableCount: Int32
  }

  let circuit: Circuit
  let unknownCount: Int
  /// `v(node)` or `i(element)`, for messages.
  let unknownNames: [String]
  let unknownIsCurrent: [Bool]
  /// Unknowns with an equation of currents of their own.
  let nodeRows: [Int]
  /// Slots as they start: constants filled.
  let slots: Frozen<Double>
  let knobTape: Frozen<Instruction>
  let hotTape: Frozen<Instruction>
  let tables: Frozen<Double>
  let rowBufferCount: Int
  /// Entries of the matrix over all slots: those of unknowns first, row by row, then those of known slots.
  let entryRows: Frozen<Int32>
  let entrySlots: Frozen<Int32>
  let rowStarts: Frozen<Int32>
  let unknownEntries: Int
  /// Entries that devices and expressions add to.
  let variableEntries: Frozen<Int32>
  let parameters: [Parameter]
  let parameterStart: Frozen<Double>
  let companions: Frozen<Int32>
  /// What knobs decide, and the element it belongs to.
  let knobParameters: Frozen<(parameter: Int32, slot: Int32, element: Int32)>
  /// An element with a constant that is no number.
  let brokenElement: Int?
  let stamps: Frozen<Stamp>
  let memories: Frozen<Memory>
  let mutuals: Frozen<Mutual>
  let stateMemories: [Int]
  let dependentMemories: [Int]
  let junctions: Frozen<Junction>
  let bipolars: Frozen<Three<BipolarLaw>>
  let fields: Frozen<Three<FieldLaw>>
  let channels: Frozen<Channel>
  let layers: Frozen<Layer>
  let charges: Frozen<Charge>
  /// Junction voltages that Newton's steps are limited by: the diodes' first, then two of each transistor.
  let limitCount: Int
  let behaviours: Frozen<Behaviour>
  /// Element index of each behaviour.
  let behaviourElements: [Int]
  /// Unknowns that expressions and channels depend on.
  let curvedUnknowns: Frozen<Int32>
  /// Of the least smooth expression.
  let smoothness: Operation.Smoothness
  /// Whether devices without charge alone make the matrix change, so that its factors may serve for several stages.
  let keepsFactors: Bool
  /// Slots of voltages that constant sources fix, and those voltages.
  let supplies: Frozen<(slot: Int32, value: Double)>
  /// Where each variable's derivative goes in the plus and the minus row.
  let derivativeEntries: Frozen<(plus: Int32, minus: Int32)>
  let outputSlot: Int
  /// Slots of the two ends of each inductor, by memory.
  let inductorEnds: [Int: (Int32, Int32)]

  var groundSlot: Int { unknownCount }
  var inputSlot: Int { unknownCount + 2 }
  var firstKnobSlot: Int { unknownCount + 3 }
  var knobCount: Int { circuit.controls.count }
  var isLinear: Bool { limitCount == 0 && behaviours.count == 0 && channels.count + layers.count == 0 }

  init(_ builder: PlanBuilder) {
    circuit = builder.circuit
    unknownCount = builder.numbering.names.count
    unknownNames = builder.numbering.names
    unknownIsCurrent = builder.numbering.isCurrent
    nodeRows = builder.numbering.nodeRows
    slots = Frozen(builder.compiler.slots)
    knobTape = Frozen(builder.compiler.knobTape)
    hotTape = Frozen(builder.hotTape)
    tables = Frozen(builder.compiler.tables)
    rowBufferCount = builder.rowBufferCount
    let (order, unknowns) = builder.orderedEntries()
    unknownEntries = unknowns
    entryRows = Frozen(order.map { builder.entries[$0].row })
    entrySlots = Frozen(order.map { builder.entries[$0].slot })
    var starts = [Int32](repeating: 0, count: unknownCount + 1)
    for index in order.prefix(unknowns) { starts[Int(builder.entries[index].row) + 1] += 1 }
    for row in 0..<unknownCount { starts[row + 1] += starts[row] }
    rowStarts = Frozen(starts)
    // Entry numbers so far are in order of creation; entry −1 is the one past the end.
    var position = [Int32](repeating: 0, count: order.count)
    for (new, old) in order.enumerated() { position[old] = Int32(new) }
    let trash = Int32(order.count)
    func place(_ entry: Int32) -> Int32 { entry < 0 ? trash : position[Int(entry)] }
    parameters = builder.parameters
    parameterStart = Frozen(
      builder.parameters.map {
        if case .constant(let value) = $0 { value } else { 0 }
      })
    companions = Frozen(
      builder.parameters.indices.compactMap {
        if case .companion = builder.parameters[$0] { Int32($0) } else { nil }
      })
    knobParameters = Frozen(
      builder.parameters.indices.compactMap {
        if case .slot(let slot) = builder.parameters[$0] {
          (Int32($0), slot, Int32(builder.parameterElements[$0]))
        } else {
          nil
        }
      })
    brokenElement = builder.parameters.indices.first {
      if case .constant(let value) = builder.parameters[$0] { !value.isFinite } else { false }
    }.map { builder.parameterElements[$0] }
    stamps = Frozen(
      builder.stamps.map { Stamp(entry: place($0.entry), parameter: $0.parameter, sign: $0.sign) })
    memories = Frozen(builder.memories)
    stateMemories = builder.circuit.topology.states.map { builder.memoryOfElement[$0]! }
    dependentMemories = builder.circuit.topology.dependent.compactMap { builder.memoryOfElement[$0] }
    junctions = Frozen(
      builder.junctions.map {
        var part = $0
        (part.aa, part.ab, part.ba, part.bb) = (place(part.aa), place(part.ab), place(part.ba), place(part.bb))
        return part
      })
    bipolars = Frozen(builder.bipolars.map { $0.placed(place) })
    fields = Frozen(builder.fields.map { $0.placed(place) })
    channels = Frozen(
      builder.channels.map {
        var part = $0
        for index in 0..<8 { part.entries[index] = place(part.entries[index]) }
        return part
      })
    layers = Frozen(
      builder.layers.map {
        var part = $0
        for index in 0..<4 { part.entries[index] = place(part.entries[index]) }
        return part
      })
    mutuals = Frozen(builder.mutuals)
    charges = Frozen(builder.charges)
    limitCount = builder.limitCount
    behaviours = Frozen(builder.behaviours)
    behaviourElements = builder.behaviourElements
    supplies = Frozen(builder.supplies)
    let limit = Int32(unknownCount)
    let curved = builder.variables + builder.channels.flatMap { part in (0..<4).map { part.slots[$0] } }
    curvedUnknowns = Frozen(Set(curved.filter { $0 < limit }).sorted())
    keepsFactors = curvedUnknowns.count == 0 && builder.charges.isEmpty && unknownCount > 1
    smoothness = builder.hotTape.map(\.operation.smoothness).min() ?? .isSmooth
    inductorEnds = builder.inductorEnds
    derivativeEntries = Frozen(builder.derivativeEntries.map { (place($0.plus), place($0.minus)) })
    var touched: Set<Int32> = []
    for part in junctions.buffer { touched.formUnion([part.aa, part.ab, part.ba, part.bb]) }
    for part in bipolars.buffer { touched.formUnion((0..<9).map { part.entries[$0] }) }
    for part in fields.buffer { touched.formUnion((0..<9).map { part.entries[$0] }) }
    for part in channels.buffer { touched.formUnion((0..<8).map { part.entries[$0] }) }
    for part in layers.buffer { touched.formUnion((0..<4).map { part.entries[$0] }) }
    for (plus, minus) in derivativeEntries.buffer { touched.formUnion([plus, minus]) }
    variableEntries = Frozen(touched.filter { $0 < trash }.sorted())
    outputSlot = Int(builder.compiler.voltages[Circuit.outputNode]!.slot)
  }
}

/// An array that never changes, at a fixed address.
final class Frozen<Element>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    pointer = .allocate(capacity: max(1, elements.count))
    pointer.initialize(from: elements, count: elements.count)
  }

  deinit {
    pointer.deinitialize(count: count)
    pointer.deallocate()
  }

  var buffer: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: pointer, count: count) }
}
