/// One operation on slots. All values of a lane — unknowns, known voltages, constants, intermediate results — lie in
/// one array of slots; derivatives in rows of a second.
struct Instruction: Sendable {
  var operation: Operation
  var result: Int32
  var a: Int32
  var b: Int32
  var c: Int32
  /// Rows of derivatives of the result and the arguments; an argument that is no variable has the row of zeros.
  var resultRow: Int32 = 0
  var aRow: Int32 = 0
  var bRow: Int32 = 0
  var cRow: Int32 = 0
  /// A table's piece of the table array.
  var tableStart: Int32 = 0
  var tableCount: Int32 = 0
}

enum Tape {
  /// Values alone.
  static func run(
    _ tape: UnsafeBufferPointer<Instruction>, slots: UnsafeMutablePointer<Double>, tables: UnsafePointer<Double>
  ) {
    for step in tape {
      let a = slots[Int(step.a)]
      if step.operation.isTable {
        let piece = PiecewiseLinear.value(
          a, tables + Int(step.tableStart), count: Int(step.tableCount), isRounded: step.operation == .roundedTable)
        slots[Int(step.result)] = piece.value
      } else {
        slots[Int(step.result)] = step.operation.evaluate(a, slots[Int(step.b)], slots[Int(step.c)]).value
      }
    }
  }

  /// Values and exact forward derivatives with respect to `width` variables.
  ///
  /// - Parameter rows: derivative rows, `width` numbers each: row 0 is zero, row 1 + j has a one at j.
  @inline(__always)
  static func run(
    _ tape: UnsafePointer<Instruction>, count: Int, slots: UnsafeMutablePointer<Double>,
    tables: UnsafePointer<Double>, rows: UnsafeMutablePointer<Double>, width: Int
  ) {
    for index in 0..<count {
      let step = tape[index]
      let a = slots[Int(step.a)]
      var partials: Partials
      if step.operation.isTable {
        let piece = PiecewiseLinear.value(
          a, tables + Int(step.tableStart), count: Int(step.tableCount), isRounded: step.operation == .roundedTable)
        partials = Partials(value: piece.value, first: piece.slope)
      } else {
        partials = step.operation.evaluate(a, slots[Int(step.b)], slots[Int(step.c)])
      }
      slots[Int(step.result)] = partials.value
      // Arguments that are no variables have the row of zeros: most steps need one row or two.
      let to = rows + Int(step.resultRow) &* width
      let (fa, fb, fc) = (
        rows + Int(step.aRow) &* width, rows + Int(step.bRow) &* width, rows + Int(step.cRow) &* width
      )
      if step.cRow != 0 {
        for column in 0..<width {
          to[column] = partials.first * fa[column] + partials.second * fb[column] + partials.third * fc[column]
        }
      } else if step.bRow == 0 {
        for column in 0..<width { to[column] = partials.first * fa[column] }
      } else if step.aRow == 0 {
        for column in 0..<width { to[column] = partials.second * fb[column] }
      } else {
        for column in 0..<width { to[column] = partials.first * fa[column] + partials.second * fb[column] }
      }
    }
  }
}
