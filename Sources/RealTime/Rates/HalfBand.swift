import Glibc

/// Design of elliptic half-band filters as two parallel chains of all-passes.
///
/// H(z) = ½ (A₀(z²) + z⁻¹ A₁(z²)); minimum phase, so that nothing needs to be reported as latency. Coefficients after
/// R. A. Valenzuela and A. G. Constantinides, "Digital signal processing schemes for efficient interpolation and
/// decimation", IEE Proceedings G 130 (6), 1983.
public enum HalfBandDesign {
  public static let coefficientLimit = 16

  /// All-pass coefficients in ascending order; the even ones make up A₀, the odd ones A₁.
  /// - Parameters:
  ///   - passbandEdge: as a share of the higher rate, 0…0.25; the stopband begins at 0.5 minus it.
  ///   - attenuationDecibels: what the stopband must reach.
  public static func coefficients(passbandEdge: Double, attenuationDecibels: Double) -> [Double] {
    let k = pow(tan(.pi / 2 * 2 * passbandEdge), 2)
    let root = pow(1 - k * k, 0.25)
    let e = 0.5 * (1 - root) / (1 + root)
    let q = e + 2 * pow(e, 5) + 15 * pow(e, 9) + 150 * pow(e, 13)
    // What passes the stopband of a filter of order n, as a share of power: 4 q^(n/2).
    var count = 2
    while count < coefficientLimit, -10 * log10(4 * pow(q, Double(2 * count + 1) / 2)) < attenuationDecibels {
      count += 1
    }
    let order = Double(2 * count + 1)
    return (1...count).map { index in
      let angle = .pi * Double(index) / order
      var numerator = 0.0
      var denominator = 0.5
      for m in 0..<8 {
        let sign = m % 2 == 0 ? 1.0 : -1.0
        numerator += sign * pow(q, Double(m * (m + 1))) * sin(Double(2 * m + 1) * angle)
        if m > 0 { denominator += sign * pow(q, Double(m * m)) * cos(Double(2 * m) * angle) }
      }
      let w = numerator * pow(q, 0.25) / denominator
      let x = ((1 - w * w * k) * (1 - w * w / k)).squareRoot() / (1 + w * w)
      return (1 - x) / (1 + x)
    }
  }
}

/// One direction of a half-band stage: doubles or halves the rate.
struct HalfBand: BitwiseCopyable {
  private let count: Int
  private let coefficients: UnsafePointer<Float>
  /// Last input and last output of each section.
  private let inputs: UnsafeMutablePointer<Float>
  private let outputs: UnsafeMutablePointer<Float>

  init(coefficients: [Double], arena: Arena) {
    count = coefficients.count
    self.coefficients = UnsafePointer(arena.copy(coefficients.map(Float.init)))
    inputs = arena.zeroed(Float.self, count)
    outputs = arena.zeroed(Float.self, count)
  }

  @_noLocks @_noAllocation
  func rest() {
    for i in 0..<count {
      inputs[i] = 0
      outputs[i] = 0
    }
  }

  /// `count` samples in, twice as many out; `from` may be the second half of `to`.
  @_noLocks @_noAllocation
  func double(_ from: UnsafePointer<Float>, count: Int, to: UnsafeMutablePointer<Float>) {
    for n in 0..<count {
      let x = from[n]
      to[2 * n] = chain(x, from: 0)
      to[2 * n + 1] = chain(x, from: 1)
    }
  }

  /// `2 · count` samples in, `count` out; in place is fine.
  @_noLocks @_noAllocation
  func halve(_ from: UnsafePointer<Float>, count: Int, to: UnsafeMutablePointer<Float>) {
    for n in 0..<count {
      let (earlier, later) = (from[2 * n], from[2 * n + 1])
      to[n] = 0.5 * (chain(later, from: 0) + chain(earlier, from: 1))
    }
  }

  /// The sections first, first + 2 …, each (a + z⁻¹) / (1 + a z⁻¹).
  @inline(always)
  @_noLocks @_noAllocation
  private func chain(_ sample: Float, from first: Int) -> Float {
    var x = sample
    var i = first
    while i < count {
      let y = coefficients[i] * (x - outputs[i]) + inputs[i]
      inputs[i] = x
      outputs[i] = y
      x = y
      i += 2
    }
    return x
  }
}
