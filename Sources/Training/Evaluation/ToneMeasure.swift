import Glibc

/// Level and pitch of a steady tone.
public struct ToneMeasure: Sendable, Equatable {
  /// Root mean square without the mean.
  public let rms: Double
  /// nil where there are not two periods.
  public let hertz: Double?

  /// The period is the mean distance of rising crossings of the mean, each found between two samples, and each after
  /// the signal has been a quarter of its RMS below: ripples count for nothing.
  public init(_ samples: some Collection<Float>, rateHz: Double) {
    let values = samples.map(Double.init)
    let mean = values.reduce(0, +) / Double(max(values.count, 1))
    let rms = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(values.count, 1))).squareRoot()
    self.rms = rms
    var crossings: [Double] = []
    var isArmed = false
    for n in values.indices.dropFirst() {
      let (before, after) = (values[n - 1] - mean, values[n] - mean)
      if before < -0.25 * rms { isArmed = true }
      if isArmed, before < 0, after >= 0 {
        crossings.append(Double(n) - after / (after - before))
        isArmed = false
      }
    }
    if crossings.count > 2, rms > 0 {
      hertz = Double(crossings.count - 1) / (crossings[crossings.count - 1] - crossings[0]) * rateHz
    } else {
      hertz = nil
    }
  }

  /// |20·log₁₀| of the ratio of levels.
  public func decibels(from other: ToneMeasure) -> Double {
    abs(20 * log10(max(rms, 1e-15) / max(other.rms, 1e-15)))
  }

  /// |1200·log₂| of the ratio of pitches; worst of all where only one of both has a pitch, none where neither has.
  public func cents(from other: ToneMeasure) -> Double {
    guard let hertz, let others = other.hertz else {
      return hertz == nil && other.hertz == nil ? 0 : EvaluationRow.worst
    }
    return abs(1200 * log2(hertz / others))
  }
}
