import Glibc

/// A first-order all-pass at the host's rate that evens out the delay of a cascade of half-band filters.
///
/// Minimum-phase filters delay treble longer than bass; heard through a clipper that is the largest error at 44.1 and
/// 48 kHz. H(z) = (a + z⁻¹) / (1 + a z⁻¹) with a < 0 delays bass longer, and so makes the whole nearly linear in phase
/// where music has its power, for some two frames of delay each way.
struct PhaseEqualiser: BitwiseCopyable {
  private let coefficient: Float
  /// Of both channels, each twice.
  private var lastInput = SIMD4<Float>()
  private var lastOutput = SIMD4<Float>()

  @_noLocks @_noAllocation
  init(coefficient: Double) {
    self.coefficient = Float(coefficient)
  }

  @_noLocks @_noAllocation
  mutating func rest() {
    lastInput = SIMD4()
    lastOutput = SIMD4()
  }

  /// One sample.
  @inline(always)
  @_noLocks @_noAllocation
  mutating func next(_ sample: SIMD4<Float>) -> SIMD4<Float> {
    lastOutput = SIMD4(repeating: coefficient) * (sample - lastOutput) + lastInput
    lastInput = sample
    return lastOutput
  }

  /// The coefficient that leaves the least phase error beside a constant delay, weighted by music's power.
  /// - Parameter stages: all-pass coefficients of each doubling, from the host's rate up.
  static func coefficient(stages: [[Double]], hostRateHz: Double) -> Double {
    let frequencies = (1...100).map { min(20_000, 0.45 * hostRateHz) * Double($0) / 100 }
    let phases = frequencies.map { cascadePhase(stages, hostRateHz, $0) }
    func error(_ a: Double) -> Double {
      var (sums, squares, weights) = (0.0, 0.0, [Double]())
      let total = zip(frequencies, phases).map { $1 + allPassPhase(a, 2 * .pi * $0 / hostRateHz) }
      for (frequency, phase) in zip(frequencies, total) {
        weights.append(1 / pow(1 + frequency / 1_000, 6))
        sums += weights[weights.count - 1] * frequency * phase
        squares += weights[weights.count - 1] * frequency * frequency
      }
      let slope = sums / squares
      return zip(zip(frequencies, total), weights).reduce(0) { $0 + $1.1 * pow($1.0.1 - slope * $1.0.0, 2) }
    }
    // Golden-section search: the error has one minimum here.
    var (low, high) = (-0.5, 0.0)
    let ratio = (5.0.squareRoot() - 1) / 2
    for _ in 0..<40 {
      let (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
      if error(a) < error(b) { high = b } else { low = a }
    }
    return 0.5 * (low + high)
  }

  private static func allPassPhase(_ a: Double, _ omega: Double) -> Double {
    -omega + 2 * atan2(a * sin(omega), 1 + a * cos(omega))
  }

  /// Phase of Π ½ (A₀(z²) + z⁻¹ A₁(z²)): in the passband both branches agree, so it is that of either.
  private static func cascadePhase(_ stages: [[Double]], _ hostRateHz: Double, _ frequency: Double) -> Double {
    var phase = 0.0
    for (stage, coefficients) in stages.enumerated() {
      let omega = 2 * .pi * frequency / (hostRateHz * Double(1 << stage))
      var branches = (0.0, -omega / 2)
      for (index, a) in coefficients.enumerated() {
        if index % 2 == 0 { branches.0 += allPassPhase(a, omega) } else { branches.1 += allPassPhase(a, omega) }
      }
      phase += 0.5 * (branches.0 + branches.1)
    }
    return phase
  }
}
