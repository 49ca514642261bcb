import Glibc
import Signals

/// How far a rendering is from the truth.
public enum ErrorMeasure {
  /// Largest magnitude; infinite where a sample is no number.
  static func peak(_ samples: some Sequence<Float>) -> Double {
    Double(samples.reduce(0) { $1.isFinite ? max($0, abs($1)) : .infinity })
  }

  /// Error-to-signal ratio 10·log₁₀(Σ(y − ŷ)² / Σy²) in decibels, from sample `skip` on.
  public static func esrDecibels(_ rendering: [Float], truth: [Double], skip: Int = 0) -> Double {
    var error = 0.0
    var signal = 0.0
    for n in skip..<min(rendering.count, truth.count) {
      let difference = Double(rendering[n]) - truth[n]
      error += difference * difference
      signal += truth[n] * truth[n]
    }
    guard error.isFinite else { return .infinity }
    return 10 * log10(max(error, 1e-300) / max(signal, 1e-300))
  }

  /// The same with a constant delay of the rendering taken out: the best within `range` samples, to 1/1000 sample.
  public static func alignedDecibels(
    _ rendering: [Float], truth: [Double], range: ClosedRange<Double>, skip: Int
  ) -> (decibels: Double, delay: Double) {
    func error(_ delay: Double) -> Double {
      esrDecibels(rendering, truth: delayed(truth, by: delay), skip: skip)
    }
    // Whole samples cost no filter.
    var best = (delay: range.lowerBound, decibels: Double.infinity)
    for delay in stride(from: range.lowerBound.rounded(.up), through: range.upperBound, by: 1) {
      let whole = Int(delay)
      let shifted = truth.indices.map { truth.indices.contains($0 - whole) ? truth[$0 - whole] : 0 }
      let decibels = esrDecibels(rendering, truth: shifted, skip: skip)
      if decibels < best.decibels { best = (delay, decibels) }
    }
    var step = 0.5
    while step > 0.0005 {
      for candidate in [best.delay - step, best.delay + step] where range.contains(candidate) {
        let decibels = error(candidate)
        if decibels < best.decibels { best = (candidate, decibels) }
      }
      step /= 2
    }
    return (best.decibels, best.delay)
  }

  /// A signal delayed by a fraction of samples through a Kaiser-windowed sinc of 96 taps.
  static func delayed(_ signal: [Double], by delay: Double) -> [Double] {
    let reach = 48
    let whole = Int(floor(delay))
    let fraction = delay - Double(whole)
    let kernel = (-reach...reach).map { k -> Double in
      let x = Double(k) - fraction
      let sinc = abs(x) < 1e-9 ? 1 : sin(.pi * x) / (.pi * x)
      let edge = x / Double(reach + 1)
      return sinc * SincKernel.bessel(9 * max(1 - edge * edge, 0).squareRoot()) / SincKernel.bessel(9)
    }
    // Silence on both sides, so that no sample needs asking for.
    let margin = reach + abs(whole) + 1
    let silence = [Double](repeating: 0, count: margin)
    let padded = silence + signal + silence
    return padded.withUnsafeBufferPointer { padded in
      kernel.withUnsafeBufferPointer { kernel in
        signal.indices.map { n in
          var sum = 0.0
          for tap in 0...2 * reach { sum += padded[margin + n - whole + reach - tap] * kernel[tap] }
          return sum
        }
      }
    }
  }
}
