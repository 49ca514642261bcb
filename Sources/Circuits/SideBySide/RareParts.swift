import SolverKernelInterface

/// Laws and operations that lanes side by side ask the scalar solver for, one by one.
enum RareParts {
  static let operation: LaneProgram.RareOperation = { code, arguments, table, tableCount, result in
    let operation = Operation(rawValue: code)!
    var partials: Partials
    if operation.isTable {
      let piece = PiecewiseLinear.value(
        arguments[0], table, count: Int(tableCount), isRounded: operation == .roundedTable)
      partials = Partials(value: piece.value, first: piece.slope)
    } else {
      partials = operation.evaluate(arguments[0], arguments[1], arguments[2])
    }
    (result[0], result[1], result[2], result[3]) = (partials.value, partials.first, partials.second, partials.third)
  }

  static let transistor: LaneProgram.RareLaw = { law, voltages, result in
    var held = ThreeCharges()
    let i = law.assumingMemoryBound(to: FieldLaw.self).pointee.evaluate(
      gs: voltages[0], gd: voltages[1], charges: &held)
    (result[0], result[1], result[2]) = (i.collector, i.collectorByFirst, i.collectorBySecond)
    (result[3], result[4], result[5]) = (i.base, i.baseByFirst, i.baseBySecond)
    (result[6], result[7], result[8]) = (held.first, held.firstByFirst, held.firstBySecond)
    (result[9], result[10]) = (held.second, held.secondBySecond)
  }

  static let channel: LaneProgram.RareLaw = { law, voltages, result in
    let i = law.assumingMemoryBound(to: ChannelLaw.self).pointee.evaluate(
      gate: voltages[0], drain: voltages[1], bulk: voltages[2])
    (result[0], result[1], result[2], result[3]) = (i.value, i.byGate, i.byDrain, i.byBulk)
  }
}

extension Operation {
  var sideBySide: TapeOperation {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .negate: .negate
    case .minimum: .minimum
    case .maximum: .maximum
    case .absolute: .absolute
    case .select: .select
    case .power: .power
    case .exponential: .exponential
    case .logarithm: .logarithm
    case .squareRoot: .squareRoot
    case .hyperbolicSine: .hyperbolicSine
    case .hyperbolicCosine: .hyperbolicCosine
    case .hyperbolicTangent: .hyperbolicTangent
    default: .rare
    }
  }
}

extension Instruction {
  var sideBySide: TapeStep {
    var step = TapeStep()
    (step.operation, step.code) = (operation.sideBySide, operation.rawValue)
    (step.result, step.a, step.b, step.c) = (result, a, b, c)
    (step.resultRow, step.aRow, step.bRow, step.cRow) = (resultRow, aRow, bRow, cRow)
    (step.tableStart, step.tableCount) = (tableStart, tableCount)
    return step
  }
}
