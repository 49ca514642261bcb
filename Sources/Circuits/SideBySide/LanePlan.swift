import SolverKernelInterface

/// A plan as the kernels want it, by pivots chosen once for all lanes.
final class LanePlan: @unchecked Sendable {
  let plan: Plan
  let program: UnsafeMutablePointer<LaneProgram>
  /// What the program's tables lie in.
  private var owned: [AnyObject] = []

  /// - Parameter factors: by the pivots of a matrix of this plan.
  init(_ plan: Plan, factors: SparseFactors, options: SolverOptions) {
    self.plan = plan
    program = .allocate(capacity: 1)
    program.initialize(
      to: LaneProgram(
        rareOperation: RareParts.operation, rareTransistor: RareParts.transistor, rareChannel: RareParts.channel))
    addStamps()
    addTapes()
    addDevices()
    add(factors)
    let n = plan.unknownCount
    program.pointee.tolerances = table(
      (0..<n).map { plan.unknownIsCurrent[$0] ? options.currentTolerance : options.voltageTolerance })
    program.pointee.voltageTolerance = options.voltageTolerance
    program.pointee.relativeTolerance = options.relativeTolerance
    program.pointee.junctionTolerance = options.junctionTolerance
    program.pointee.cornerTolerance = options.cornerTolerance
    program.pointee.bendTolerance = options.refinements > 0 ? options.bendTolerance : .infinity
    program.pointee.uncheckedStages = options.uncheckedStages
    program.pointee.plainIterations = options.plainIterations
  }

  deinit {
    program.deinitialize(count: 1)
    program.deallocate()
  }

  private func table<Element>(_ frozen: Frozen<Element>) -> Table<Element> {
    owned.append(frozen)
    return Table(frozen.pointer, count: frozen.count)
  }

  private func table<Element>(_ elements: [Element]) -> Table<Element> { table(Frozen(elements)) }

  private func addStamps() {
    program.pointee.unknownCount = plan.unknownCount
    program.pointee.inputSlot = plan.inputSlot
    program.pointee.firstKnobSlot = plan.firstKnobSlot
    program.pointee.knobCount = plan.knobCount
    program.pointee.outputSlot = plan.outputSlot
    program.pointee.slotStart = table(plan.slots)
    program.pointee.parameterStart = table(plan.parameterStart)
    program.pointee.companions = table(
      plan.companions.buffer.map { index in
        guard case .companion(let coefficient) = plan.parameters[Int(index)] else { return (index, 0) }
        return (index, coefficient)
      })
    program.pointee.knobParameters = table(
      plan.knobParameters.buffer.map { parameter, slot, element in
        if case .resistor = plan.circuit.elements[Int(element)].kind {
          (parameter, slot, true)
        } else {
          (parameter, slot, false)
        }
      })
    program.pointee.stamps = table(plan.stamps.buffer.map { ($0.entry, $0.parameter, $0.sign) })
    program.pointee.unknownEntries = plan.unknownEntries
    program.pointee.rowStarts = table(plan.rowStarts)
    program.pointee.entryRows = table(plan.entryRows)
    program.pointee.entrySlots = table(plan.entrySlots)
    program.pointee.memories = table(
      plan.memories.buffer.map {
        LaneProgram.Memory(a: $0.a, b: $0.b, rowA: $0.rowA, rowB: $0.rowB, coefficient: $0.coefficient)
      })
    program.pointee.mutuals = table(plan.mutuals.buffer.map { ($0.row, $0.memory, $0.inductance) })
  }

  private func addTapes() {
    program.pointee.knobTape = table(plan.knobTape.buffer.map(\.sideBySide))
    program.pointee.hotTape = table(plan.hotTape.buffer.map(\.sideBySide))
    program.pointee.tables = table(plan.tables)
    program.pointee.curvedUnknowns = table(plan.curvedUnknowns)
    program.pointee.smoothness =
      switch plan.smoothness {
      case .jumps: .jumps
      case .hasCorners: .hasCorners
      case .isSmooth: .isSmooth
      }
    var rows = 0
    program.pointee.behaviours = table(
      plan.behaviours.buffer.map { from in
        var part = BehaviourPart()
        (part.tapeStart, part.tapeCount) = (from.tapeStart, from.tapeCount)
        (part.result, part.resultRow) = (from.result, from.resultRow)
        (part.plusRow, part.minusRow) = (from.plusRow, from.minusRow)
        (part.variableStart, part.variableCount) = (from.variableStart, from.variableCount)
        part.derivativeStart = Int32(rows)
        // Zeros, a row per variable, a row per instruction.
        rows += (1 + Int(from.variableCount) + Int(from.tapeCount)) * Int(from.variableCount)
        return part
      })
    program.pointee.derivativeRows = rows
  }

  private func addDevices() {
    let entries = plan.variableEntries.buffer
    program.pointee.slopeEntries = table(plan.variableEntries)
    // What is not needed goes past the last.
    var slopes = [Int32](repeating: Int32(entries.count), count: plan.entryRows.count + 1)
    for (index, entry) in entries.enumerated() { slopes[Int(entry)] = Int32(index) }
    program.pointee.slopeOfEntry = table(slopes.map { $0 == entries.count ? -1 : $0 })
    program.pointee.behaviourSlopes = table(
      plan.derivativeEntries.buffer.map { (slopes[Int($0.plus)], slopes[Int($0.minus)]) })
    program.pointee.junctions = table(
      plan.junctions.buffer.map { from in
        var part = JunctionPart()
        (part.a, part.b, part.rowA, part.rowB) = (from.a, from.b, from.rowA, from.rowB)
        part.entries = [slopes[Int(from.aa)], slopes[Int(from.ab)], slopes[Int(from.ba)], slopes[Int(from.bb)]]
        (part.law, part.charge) = (from.law.numbers, from.charge)
        return part
      })
    program.pointee.bipolars = table(
      plan.bipolars.buffer.map { from in
        var part = Self.transistor(from, slopes, polarity: from.law.polarity)
        (part.forward, part.reverse) = (from.law.forward.numbers, from.law.reverse.numbers)
        return part
      })
    program.pointee.bipolarLaws = table(plan.bipolars.buffer.map(\.law.numbers))
    program.pointee.fields = table(
      plan.fields.buffer.indices.map { index in
        let from = plan.fields.pointer + index
        var part = Self.transistor(from.pointee, slopes, polarity: from.pointee.law.polarity)
        (part.forward, part.reverse) = (from.pointee.law.junction.numbers, from.pointee.law.junction.numbers)
        part.law = UnsafeRawPointer(from.pointer(to: \.law)!)
        return part
      })
    program.pointee.channels = table(
      plan.channels.buffer.indices.map { index in
        let from = plan.channels.pointer + index
        var part = ChannelPart()
        (part.slots, part.rows, part.polarity) = (from.pointee.slots, from.pointee.rows, from.pointee.law.polarity)
        for column in 0..<8 { part.entries[column] = slopes[Int(from.pointee.entries[column])] }
        part.law = UnsafeRawPointer(from.pointer(to: \.law)!)
        return part
      })
    program.pointee.layers = table(
      plan.layers.buffer.map { from in
        var part = LayerPart()
        (part.a, part.b, part.rowA, part.rowB) = (from.a, from.b, from.rowA, from.rowB)
        for column in 0..<4 { part.entries[column] = slopes[Int(from.entries[column])] }
        (part.law, part.charge) = (from.law.numbers, from.charge)
        return part
      })
    program.pointee.charges = table(
      plan.charges.buffer.map { LaneProgram.Charge(a: $0.a, b: $0.b, c: $0.c, sign: $0.sign) })
    program.pointee.limitCount = plan.limitCount
  }

  private static func transistor<Law>(
    _ from: Plan.Three<Law>, _ slopes: [Int32], polarity: Double
  ) -> TransistorPart {
    var part = TransistorPart()
    (part.slots, part.rows, part.polarity) = (from.slots, from.rows, polarity)
    for column in 0..<9 { part.entries[column] = slopes[Int(from.entries[column])] }
    (part.limit, part.charge) = (from.limit, from.charge)
    return part
  }

  private func add(_ factors: SparseFactors) {
    program.pointee.constantPivots = factors.constantPivots
    program.pointee.constantSize = factors.constantSize
    program.pointee.variableSize = factors.variableSize
    program.pointee.pivots = table(
      factors.pivots.buffer.map {
        LaneProgram.Pivot(
          start: $0.start, right: $0.right, below: $0.below, row: $0.row, column: $0.column, targets: $0.targets,
          places: $0.places)
      })
    program.pointee.targets = table(factors.targets)
    program.pointee.places = table(factors.places)
    program.pointee.loads = table(factors.loads)
    let unknown = plan.variableEntries.buffer.filter { $0 < plan.unknownEntries }
    program.pointee.slopeLoads = table(unknown.map { factors.loads.pointer[Int($0)] })
  }
}
