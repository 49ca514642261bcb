import Glibc

/// A value and its partial derivatives with respect to up to three arguments.
struct Partials {
  var value: Double
  var first = 0.0
  var second = 0.0
  var third = 0.0
}

extension Operation {
  /// Beyond this argument exponentials go on as straight lines, so that nothing overflows on the way to a solution.
  static let largestExponent = 200.0
  private static let tiny = 1e-300

  /// Value and exact partial derivatives. Finite for every finite argument, except division by zero: outside the
  /// domain of `ln`, `sqrt`, `asin`, `acosh`, … stands the value at its edge.
  ///
  /// `^` and `pow` take the magnitude of their base, `log` is natural, `u(0)` is ½: all as in ngspice.
  @inline(__always)
  func evaluate(_ a: Double, _ b: Double, _ c: Double) -> Partials {
    switch self {
    case .add: return Partials(value: a + b, first: 1, second: 1)
    case .subtract: return Partials(value: a - b, first: 1, second: -1)
    case .multiply: return Partials(value: a * b, first: b, second: a)
    case .divide:
      let inverse = 1 / b
      return Partials(value: a * inverse, first: inverse, second: -a * inverse * inverse)
    case .hyperbolicSine:
      let (sine, cosine) = Self.hyperbolic(a)
      return Partials(value: sine, first: cosine)
    case .exponential:
      let (value, slope) = Self.exponential(a)
      return Partials(value: value, first: slope)
    case .hyperbolicTangent:
      let value = tanh(a)
      return Partials(value: value, first: 1 - value * value)
    case .hyperbolicCosine:
      let (sine, cosine) = Self.hyperbolic(a)
      return Partials(value: cosine, first: sine)
    case .negate: return Partials(value: -a, first: -1)
    case .minimum: return a < b ? Partials(value: a, first: 1) : Partials(value: b, second: 1)
    case .maximum: return a > b ? Partials(value: a, first: 1) : Partials(value: b, second: 1)
    case .absolute: return Partials(value: abs(a), first: a < 0 ? -1 : 1)
    case .select: return a != 0 ? Partials(value: b, second: 1) : Partials(value: c, third: 1)
    default: return rare(a, b)
    }
  }

  @inline(never)
  private func rare(_ a: Double, _ b: Double) -> Partials {
    func truth(_ condition: Bool) -> Partials { Partials(value: condition ? 1 : 0) }
    switch self {
    case .power:
      let base = max(abs(a), Self.tiny)
      let value = a == 0 && b > 0 ? 0 : pow(base, b)
      return Partials(
        value: value, first: (a < 0 ? -1 : 1) * b * pow(base, b - 1), second: value == 0 ? 0 : value * log(base))
    case .signedPower:
      let power = Operation.power.rare(a, b)
      guard a < 0 else { return power }
      return Partials(value: -power.value, first: -power.first, second: -power.second)
    case .floor: return Partials(value: a.rounded(.down))
    case .ceiling: return Partials(value: a.rounded(.up))
    case .nearest: return Partials(value: a.rounded(.toNearestOrEven))
    case .less: return truth(a < b)
    case .greater: return truth(a > b)
    case .lessEqual: return truth(a <= b)
    case .greaterEqual: return truth(a >= b)
    case .equal: return truth(a == b)
    case .notEqual: return truth(a != b)
    case .and: return truth(a != 0 && b != 0)
    case .or: return truth(a != 0 || b != 0)
    case .not: return truth(a == 0)
    case .logarithm: return Partials(value: log(max(a, Self.tiny)), first: 1 / max(a, Self.tiny))
    case .logarithm10:
      return Partials(value: log10(max(a, Self.tiny)), first: 1 / (max(a, Self.tiny) * 2.302585092994046))
    case .squareRoot:
      let root = sqrt(max(a, 0))
      return Partials(value: root, first: 0.5 / max(root, 1e-150))
    case .sine: return Partials(value: sin(a), first: cos(a))
    case .cosine: return Partials(value: cos(a), first: -sin(a))
    case .tangent:
      let value = tan(a)
      return Partials(value: value, first: 1 + value * value)
    case .arcTangent: return Partials(value: atan(a), first: 1 / (1 + a * a))
    case .arcSine:
      let x = min(max(a, -1), 1)
      return Partials(value: asin(x), first: 1 / sqrt(max(1 - x * x, 1e-30)))
    case .arcCosine:
      let x = min(max(a, -1), 1)
      return Partials(value: acos(x), first: -1 / sqrt(max(1 - x * x, 1e-30)))
    case .areaSine: return Partials(value: asinh(a), first: 1 / sqrt(1 + a * a))
    case .areaCosine:
      let x = max(a, 1)
      return Partials(value: acosh(x), first: 1 / sqrt(max(x * x - 1, 1e-30)))
    case .areaTangent:
      let x = min(max(a, -1 + 1e-15), 1 - 1e-15)
      return Partials(value: atanh(x), first: 1 / (1 - x * x))
    case .unitStep: return Partials(value: a > 0 ? 1 : a < 0 ? 0 : 0.5)
    case .sign: return Partials(value: a > 0 ? 1 : a < 0 ? -1 : 0)
    case .ramp: return a > 0 ? Partials(value: a, first: 1) : Partials(value: 0)
    default: return Partials(value: .nan)
    }
  }

  @inline(__always)
  static func exponential(_ x: Double) -> (value: Double, slope: Double) {
    if x <= largestExponent {
      let value = exp(x)
      return (value, value)
    }
    let edge = exp(largestExponent)
    return (edge * (1 + x - largestExponent), edge)
  }

  /// Hyperbolic sine and cosine from one exponential; a series near zero keeps the sine's relative precision.
  @inline(__always)
  static func hyperbolic(_ x: Double) -> (sine: Double, cosine: Double) {
    let magnitude = abs(x)
    if magnitude > largestExponent {
      let edge = 0.5 * exp(largestExponent)
      let value = edge * (1 + magnitude - largestExponent)
      return (x < 0 ? -value : value, edge)
    }
    if magnitude < 0.25 {
      let s = x * x
      let sine = x * (1 + s / 6 * (1 + s / 20 * (1 + s / 42 * (1 + s / 72 * (1 + s / 110)))))
      return (sine, (1 + sine * sine).squareRoot())
    }
    let up = 0.5 * exp(x)
    let down = 0.25 / up
    return (up - down, up + down)
  }
}
