import SolverKernelInterface

/// Values and partial derivatives of one operation.
struct Partials {
  var value: Values
  var first = Values(0)
  var second = Values(0)
  var third = Values(0)
}

extension LaneStep {
  /// Values alone.
  func runKnobTape() {
    for index in 0..<program.pointee.knobTape.count {
      let step = program.pointee.knobTape.pointer + index
      slots[Int(step.pointee.result)] = evaluate(step).value
    }
  }

  /// Values and exact forward derivatives with respect to `width` variables.
  @inline(__always)
  func run(_ tape: UnsafeMutablePointer<TapeStep>, count: Int, rows: Row, width: Int) {
    for index in 0..<count {
      let step = tape + index
      let partials = evaluate(step)
      slots[Int(step.pointee.result)] = partials.value
      let to = rows + Int(step.pointee.resultRow) &* width
      let (fa, fb) = (rows + Int(step.pointee.aRow) &* width, rows + Int(step.pointee.bRow) &* width)
      // Arguments that are no variables have the row of zeros.
      if step.pointee.cRow != 0 {
        let fc = rows + Int(step.pointee.cRow) &* width
        for column in 0..<width {
          to[column] = (partials.first * fa[column]).adding(partials.second, fb[column]).adding(
            partials.third, fc[column])
        }
      } else if step.pointee.bRow == 0 {
        for column in 0..<width { to[column] = partials.first * fa[column] }
      } else if step.pointee.aRow == 0 {
        for column in 0..<width { to[column] = partials.second * fb[column] }
      } else {
        for column in 0..<width { to[column] = (partials.first * fa[column]).adding(partials.second, fb[column]) }
      }
    }
  }

  @inline(__always)
  private func evaluate(_ step: UnsafeMutablePointer<TapeStep>) -> Partials {
    let (a, b) = (slots[Int(step.pointee.a)], slots[Int(step.pointee.b)])
    let one = Values(1)
    switch step.pointee.operation {
    case .add: return Partials(value: a + b, first: one, second: one)
    case .subtract: return Partials(value: a - b, first: one, second: -one)
    case .multiply: return Partials(value: a * b, first: b, second: a)
    case .divide:
      let inverse = one / b
      return Partials(value: a * inverse, first: inverse, second: -a * inverse * inverse)
    case .negate: return Partials(value: -a, first: -one)
    case .minimum:
      let isFirst = a .< b
      return choice(isFirst, a, b)
    case .maximum:
      let isFirst = a .> b
      return choice(isFirst, a, b)
    case .absolute: return Partials(value: a.magnitude, first: one.replacing(with: -one, where: a .< Values(0)))
    case .select:
      let c = slots[Int(step.pointee.c)]
      let isFirst = a .!= Values(0)
      return Partials(
        value: c.replacing(with: b, where: isFirst), second: one.only(where: isFirst), third: one.only(where: .!isFirst)
      )
    case .exponential:
      let (value, slope) = Exponentials.straightened(a)
      return Partials(value: value, first: slope)
    case .hyperbolicSine:
      let (sine, cosine) = Exponentials.hyperbolic(a)
      return Partials(value: sine, first: cosine)
    case .hyperbolicCosine:
      let (sine, cosine) = Exponentials.hyperbolic(a)
      return Partials(value: cosine, first: sine)
    case .hyperbolicTangent:
      let value = Exponentials.hyperbolicTangent(a)
      return Partials(value: value, first: one - value * value)
    case .logarithm:
      let x = a.larger(Values(1e-300))
      return Partials(value: Exponentials.logarithm(x), first: one / x)
    case .squareRoot:
      let root = a.larger(Values(0)).squareRoot()
      return Partials(value: root, first: Values(0.5) / root.larger(Values(1e-150)))
    case .power: return power(a, b)
    case .rare: return rare(step, a, b)
    }
  }

  @inline(__always)
  private func choice(_ isFirst: Mask, _ a: Values, _ b: Values) -> Partials {
    let one = Values(1)
    return Partials(
      value: b.replacing(with: a, where: isFirst), first: one.only(where: isFirst), second: one.only(where: .!isFirst))
  }

  /// Of the base's magnitude.
  @inline(__always)
  private func power(_ a: Values, _ b: Values) -> Partials {
    let base = a.magnitude.larger(Values(1e-300))
    let logarithm = Exponentials.logarithm(base)
    let isZero = (a .== Values(0)) .& (b .> Values(0))
    let value = Exponentials.exponential(b * logarithm).replacing(with: Values(0), where: isZero)
    let slope = b * Exponentials.exponential((b - Values(1)) * logarithm)
    return Partials(
      value: value, first: slope.replacing(with: -slope, where: a .< Values(0)),
      second: (value * logarithm).replacing(with: Values(0), where: value .== Values(0)))
  }

  @inline(never)
  private func rare(_ step: UnsafeMutablePointer<TapeStep>, _ a: Values, _ b: Values) -> Partials {
    let c = slots[Int(step.pointee.c)]
    let table = program.pointee.tables.pointer + Int(step.pointee.tableStart)
    var result = Partials(value: Values(0))
    for lane in 0..<8 {
      var arguments = SIMD4(a[lane], b[lane], c[lane], 0)
      var values = SIMD4<Double>()
      withUnsafeMutableBytes(of: &arguments) { from in
        withUnsafeMutableBytes(of: &values) { to in
          program.pointee.rareOperation(
            step.pointee.code, from.baseAddress!.assumingMemoryBound(to: Double.self), table, step.pointee.tableCount,
            to.baseAddress!.assumingMemoryBound(to: Double.self))
        }
      }
      result.value[lane] = values[0]
      result.first[lane] = values[1]
      result.second[lane] = values[2]
      result.third[lane] = values[3]
    }
    return result
  }
}
