/// Band-limited change of sample rate between any two rates, evaluated in double.
///
/// Pass band (flat within 10⁻⁵) to 0.45 of the lower rate; from 0.5 on, images and aliases lie 120 dB down or more. No
/// delay: output frame n lies at the time n / `to`. Outside the input there is silence.
public struct Resampler: Sendable {
  /// Frames per second.
  public let from: Double
  public let to: Double

  /// Coefficients by phase, each row for the input frames whole + 1 − reach … whole + reach of an output at
  /// whole + phase. Where the ratio is one of small whole numbers these are all the phases there are; elsewhere they
  /// are evenly spaced (one more at phase 1), and outputs are blended from two neighbours.
  private let rows: [Double]
  private let rowLength: Int
  private let reach: Int
  private let ratio: (up: Int, down: Int)?
  /// Rows between two input frames where they are blended: straight lines between them err by −124 dB.
  private let phases: Int

  private static let phasesPerCrossing = 2048.0
  /// Most numbers in a table of exact phases.
  private static let tableLimit = 1 << 20

  /// - Precondition: both rates are above zero and finite.
  public init(from: Double, to: Double) {
    precondition(from > 0 && to > 0 && from.isFinite && to.isFinite, "expected rates above 0, got \(from) and \(to)")
    self.from = from
    self.to = to
    if from == to {
      (rows, rowLength, reach, phases, ratio) = ([], 0, 0, 0, nil)
      return
    }
    let scale = min(1, to / from)
    let kernel = SincKernel(scale: scale)
    reach = kernel.reach
    rowLength = 2 * kernel.reach
    if let exact = Self.ratio(from: from, to: to), exact.up * rowLength <= Self.tableLimit {
      ratio = exact
      phases = exact.up
      rows = (0..<exact.up).flatMap { kernel.row(Double($0 * exact.down % exact.up) / Double(exact.up)) }
    } else {
      ratio = nil
      let count = max(2, Int((Self.phasesPerCrossing * scale).rounded(.up)))
      phases = count
      rows = (0...count).flatMap { kernel.row(Double($0) / Double(count)) }
    }
  }

  /// How many frames come out of so many going in: the same duration, rounded up.
  public func outputCount(_ inputCount: Int) -> Int {
    if let ratio { return (inputCount * ratio.up + ratio.down - 1) / ratio.down }
    return Int((Double(inputCount) * to / from).rounded(.up))
  }

  /// - Parameter count: output frames wanted; by default as many as the input lasts.
  @_specialize(where Sample == Float)
  @_specialize(where Sample == Double)
  public func resample<Sample: BinaryFloatingPoint>(_ input: [Sample], count: Int? = nil) -> [Sample] {
    let count = count ?? outputCount(input.count)
    if from == to { return Array(input.prefix(count)) + [Sample](repeating: 0, count: max(0, count - input.count)) }
    let padded =
      [Double](repeating: 0, count: reach) + input.map { Double($0) } + [Double](repeating: 0, count: reach + 2)
    return padded.withUnsafeBufferPointer { padded in
      rows.withUnsafeBufferPointer { rows in
        (0..<count).map { frame in
          if let ratio {
            // padded[whole + 1 − reach + reach …] lines up with the row's first tap
            let row = rows.baseAddress! + frame % ratio.up * rowLength
            return Sample(dot(row, padded, frame * ratio.down / ratio.up + 1))
          }
          let position = Double(frame) * from / to
          let whole = Int(position)
          let phase = (position - Double(whole)) * Double(phases)
          let low = min(Int(phase), phases - 1)
          let row = rows.baseAddress! + low * rowLength
          let (a, b) = (dot(row, padded, whole + 1), dot(row + rowLength, padded, whole + 1))
          return Sample(a + (b - a) * (phase - Double(low)))
        }
      }
    }
  }

  private func dot(_ row: UnsafePointer<Double>, _ samples: UnsafeBufferPointer<Double>, _ start: Int) -> Double {
    let count = min(rowLength, samples.count - start)
    guard count > 0 else { return 0 }
    let x = UnsafeRawPointer(samples.baseAddress! + start)
    let h = UnsafeRawPointer(row)
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

  private static func ratio(from: Double, to: Double) -> (up: Int, down: Int)? {
    guard from == from.rounded(), to == to.rounded(), from < 1e8, to < 1e8 else { return nil }
    var (a, b) = (Int(from), Int(to))
    while b != 0 { (a, b) = (b, a % b) }
    return (Int(to) / a, Int(from) / a)
  }
}
