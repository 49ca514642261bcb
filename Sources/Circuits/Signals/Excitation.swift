import Glibc

/// Signals to excite a circuit with: building blocks at 48 kHz with a peak of 1, and a mixer of random segments.
///
/// Everything is made at 48 kHz and brought to other rates by ``Resampler``, so nothing reaches beyond about 22 kHz,
/// gates and fades included. The same seed gives the same signal.
public enum Excitation {
  /// Samples per second of the building blocks.
  public static let rate = 48_000.0

  /// A sine rising exponentially from one frequency (Hz) to another while its level moves in a straight line.
  public static func sweep(
    seconds: Double, from low: Double = 20, to high: Double = 20_000, levels: (start: Double, end: Double) = (1, 1)
  ) -> [Double] {
    let count = Int(seconds * rate)
    let octaves = log(high / low)
    return (0..<count).map { n in
      let part = Double(n) / Double(max(1, count - 1))
      let phase = 2 * .pi * low * seconds / octaves * (exp(octaves * part) - 1)
      return (levels.start + (levels.end - levels.start) * part) * sin(phase)
    }
  }

  /// White noise through a second-order low pass (Hz), switched softly on and off a few times a second.
  public static func noiseBursts(seconds: Double, cutoff: Double, random: inout SplitMix64) -> [Double] {
    let count = Int(seconds * rate)
    let noise = LowPass(cutoff: cutoff).filtered((0..<count).map { _ in random.normal() })
    var gate = 0.0
    let pace = random.uniform(1...10)
    let threshold = random.uniform(-0.5...0.5)
    let softness = 1 - exp(-1 / (0.0005 * rate))
    var output = [Double](repeating: 0, count: count)
    for n in 0..<count {
      let open = sin(2 * .pi * pace * Double(n) / rate) > threshold ? 1.0 : 0
      gate += softness * (open - gate)
      output[n] = noise[n] * gate
    }
    return normalised(output)
  }

  /// A plucked string: slightly inharmonic partials that fall with their number and decay the faster the higher they
  /// are, behind a burst of pick noise; through a pickup, beyond whose resonance little comes.
  ///
  /// - Parameter pitch: Hz, of the fundamental.
  public static func pluck(seconds: Double, pitch: Double, random: inout SplitMix64) -> [Double] {
    let count = Int(seconds * rate)
    var output = [Double](repeating: 0, count: count)
    let stiffness = random.uniform(0...4e-4)
    let place = random.uniform(0.08...0.3)
    let decay = random.uniform(0.2...1.5)
    let brightness = random.uniform(0.7...1.6)
    for partial in 1...40 {
      let number = Double(partial)
      let frequency = pitch * number * (1 + stiffness * number * number).squareRoot()
      guard frequency < 18_000 else { break }
      let level = sin(.pi * number * place) * pow(number, -brightness)
      let fall = exp(-1 / (rate * decay / (1 + 0.15 * number)))
      // A rotating phasor costs no sine per sample.
      let (turnCos, turnSin) = (cos(2 * .pi * frequency / rate) * fall, sin(2 * .pi * frequency / rate) * fall)
      let phase = random.uniform(0...(2 * .pi))
      var (x, y) = (level * cos(phase), level * sin(phase))
      for n in 0..<count {
        output[n] += y
        (x, y) = (x * turnCos - y * turnSin, x * turnSin + y * turnCos)
      }
    }
    let pick = random.uniform(0.1...0.6)
    let pickFall = exp(-1 / (0.004 * rate))
    var (level, smooth) = (pick, 0.0)
    for n in 0..<min(count, Int(0.04 * rate)) {
      smooth += 0.5 * (random.normal() - smooth)
      output[n] += level * smooth
      level *= pickFall
    }
    let section = LowPass(cutoff: random.logarithmic(2_500...8_000))
    return normalised(section.filtered(output))
  }

  /// A second-order Butterworth low pass, by the bilinear transform.
  private struct LowPass {
    private let b, a1, a2: Double

    /// - Parameter cutoff: Hz.
    init(cutoff: Double) {
      let k = tan(.pi * min(cutoff, 0.45 * Excitation.rate) / Excitation.rate)
      let norm = 1 / (1 + 2.0.squareRoot() * k + k * k)
      (b, a1, a2) = (k * k * norm, 2 * (k * k - 1) * norm, (1 - 2.0.squareRoot() * k + k * k) * norm)
    }

    func filtered(_ input: [Double]) -> [Double] {
      var (s1, s2) = (0.0, 0.0)
      return input.map { x in
        let y = b * x + s1
        s1 = 2 * b * x - a1 * y + s2
        s2 = b * x - a2 * y
        return y
      }
    }
  }

  /// A random piece of a recording at 48 kHz, with a peak of 1; looks for one that is not silent.
  public static func cutOut(seconds: Double, of recording: [Double], random: inout SplitMix64) -> [Double] {
    let count = min(Int(seconds * rate), recording.count)
    let overall = peak(recording)
    var piece: [Double] = []
    for _ in 0..<20 {
      let start = Int(random.uniform() * Double(recording.count - count))
      piece = Array(recording[start..<(start + count)])
      if peak(piece) > 0.03 * overall { break }
    }
    return normalised(piece)
  }

  static func peak(_ signal: [Double]) -> Double { signal.reduce(0) { max($0, abs($1)) } }

  static func normalised(_ signal: [Double]) -> [Double] {
    let largest = peak(signal)
    return largest > 0 ? signal.map { $0 / largest } : signal
  }
}
