import Glibc

/// Band-limited change of sampling rate by any ratio: a Kaiser-windowed sinc (Kaiser 1974), linear phase and without
/// delay, output sample n at time n / outputRate.
///
/// Stopband below −120 dB from half the lower rate on; passband to 0.45 of the lower rate. The filter is tabulated
/// finely enough that the straight line between two of its phases is exact to the same level.
public struct Resampler: Sendable {
  /// Zero crossings on each side, at the lower rate.
  private static let halfWidth = 80
  private static let phases = 8192
  private static let beta = 12.5
  /// Cutoff as a part of the lower rate: passband and stopband edges lie evenly around it.
  private static let cutoff = 0.475

  private let ratio: Double
  /// Input samples per unit of the table's argument; above 1 when the rate is lowered.
  private let stretch: Double
  private let table: [Double]

  /// - Parameters: samples per second, both above 0.
  public init(from inputRate: Double, to outputRate: Double) {
    precondition(inputRate > 0 && outputRate > 0, "rates above 0")
    ratio = inputRate / outputRate
    stretch = max(1, ratio)
    let size = Self.halfWidth * Self.phases
    let atZero = Self.bessel(Self.beta)
    table = (0..<(size + 2)).map { index in
      let t = Double(index) / Double(Self.phases)
      let edge = min(1, t / Double(Self.halfWidth))
      let window = Self.bessel(Self.beta * (1 - edge * edge).squareRoot()) / atZero
      let x = 2 * Self.cutoff * t
      let sinc = t == 0 ? 1 : sin(.pi * x) / (.pi * x)
      return index >= size ? 0 : 2 * Self.cutoff * sinc * window
    }
  }

  /// The input, taken as silent before its first and after its last sample.
  ///
  /// - Parameter count: output samples wanted; by default as many as the input lasts.
  public func callAsFunction(_ input: [Double], count: Int? = nil) -> [Double] {
    guard !input.isEmpty else { return Array(repeating: 0, count: count ?? 0) }
    if ratio == 1 { return Self.fitted(input, count ?? input.count) }
    let count = count ?? Int((Double(input.count - 1) / ratio * (1 + 1e-12)).rounded(.down)) + 1
    var output = [Double](repeating: 0, count: count)
    let reach = Double(Self.halfWidth) * stretch
    let scale = Double(Self.phases) / stretch
    input.withUnsafeBufferPointer { input in
      table.withUnsafeBufferPointer { table in
        for n in 0..<count {
          let center = Double(n) * ratio
          let first = max(0, Int((center - reach).rounded(.up)))
          let last = min(input.count - 1, Int((center + reach).rounded(.down)))
          var sum = 0.0
          var k = first
          while k <= last {
            let position = abs(Double(k) - center) * scale
            let index = Int(position)
            let fraction = position - Double(index)
            let low = table[index]
            sum += input[k] * (low + (table[index &+ 1] - low) * fraction)
            k &+= 1
          }
          output[n] = sum / stretch
        }
      }
    }
    return output
  }

  private static func fitted(_ input: [Double], _ count: Int) -> [Double] {
    count <= input.count ? Array(input[..<count]) : input + Array(repeating: 0, count: count - input.count)
  }

  /// Modified Bessel function of the first kind, order 0.
  private static func bessel(_ x: Double) -> Double {
    var (sum, term, k) = (1.0, 1.0, 1.0)
    while term > 1e-18 * sum {
      term *= (x / (2 * k)) * (x / (2 * k))
      sum += term
      k += 1
    }
    return sum
  }
}
