import Glibc
import TestModels

/// Test material.
enum Material {
  /// Decaying chords with noise, bursts and quiet parts: peak about `peak` volts.
  static func music(seconds: Double, rateHz: Double, peak: Double, seed: UInt64 = 7) -> [Float] {
    var dice = Dice(seed)
    let count = Int(seconds * rateHz)
    var result = [Double](repeating: 0, count: count)
    let note = Int(0.25 * rateHz)
    for start in stride(from: 0, to: count, by: note) {
      let level = peak * exp(dice.number(-3...0))
      let pitches = (0..<3).map { _ in dice.number(80...1200) }
      for n in start..<min(start + note, count) {
        let t = Double(n - start) / rateHz
        var sum = 0.0
        for pitch in pitches { sum += sin(2 * .pi * pitch * t) / 3 }
        // Rises within two milliseconds: audio is band-limited.
        result[n] = level * (sum * exp(-6 * t) + 0.02 * dice.normal()) * min(1, t / 0.002)
      }
    }
    return result.map(Float.init)
  }

  static func sine(_ hertz: Double, rateHz: Double, count: Int, amplitude: Double = 1) -> [Float] {
    (0..<count).map { Float(amplitude * sin(2 * .pi * hertz * Double($0) / rateHz)) }
  }
}

/// Σ(a − b)² / Σb² in decibels.
func errorDecibels(_ a: [Float], _ b: [Double], from first: Int = 0) -> Double {
  var (error, signal) = (0.0, 0.0)
  for n in first..<b.count {
    error += (Double(a[n]) - b[n]) * (Double(a[n]) - b[n])
    signal += b[n] * b[n]
  }
  return 10 * log10(error / signal)
}
