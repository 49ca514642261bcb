import Glibc

/// A Kaiser-windowed sinc (Kaiser 1974), tabulated finely enough for cubic interpolation.
package struct SincKernel {
  private static let attenuation = 128.0
  private static let beta = 0.1102 * (attenuation - 8.7)
  private static let atCentre = bessel(beta)
  private static let stepsPerCrossing = 512
  /// Edges of the transition band as a share of the lower rate.
  private static let edges = (pass: 0.4535, stop: 0.5)

  /// Half the kernel's length, in input frames.
  let reach: Int
  /// `values[k]` at k / `stepsPerFrame` input frames from its centre.
  private let values: [Double]
  private let stepsPerFrame: Double

  /// - Parameter scale: lower rate / input rate, at most 1.
  init(scale: Double) {
    let taps = (Self.attenuation - 7.95) / (14.36 * (Self.edges.stop - Self.edges.pass))
    let half = taps / 2 / scale
    reach = Int(half.rounded(.up))
    stepsPerFrame = Double(Self.stepsPerCrossing) * scale
    let cutoff = scale * (Self.edges.pass + Self.edges.stop)
    let steps = stepsPerFrame
    values = (0..<(Int(half * steps) + 4)).map { Self.value(Double($0) / steps, half: half, cutoff: cutoff) }
  }

  /// The coefficients for the input frames whole + 1 − reach … whole + reach, for an output at whole + fraction.
  func row(_ fraction: Double) -> [Double] {
    (0..<(2 * reach)).map { tap in
      let distance = abs(Double(tap + 1 - reach) - fraction) * stepsPerFrame
      let k = Int(distance)
      guard k + 2 < values.count else { return 0 }
      return Self.cubic(values[abs(k - 1)], values[k], values[k + 1], values[k + 2], distance - Double(k))
    }
  }

  /// Third-order Lagrange interpolation between b (t = 0) and c (t = 1): far below the kernel's own error.
  private static func cubic(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ t: Double) -> Double {
    let wa = -t * (t - 1) * (t - 2) / 6
    let wb = (t + 1) * (t - 1) * (t - 2) / 2
    let wc = -(t + 1) * t * (t - 2) / 2
    let wd = (t + 1) * t * (t - 1) / 6
    return a * wa + b * wb + c * wc + d * wd
  }

  private static func value(_ x: Double, half: Double, cutoff: Double) -> Double {
    let u = x / half
    guard u < 1 else { return 0 }
    let angle = Double.pi * cutoff * x
    return cutoff * (angle == 0 ? 1 : sin(angle) / angle) * bessel(beta * (1 - u * u).squareRoot()) / atCentre
  }

  /// The modified Bessel function I₀.
  package static func bessel(_ x: Double) -> Double {
    var sum = 1.0
    var term = 1.0
    var k = 1.0
    while term > sum * 1e-18 {
      term *= (x / (2 * k)) * (x / (2 * k))
      sum += term
      k += 1
    }
    return sum
  }
}
