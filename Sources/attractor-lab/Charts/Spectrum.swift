import Foundation
import Plot
import Signals

/// Power over frequency: Welch's average of Hann windows, half overlapped.
struct Spectrum {
  let rateHz: Double
  /// Mean square of the sine that would fill bin k, k = 0…size / 2.
  let power: [Double]

  static let size = 16384

  init(_ samples: [Float], rateHz: Double) {
    self.rateHz = rateHz
    let size = Self.size
    let window = (0..<size).map { 0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(size)) }
    let transform = FourierTransform(size: size)
    var sum = [Double](repeating: 0, count: size / 2 + 1)
    var windows = 0.0
    for start in stride(from: 0, through: samples.count - size, by: size / 2) {
      var real = (0..<size).map { Double(samples[start + $0]) * window[$0] }
      var imaginary = [Double](repeating: 0, count: size)
      transform.run(&real, &imaginary)
      for k in sum.indices { sum[k] += real[k] * real[k] + imaginary[k] * imaginary[k] }
      windows += 1
    }
    // A sine of amplitude a puts a · size / 4 into its bin through this window; its mean square is a² / 2.
    let scale = 8 / (Double(size) * Double(size)) / max(windows, 1)
    power = sum.map { $0 * scale }
  }

  /// Decibels above 1 V, the mean power of each column of a logarithmic axis.
  func decibels(over range: ClosedRange<Double>, columns: Int = 360) -> [Chart.Point] {
    let step = log(range.upperBound / range.lowerBound) / Double(columns)
    let binHz = rateHz / Double(Self.size)
    return (0..<columns).map { column in
      let from = range.lowerBound * exp(Double(column) * step)
      let to = from * exp(step)
      let first = min(max(Int((from / binHz).rounded()), 0), power.count - 1)
      let last = min(max(Int((to / binHz).rounded()) - 1, first), power.count - 1)
      let mean = power[first...last].reduce(0, +) / Double(last - first + 1)
      return Chart.Point(x: (from * to).squareRoot(), y: 10 * log10(max(mean, 1e-30)))
    }
  }
}
