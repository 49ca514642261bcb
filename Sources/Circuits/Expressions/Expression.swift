/// What a node of an expression does; the tape executes the same operations.
enum Operation: UInt8, Sendable {
  case add, subtract, multiply, divide, power, minimum, maximum
  case less, greater, lessEqual, greaterEqual, equal, notEqual, and, or
  case negate, not, exponential, logarithm, logarithm10, squareRoot, absolute
  case sine, cosine, tangent, arcTangent, arcSine, arcCosine
  case hyperbolicSine, hyperbolicCosine, hyperbolicTangent, areaSine, areaCosine, areaTangent
  case unitStep, sign, ramp, floor, ceiling, nearest
  /// Of the base's magnitude, with the base's sign.
  case signedPower
  /// Condition, value if it is not zero, value if it is.
  case select
  /// Piecewise linear table of constants; with rounded corners.
  case table, roundedTable

  enum Smoothness: Comparable { case jumps, hasCorners, isSmooth }

  var smoothness: Smoothness {
    switch self {
    case .less, .greater, .lessEqual, .greaterEqual, .equal, .notEqual, .and, .or, .not, .unitStep, .sign, .select,
      .floor, .ceiling, .nearest:
      .jumps
    case .minimum, .maximum, .absolute, .ramp, .signedPower, .table, .roundedTable: .hasCorners
    default: .isSmooth
    }
  }
}

/// A behavioural expression, with parameters already replaced by their numbers and names made unique.
indirect enum Expression: Sendable, Hashable {
  case number(Double)
  /// Voltage of a node against ground.
  case voltage(String)
  /// Current through a voltage source, by the source's key.
  case current(String)
  case apply(Operation, [Expression])
  /// Piecewise linear: `points` is x₀ y₀ x₁ y₁ …, x rising. Beyond the ends of a plain table the outer pieces go on;
  /// a rounded one stays where it ends.
  case table(Expression, points: [Double], isRounded: Bool)

  static let functions: [String: (operation: Operation, arity: Int)] = [
    "exp": (.exponential, 1), "ln": (.logarithm, 1), "log": (.logarithm, 1), "log10": (.logarithm10, 1),
    "sqrt": (.squareRoot, 1), "abs": (.absolute, 1), "min": (.minimum, 2), "max": (.maximum, 2), "pow": (.power, 2),
    "sinh": (.hyperbolicSine, 1), "cosh": (.hyperbolicCosine, 1), "tanh": (.hyperbolicTangent, 1),
    "asinh": (.areaSine, 1), "acosh": (.areaCosine, 1), "atanh": (.areaTangent, 1), "sin": (.sine, 1),
    "cos": (.cosine, 1), "tan": (.tangent, 1), "atan": (.arcTangent, 1), "asin": (.arcSine, 1),
    "acos": (.arcCosine, 1), "u": (.unitStep, 1), "sgn": (.sign, 1), "uramp": (.ramp, 1), "floor": (.floor, 1),
    "ceil": (.ceiling, 1), "nint": (.nearest, 1), "pwr": (.signedPower, 2), "ternary_fcn": (.select, 3),
  ]

  /// Nodes and currents the expression reads.
  var leaves: (nodes: Set<String>, currents: Set<String>) {
    switch self {
    case .number: ([], [])
    case .voltage(let node): ([node], [])
    case .current(let name): ([], [name])
    case .table(let argument, _, _): argument.leaves
    case .apply(_, let arguments):
      arguments.map(\.leaves).reduce(into: (nodes: [], currents: [])) { sum, part in
        sum.nodes.formUnion(part.nodes)
        sum.currents.formUnion(part.currents)
      }
    }
  }

  /// The value, if the expression reads no node and no current.
  var constant: Double? {
    switch self {
    case .number(let value): return value
    case .voltage, .current: return nil
    case .table(let argument, let points, let isRounded):
      return argument.constant.map { PiecewiseLinear.value($0, points, isRounded: isRounded).value }
    case .apply(let operation, let arguments):
      let values = arguments.compactMap(\.constant)
      guard values.count == arguments.count else { return nil }
      return operation.evaluate(values[0], values.count > 1 ? values[1] : 0, values.count > 2 ? values[2] : 0).value
    }
  }

  /// The same expression of other nodes.
  func renamingNodes(_ rename: (String) -> String) -> Expression {
    switch self {
    case .number, .current: self
    case .voltage(let node): .voltage(rename(node))
    case .apply(let operation, let arguments): .apply(operation, arguments.map { $0.renamingNodes(rename) })
    case .table(let argument, let points, let isRounded):
      .table(argument.renamingNodes(rename), points: points, isRounded: isRounded)
    }
  }
}
