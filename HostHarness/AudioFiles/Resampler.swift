import Foundation

/// Band-limited change of sample rate: a Kaiser-windowed sinc, evaluated in double.
///
/// Any two rates. Pass band (flat within 10⁻⁵) to 0.45 of the lower rate; from 0.5 on, images and aliases lie
/// 125 dB down or more. No delay: output frame n lies at the time n / `to`. Outside the input there is silence.
public struct Resampler: Sendable {
  /// Frames per second.
  public let from: Double
  public let to: Double

  private static let attenuation = 128.0
  private static let beta = 0.1102 * (attenuation - 8.7)
  private static let stepsPerCrossing = 512

  /// Edges of the transition band as a share of the lower rate.
  private static let edges = (pass: 0.4535, stop: 0.5)

  /// Half the kernel's length, in input frames.
  private let reach: Int
  /// `kernel[k]` at k / `stepsPerFrame` input frames from its centre.
  private let kernel: [Double]
  private let stepsPerFrame: Double
  /// Rows of coefficients for a ratio of small whole numbers, one per phase; empty otherwise.
  private let rows: [[Double]]
  private let ratio: (up: Int, down: Int)?

  /// - Precondition: both rates are above zero and finite.
  public init(from: Double, to: Double) {
    precondition(from > 0 && to > 0 && from.isFinite && to.isFinite, "expected rates above 0, got \(from) and \(to)")
    self.from = from
    self.to = to
    let scale = min(1, to / from)
    let taps = (Self.attenuation - 7.95) / (14.36 * (Self.edges.stop - Self.edges.pass))
    let half = taps / 2 / scale
    reach = Int(half.rounded(.up))
    stepsPerFrame = Double(Self.stepsPerCrossing) * scale
    let cutoff = scale * (Self.edges.pass + Self.edges.stop)
    let steps = stepsPerFrame
    kernel = (0..<(Int(half * steps) + 4)).map { Self.kernel(Double($0) / steps, half: half, cutoff: cutoff) }
    ratio = Self.ratio(from: from, to: to)
    var rows = [[Double]]()
    if let ratio {
      for phase in 0..<ratio.up {
        let fraction = Double(phase * ratio.down % ratio.up) / Double(ratio.up)
        rows.append(Self.row(fraction, reach: reach, kernel: kernel, stepsPerFrame: stepsPerFrame))
      }
    }
    self.rows = rows
  }

  /// How many frames come out of so many going in: the same duration, rounded up.
  public func outputCount(_ inputCount: Int) -> Int {
    if let ratio { return (inputCount * ratio.up + ratio.down - 1) / ratio.down }
    return Int((Double(inputCount) * to / from).rounded(.up))
  }

  @_specialize(where Sample == Float)
  @_specialize(where Sample == Double)
  public func resample<Sample: AudioSample>(_ input: [Sample]) -> [Sample] {
    if from == to { return input }
    let padded =
      [Double](repeating: 0, count: reach) + input.map { Double($0) } + [Double](repeating: 0, count: reach + 2)
    return padded.withUnsafeBufferPointer { padded in
      (0..<outputCount(input.count)).map { frame in
        if let ratio {
          // padded[whole + 1 - reach + reach …] lines up with the row's first tap
          let whole = frame * ratio.down / ratio.up
          return Sample(Self.dot(rows[frame % ratio.up], padded, whole + 1))
        }
        let position = Double(frame) * from / to
        let whole = Int(position)
        let row = Self.row(position - Double(whole), reach: reach, kernel: kernel, stepsPerFrame: stepsPerFrame)
        return Sample(Self.dot(row, padded, whole + 1))
      }
    }
  }

  private static func dot(_ row: [Double], _ samples: UnsafeBufferPointer<Double>, _ start: Int) -> Double {
    row.withUnsafeBufferPointer { row in
      let count = min(row.count, samples.count - start)
      let x = UnsafeRawPointer(samples.baseAddress! + start)
      let h = UnsafeRawPointer(row.baseAddress!)
      var sum = SIMD8<Double>()
      var tap = 0
      while tap + 8 <= count {
        // A product and a sum: a fused one is a library call on the baseline processor.
        let samples = x.loadUnaligned(fromByteOffset: tap * 8, as: SIMD8<Double>.self)
        sum += samples * h.loadUnaligned(fromByteOffset: tap * 8, as: SIMD8<Double>.self)
        tap += 8
      }
      var rest = sum.sum()
      while tap < count {
        rest += samples[start + tap] * row[tap]
        tap += 1
      }
      return rest
    }
  }

  /// The coefficients for the input frames whole + 1 - reach … whole + reach, for an output at whole + fraction.
  private static func row(_ fraction: Double, reach: Int, kernel: [Double], stepsPerFrame: Double) -> [Double] {
    (0..<(2 * reach)).map { tap in
      let distance = abs(Double(tap + 1 - reach) - fraction) * stepsPerFrame
      let k = Int(distance)
      guard k + 2 < kernel.count else { return 0 }
      return cubic(kernel[abs(k - 1)], kernel[k], kernel[k + 1], kernel[k + 2], distance - Double(k))
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

  private static func kernel(_ x: Double, half: Double, cutoff: Double) -> Double {
    let u = x / half
    guard u < 1 else { return 0 }
    let angle = Double.pi * cutoff * x
    return cutoff * (angle == 0 ? 1 : sin(angle) / angle) * bessel(beta * (1 - u * u).squareRoot()) / bessel(beta)
  }

  /// The modified Bessel function I₀.
  private static func bessel(_ x: Double) -> Double {
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

  private static func ratio(from: Double, to: Double) -> (up: Int, down: Int)? {
    guard from == from.rounded(), to == to.rounded(), from < 1e8, to < 1e8 else { return nil }
    var (a, b) = (Int(from), Int(to))
    while b != 0 { (a, b) = (b, a % b) }
    let up = Int(to) / a
    return up <= 2048 ? (up, Int(from) / a) : nil
  }
}
