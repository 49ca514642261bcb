/// Lays expressions out over slots. What depends on knobs alone goes to a tape of its own, run when a knob moves.
struct TapeCompiler {
  struct Operand {
    enum Level: Comparable { case constant, knob, variable }
    var slot: Int32
    var level: Level
    /// Row of derivatives within the expression at hand.
    var row: Int32 = 0
  }

  private(set) var knobTape: [Instruction] = []
  private(set) var tables: [Double] = []
  /// Initial values of every slot; constants never change afterwards.
  private(set) var slots: [Double]
  private var constants: [Double: Int32] = [:]

  /// What a named voltage or current is: set before compiling.
  var voltages: [String: Operand] = [:]
  var currents: [String: Operand] = [:]

  private var hot: [Instruction] = []
  private var variables: [Int32] = []
  private var rowCount: Int32 = 0

  /// - Parameter reserved: slots in use already.
  init(reserved: Int) { slots = Array(repeating: 0, count: reserved) }

  struct Compiled {
    var result: Operand
    var tape: [Instruction]
    /// Slots the derivatives are with respect to.
    var variables: [Int32]
    var rowCount: Int
  }

  mutating func compile(_ expression: Expression) -> Compiled {
    hot = []
    variables = []
    let leaves = expression.leaves
    for node in leaves.nodes.sorted() {
      if let operand = voltages[node], operand.level == .variable { variables.append(operand.slot) }
    }
    for name in leaves.currents.sorted() {
      if let operand = currents[name] { variables.append(operand.slot) }
    }
    rowCount = Int32(variables.count) + 1
    let result = emit(expression)
    return Compiled(result: result, tape: hot, variables: variables, rowCount: Int(rowCount))
  }

  /// Whether a voltage or current is unknown or the input, rather than fixed by constants and knobs.
  func isVariable(_ leaf: Expression) -> Bool {
    switch leaf {
    case .voltage(let node): voltages[node]!.level == .variable
    case .current(let name): currents[name]!.level == .variable
    default: false
    }
  }

  mutating func constant(_ value: Double) -> Operand {
    if let slot = constants[value] { return Operand(slot: slot, level: .constant) }
    let slot = newSlot(value)
    constants[value] = slot
    return Operand(slot: slot, level: .constant)
  }

  /// Gives a reserved slot its value for good.
  mutating func define(slot: Int, value: Double) { slots[slot] = value }

  mutating func newSlot(_ value: Double = 0) -> Int32 {
    slots.append(value)
    return Int32(slots.count - 1)
  }

  private mutating func emit(_ expression: Expression) -> Operand {
    if let value = expression.constant { return constant(value) }
    switch expression {
    case .number(let value): return constant(value)
    case .voltage(let node): return leaf(voltages[node]!)
    case .current(let name): return leaf(currents[name]!)
    case .table(let argument, let points, let isRounded):
      let operand = emit(argument)
      let start = Int32(tables.count)
      tables += points
      return append(isRounded ? .roundedTable : .table, [operand], table: (start, Int32(points.count)))
    case .apply(.divide, let arguments):
      let (top, bottom) = (emit(arguments[0]), emit(arguments[1]))
      // A division by what only knobs move becomes a multiplication by what the knob tape has divided already.
      guard top.level == .variable, bottom.level < .variable else { return append(.divide, [top, bottom]) }
      return append(.multiply, [top, append(.divide, [constant(1), bottom])])
    case .apply(let operation, let arguments):
      var operands: [Operand] = []
      for argument in arguments { operands.append(emit(argument)) }
      return append(operation, operands)
    }
  }

  private func leaf(_ operand: Operand) -> Operand {
    guard operand.level == .variable, let index = variables.firstIndex(of: operand.slot) else { return operand }
    var operand = operand
    operand.row = Int32(index) + 1
    return operand
  }

  private mutating func append(
    _ operation: Operation, _ operands: [Operand], table: (Int32, Int32) = (0, 0)
  ) -> Operand {
    let level = max(operands.map(\.level).max()!, .knob)
    let zero = constant(0)
    func operand(_ index: Int) -> Operand { index < operands.count ? operands[index] : zero }
    var result = Operand(slot: newSlot(), level: level)
    var step = Instruction(
      operation: operation, result: result.slot, a: operand(0).slot, b: operand(1).slot, c: operand(2).slot,
      aRow: operand(0).row, bRow: operand(1).row, cRow: operand(2).row, tableStart: table.0, tableCount: table.1)
    if level == .variable {
      result.row = rowCount
      step.resultRow = rowCount
      rowCount += 1
      hot.append(step)
    } else {
      knobTape.append(step)
    }
    return result
  }
}
