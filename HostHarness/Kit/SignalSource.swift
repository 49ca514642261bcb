import AudioFiles
import Glibc

/// A signal that is made instead of read: mono, full scale ±1.
public enum SignalSource: Equatable, Sendable {
  case sine(hertz: Double)
  /// Exponential, 20 Hz to 20 kHz or what the rate allows.
  case sweep
  /// White, even between −0.5 and 0.5.
  case noise(seed: UInt64)
  case impulse
  case silence

  public static let usage = "sine:220Hz, sweep, noise:SEED, impulse or silence"

  /// Reads `sine:220Hz`, `sweep`, `noise:7`, `impulse`, `silence`; nil for what is none of these, such as a path.
  ///
  /// - Throws: `.badSetting` for a signal with a number that is none.
  public init?(parsing text: String) throws(HostError) {
    let parts = text.lowercased().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let number = parts.count == 2 ? String(parts[1]) : nil
    switch (parts[0], number) {
    case ("sine", nil): self = .sine(hertz: 440)
    case ("sine", let number?):
      let (digits, factor) = number.hasSuffix("khz") ? (number.dropLast(3), 1000.0) : (Self.hertz(number), 1)
      guard let hertz = Double(digits.drop { $0 == " " }), hertz > 0, hertz * factor < 1e6 else {
        throw .badSetting(name: "input", expected: "a frequency such as sine:220Hz", actual: text)
      }
      self = .sine(hertz: hertz * factor)
    case ("noise", nil): self = .noise(seed: 1)
    case ("noise", let number?):
      guard let seed = UInt64(number) else {
        throw .badSetting(name: "input", expected: "noise:SEED with a whole number", actual: text)
      }
      self = .noise(seed: seed)
    case ("sweep", nil): self = .sweep
    case ("impulse", nil): self = .impulse
    case ("silence", nil): self = .silence
    default: return nil
    }
  }

  private static func hertz(_ text: String) -> Substring { text.hasSuffix("hz") ? text.dropLast(2) : text[...] }

  /// - Parameters:
  ///   - seconds: above zero.
  ///   - peak: of sines, sweeps and impulses.
  public func samples(sampleRate: Double, seconds: Double, peak: Double = 0.5) -> AudioBuffer<Float> {
    let count = max(1, Int((seconds * sampleRate).rounded()))
    let channel: [Float]
    switch self {
    case .sine(let hertz):
      channel = (0..<count).map { Float(peak * sin(2 * .pi * hertz * Double($0) / sampleRate)) }
    case .sweep:
      let (low, high) = (20.0, min(20_000, 0.45 * sampleRate))
      let pace = log(high / low) / Double(count)
      channel = (0..<count).map { n in
        Float(peak * sin(2 * .pi * low / sampleRate * (exp(pace * Double(n)) - 1) / pace))
      }
    case .noise(let seed):
      var random = EnduranceRandom(seed: seed, session: 0)
      channel = (0..<count).map { _ in Float(random.uniform() - 0.5) }
    case .impulse:
      channel = [Float(peak)] + [Float](repeating: 0, count: count - 1)
    case .silence:
      channel = [Float](repeating: 0, count: count)
    }
    return AudioBuffer(sampleRate: sampleRate, channels: [channel])
  }
}
