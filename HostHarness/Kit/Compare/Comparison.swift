import AudioFiles
import Glibc

/// How far one recording is from another, the reference.
public struct Comparison: Codable, Equatable, Sendable {
  /// Root mean square of the difference re that of the reference, in decibels; re full scale where that is silent.
  /// −300 for equal ones.
  public let nullDecibels: Double
  /// Error to signal: the same as power, re the reference, ESR.
  public let esr: Double
  /// The largest difference, in decibels re full scale.
  public let peakDecibels: Double
  /// Where it is.
  public let peakChannel: Int
  public let peakFrame: Int
  public let peakSeconds: Double
  /// Level of the other re the reference, in decibels.
  public let levelDecibels: Double
  /// The largest difference of levels in a third of an octave that the reference has within 60 dB of its loudest.
  public let spectrumDecibels: Double
  public let spectrumHertz: Double
  /// By how many frames the other comes later; taken out before all else where alignment was asked for.
  public let delayFrames: Int
  public let referenceFrames: Int
  public let otherFrames: Int
  /// Samples of the other that are not finite.
  public let nonFiniteSamples: Int

  public static let equal = -300.0

  /// - Parameter aligns: finds the delay first, within a quarter of a second.
  /// - Throws: `.different` for other rates or channels.
  public init(
    _ other: AudioBuffer<Float>, reference: AudioBuffer<Float>, aligns: Bool = false
  ) throws(ComparisonError) {
    guard other.sampleRate == reference.sampleRate else {
      throw .different("sample rate", expected: "\(reference.sampleRate) Hz", actual: "\(other.sampleRate) Hz")
    }
    guard other.channelCount == reference.channelCount else {
      throw .different("channel count", expected: "\(reference.channelCount)", actual: "\(other.channelCount)")
    }
    let delay = aligns ? Alignment.delay(of: other, behind: reference) : 0
    delayFrames = delay
    referenceFrames = reference.frameCount
    otherFrames = other.frameCount
    let (first, second) = (max(0, -delay), max(0, delay))
    let count = max(0, min(reference.frameCount - first, other.frameCount - second))
    var (error, signal, power) = (0.0, 0.0, 0.0)
    var peak = (size: 0.0, channel: 0, frame: 0)
    var bad = 0
    for channel in reference.channels.indices {
      let (a, b) = (reference.channels[channel], other.channels[channel])
      for n in 0..<count {
        let x = Double(a[first + n])
        var y = Double(b[second + n])
        if !y.isFinite {
          bad += 1
          y = 0
        }
        let difference = y - x
        error += difference * difference
        signal += x * x
        power += y * y
        if abs(difference) > peak.size { peak = (abs(difference), channel, first + n) }
      }
    }
    let samples = Double(max(1, count * reference.channelCount))
    esr = signal > 0 ? error / signal : error > 0 ? .infinity : 0
    nullDecibels = Self.decibels(power: signal > 0 ? error / signal : error / samples)
    peakDecibels = Self.decibels(power: peak.size * peak.size)
    (peakChannel, peakFrame) = (peak.channel, peak.frame)
    peakSeconds = Double(peak.frame) / reference.sampleRate
    levelDecibels = signal > 0 && power > 0 ? Self.decibels(power: power / signal) : 0
    nonFiniteSamples = bad
    (spectrumDecibels, spectrumHertz) = BandLevels.largestDifference(
      BandLevels(other), BandLevels(reference), within: 60)
  }

  /// Whether nothing worse than the tolerance was found.
  public func isWithin(_ toleranceDecibels: Double) -> Bool {
    nullDecibels <= toleranceDecibels && nonFiniteSamples == 0 && referenceFrames == otherFrames
  }

  static func decibels(power: Double) -> Double { power > 1e-30 ? 10 * log10(power) : equal }
}

/// Why two recordings cannot be compared.
public enum ComparisonError: Error, Equatable, CustomStringConvertible {
  case different(_ what: String, expected: String, actual: String)

  public var description: String {
    switch self {
    case .different(let what, let expected, let actual): "\(what): expected \(expected), got \(actual)"
    }
  }
}
