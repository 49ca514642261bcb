import Glibc

/// How a lane of random segments is put together.
public struct ExcitationMix: Sendable {
  /// Shares of the segments' kinds; recordings count only where some are given.
  public var sweeps = 0.2
  public var noise = 0.2
  public var plucks = 0.2
  public var recordings = 0.35
  public var silence = 0.05
  /// Seconds a segment lasts.
  public var length = 0.3...1.5
  /// Peak of a segment in dB against `reference`.
  public var level = -36.0...20.0
  /// The same for sweeps and noise.
  public var syntheticLevel = -36.0...20.0
  /// Volts of 0 dB.
  public var reference = 1.0
  /// Seconds of raised-cosine fade at a segment's ends.
  public var fade = 0.003

  public init() {}

  /// A signal of random segments.
  ///
  /// - Parameters:
  ///   - seconds: length.
  ///   - rate: samples per second, any above 0.
  ///   - sources: recordings at 48 kHz (``Excitation/rate``), cut out in pieces.
  /// - Returns: volts, `seconds · rate` samples (rounded down), first and last sample near 0.
  public func lane(
    seconds: Double, rate: Double, recordings sources: [[Double]] = [], random: inout SplitMix64
  ) -> [Double] {
    let count = Int((seconds * Excitation.rate).rounded(.up)) + 1
    var signal: [Double] = []
    signal.reserveCapacity(count)
    while signal.count < count {
      let room = Double(count - signal.count) / Excitation.rate
      let duration = min(random.uniform(length), room)
      let segment = faded(segment(seconds: duration, sources, &random))
      // Always at least one sample further.
      signal += segment.isEmpty ? [0] : segment
    }
    let wanted = Int((seconds * rate * (1 + 1e-12)).rounded(.down))
    return Resampler(from: Excitation.rate, to: rate)(Array(signal.prefix(count)), count: wanted)
  }

  private func segment(seconds: Double, _ sources: [[Double]], _ random: inout SplitMix64) -> [Double] {
    let usable = sources.filter { $0.count > 1 }
    let kind = random.choice(weights: [sweeps, noise, plucks, usable.isEmpty ? 0 : recordings, silence])
    let gain = reference * pow(10, random.uniform(kind < 2 ? syntheticLevel : level) / 20)
    let shape: [Double]
    switch kind {
    case 0:
      let high = random.choice(weights: [1, 1]) == 0 ? 5000.0 : 20_000
      let ends = [(0.05, 1.0), (1.0, 0.05), (1.0, 1.0)][random.choice(weights: [1, 1, 1])]
      let down = random.choice(weights: [2, 1]) == 1
      let sweep = Excitation.sweep(seconds: seconds, to: high, levels: ends)
      shape = down ? sweep.reversed() : sweep
    case 1:
      let cutoff = [300.0, 1500, 6000, 18_000][random.choice(weights: [1, 1, 1, 1])]
      shape = Excitation.noiseBursts(seconds: seconds, cutoff: cutoff, random: &random)
    case 2:
      shape = Excitation.pluck(seconds: seconds, pitch: random.logarithmic(60...900), random: &random)
    case 3:
      let source = usable[random.choice(weights: usable.map { _ in 1 })]
      shape = Excitation.cutOut(seconds: seconds, of: source, random: &random)
    default: shape = [Double](repeating: 0, count: Int(seconds * Excitation.rate))
    }
    return shape.map { $0 * gain }
  }

  private func faded(_ segment: [Double]) -> [Double] {
    let reach = min(Int(fade * Excitation.rate), segment.count / 2)
    var segment = segment
    for n in 0..<reach {
      let weight = 0.5 - 0.5 * cos(.pi * Double(n) / Double(reach))
      segment[n] *= weight
      segment[segment.count - 1 - n] *= weight
    }
    return segment
  }
}
