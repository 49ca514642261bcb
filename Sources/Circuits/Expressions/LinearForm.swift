/// An expression that is a sum of voltages and currents times factors, and a rest, neither of which they influence.
struct LinearForm {
  /// Each a voltage or a current, once.
  private(set) var terms: [(leaf: Expression, factor: Expression)] = []
  private(set) var rest = Expression.number(0)

  /// - Parameter isVariable: whether a voltage or current is unknown or the input, rather than fixed by knobs.
  /// - Returns: `nil` if the expression is no such sum.
  init?(_ expression: Expression, isVariable: (Expression) -> Bool) {
    switch expression {
    case .number: rest = expression
    case .voltage, .current:
      if isVariable(expression) { terms = [(expression, .number(1))] } else { rest = expression }
    case .apply(let operation, let arguments):
      var parts: [LinearForm] = []
      for argument in arguments {
        guard let part = LinearForm(argument, isVariable: isVariable) else { return nil }
        parts.append(part)
      }
      if parts.allSatisfy(\.terms.isEmpty) {
        rest = expression
        return
      }
      switch operation {
      case .negate: self = parts[0].scaled { .apply(.negate, [$0]) }
      case .add: self = parts[0].plus(parts[1])
      case .subtract: self = parts[0].plus(parts[1].scaled { .apply(.negate, [$0]) })
      case .multiply where parts[1].terms.isEmpty: self = parts[0].scaled { .apply(.multiply, [$0, parts[1].rest]) }
      case .multiply where parts[0].terms.isEmpty: self = parts[1].scaled { .apply(.multiply, [parts[0].rest, $0]) }
      case .divide where parts[1].terms.isEmpty: self = parts[0].scaled { .apply(.divide, [$0, parts[1].rest]) }
      default: return nil
      }
    case .table(let argument, _, _):
      guard let part = LinearForm(argument, isVariable: isVariable), part.terms.isEmpty else { return nil }
      rest = expression
    }
  }

  private func scaled(_ scale: (Expression) -> Expression) -> LinearForm {
    var result = self
    result.terms = terms.map { ($0.leaf, scale($0.factor)) }
    result.rest = scale(rest)
    return result
  }

  private func plus(_ other: LinearForm) -> LinearForm {
    var result = self
    for term in other.terms {
      if let index = result.terms.firstIndex(where: { $0.leaf == term.leaf }) {
        result.terms[index].factor = .apply(.add, [result.terms[index].factor, term.factor])
      } else {
        result.terms.append(term)
      }
    }
    result.rest = .apply(.add, [rest, other.rest])
    return result
  }
}
