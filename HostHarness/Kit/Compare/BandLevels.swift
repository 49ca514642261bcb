import AudioFiles
import Glibc
import Signals

/// Levels in thirds of an octave over a whole recording.
struct BandLevels {
  /// Centres in hertz, 25 Hz to 20 kHz.
  static let centres = (0..<30).map { 25 * pow(2, Double($0) / 3) }

  /// Power per band, re full scale.
  let powers: [Double]

  private static let size = 4096

  init(_ audio: AudioBuffer<Float>) {
    let (size, half) = (Self.size, Self.size / 2)
    let transform = FourierTransform(size: size)
    let window = (0..<size).map { 0.5 - 0.5 * cos(2 * .pi * (Double($0) + 0.5) / Double(size)) }
    var bins = [Double](repeating: 0, count: half)
    for channel in audio.channels {
      for start in stride(from: 0, to: max(1, channel.count), by: half) {
        var real = (0..<size).map { n -> Double in
          let sample = start + n < channel.count ? channel[start + n] : 0
          return sample.isFinite ? Double(sample) * window[n] : 0
        }
        var imaginary = [Double](repeating: 0, count: size)
        transform.run(&real, &imaginary)
        for k in 0..<half { bins[k] += real[k] * real[k] + imaginary[k] * imaginary[k] }
      }
    }
    let width = audio.sampleRate / Double(size)
    let edge = pow(2, 1.0 / 6)
    let scale = 1 / (Double(size) * Double(max(1, audio.frameCount)) * 0.375)
    powers = Self.centres.map { centre in
      let low = max(1, Int((centre / edge / width).rounded(.up)))
      let high = min(half - 1, max(low, Int(centre * edge / width)))
      return low <= high ? bins[low...high].reduce(0, +) * scale : 0
    }
  }

  /// In decibels, and where; 0 where the reference is silent.
  static func largestDifference(_ other: BandLevels, _ reference: BandLevels, within range: Double) -> (
    decibels: Double, hertz: Double
  ) {
    let floor = (reference.powers.max() ?? 0) * pow(10, -range / 10)
    var worst = (decibels: 0.0, hertz: 0.0)
    for (index, power) in reference.powers.enumerated() where power > 0 && power >= floor {
      let difference = 10 * log10(max(other.powers[index], 1e-30) / power)
      if abs(difference) > abs(worst.decibels) { worst = (difference, centres[index]) }
    }
    return worst
  }
}
