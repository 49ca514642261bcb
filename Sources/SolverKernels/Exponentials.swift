import SolverKernelInterface

/// exp, ln and their kin of eight numbers.
enum Exponentials {
  /// Beyond this argument exponentials go on as straight lines, as in the scalar solver.
  static let largest = 200.0

  /// exp within about one unit of the last place, for −708 ≤ x ≤ 709; beyond, that of the nearer end.
  @inline(__always)
  static func exponential(_ argument: Values) -> Values {
    let x = argument.larger(Values(-708)).smaller(Values(709))
    // Adding 1.5 · 2⁵² leaves the nearest whole number in the lowest bits.
    let shift = Values(6_755_399_441_055_744)
    let shifted = shift.adding(x, Values(1.4426950408889634))
    let whole = shifted - shift
    let r = x.subtracting(whole, Values(0.6931471803691238)).subtracting(whole, Values(1.9082149292705877e-10))
    let s = r * r
    // (eʳ − 1 − r − r²/2) / r³ by the nearest polynomial of degree 8
    let low = Values(0.16666666666666666).adding(Values(0.04166666666665136), r)
    let middle = Values(0.008333333333332155).adding(Values(0.0013888888905881542), r)
    let high = Values(0.0001984126985433861).adding(Values(2.4801536388690766e-05), r)
    let top = Values(2.755728006701698e-06).adding(Values(2.761380686153829e-07), r)
    let upper = high.adding(top.adding(Values(2.5095554677111112e-08), s), s)
    let q = low.adding(middle, s).adding(upper, s * s)
    let value = Values(1) + r.adding(Values(0.5).adding(q, r), s)
    let exponent = (shifted.bits &<< SIMD8<Int64>(repeating: 52)) &+ SIMD8<Int64>(repeating: 1023 << 52)
    return value * Values(bits: exponent)
  }

  /// The exponential and its slope, straight beyond ``largest``.
  @inline(__always)
  static func straightened(_ x: Values) -> (value: Values, slope: Values) {
    let slope = exponential(x.smaller(Values(largest)))
    let beyond = (x - Values(largest)).larger(Values(0))
    return (slope.adding(slope, beyond), slope)
  }

  /// Natural logarithm of normal numbers above zero; no number for what is none.
  @inline(__always)
  static func logarithm(_ x: Values) -> Values {
    // x = m · 2ᵉ with √½ ≤ m < √2
    let moved = x.bits &- SIMD8<Int64>(repeating: 0x3fe6_a09e_667f_3bcd)
    let e = moved &>> SIMD8<Int64>(repeating: 52)
    let m = Values(bits: x.bits &- (e &<< SIMD8<Int64>(repeating: 52)))
    let shift = SIMD8<Int64>(repeating: 0x4338_0000_0000_0000)
    let exponent = Values(bits: e &+ shift) - Values(6_755_399_441_055_744)
    // 2 artanh(s), s = f / (2 + f), after fdlibm
    let f = m - Values(1)
    let s = f / (Values(2) + f)
    let z = s * s
    let w = z * z
    let even = Values(0.3999999999940942).adding(Values(0.22222198432149784).adding(Values(0.15313837699209373), w), w)
    let odd = Values(0.6666666666666735).adding(
      Values(0.2857142874366239).adding(Values(0.1818357216161805).adding(Values(0.14798198605116586), w), w), w)
    let r = even * w + odd * z
    let half = Values(0.5) * f * f
    let rest = (half - (s * (half + r)).adding(exponent, Values(1.9082149292705877e-10))) - f
    return exponent * Values(0.6931471803691238) - rest + (x - x)
  }

  /// Hyperbolic sine and cosine, straight beyond ``largest``; a series near zero keeps the sine's relative precision.
  @inline(__always)
  static func hyperbolic(_ x: Values) -> (sine: Values, cosine: Values) {
    let magnitude = x.magnitude
    let isSmall = magnitude .< Values(0.25)
    var (sine, cosine) = (Values(0), Values(1))
    if isSmall.isAnywhere {
      let s = (x * x).only(where: isSmall)
      let inner = Values(1).adding(s * Values(1.0 / 72), Values(1).adding(s, Values(1.0 / 110)))
      let middle = Values(1).adding(s * Values(1.0 / 20), Values(1).adding(s * Values(1.0 / 42), inner))
      sine = x * Values(1).adding(s * Values(1.0 / 6), middle)
      cosine = (Values(1).adding(sine, sine)).squareRoot()
    }
    guard (.!isSmall).isAnywhere else { return (sine, cosine) }
    let edge = magnitude.smaller(Values(largest))
    let up = Values(0.5) * exponential(edge)
    let down = Values(0.25) / up
    // Beyond the edge `down` counts for nothing.
    let beyond = (magnitude - Values(largest)).larger(Values(0))
    let large = (up - down).adding(up, beyond)
    let signed = large.replacing(with: -large, where: x .< Values(0))
    return (sine.replacing(with: signed, where: .!isSmall), cosine.replacing(with: up + down, where: .!isSmall))
  }

  @inline(__always)
  static func hyperbolicTangent(_ x: Values) -> Values {
    let magnitude = x.magnitude
    let isSmall = magnitude .< Values(0.25)
    var result = Values(0)
    if isSmall.isAnywhere {
      let (sine, cosine) = hyperbolic(x.only(where: isSmall))
      result = sine / cosine
    }
    guard (.!isSmall).isAnywhere else { return result }
    let large = Values(1) - Values(2) / (Values(1) + exponential(Values(2) * magnitude.smaller(Values(40))))
    let signed = large.replacing(with: -large, where: x .< Values(0))
    return result.replacing(with: signed, where: .!isSmall)
  }
}
