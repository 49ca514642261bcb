import Glibc
import Signals

/// How far a rendering is from the truth.
public enum ErrorMeasure {
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
    var best = (delay: range.lowerBound, decibels: Double.infinity)
    var delay = range.lowerBound
    while delay <= range.upperBound {
      let decibels = error(delay)
      if decibels < best.decibels { best = (delay, decibels) }
      delay += 0.25
    }
    var step = 0.125
    while step > 0.0005 {
      for candidate in [best.delay - step, best.delay + step] {
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
    return signal.indices.map { n in
      var sum = 0.0
      for k in -reach...reach {
        let index = n - whole - k
        if signal.indices.contains(index) { sum += signal[index] * kernel[k + reach] }
      }
      return sum
    }
  }
}
