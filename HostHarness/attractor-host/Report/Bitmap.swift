import AudioFiles
import Foundation
import Signals

/// Pictures without a library: 24-bit BMP, which every browser shows.
struct Bitmap {
  let width: Int
  let height: Int
  private var pixels: [UInt8]

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    pixels = [UInt8](repeating: 0, count: width * height * 3)
  }

  /// - Parameter y: from the top.
  mutating func set(_ x: Int, _ y: Int, red: Double, green: Double, blue: Double) {
    let at = 3 * (y * width + x)
    for (offset, value) in [blue, green, red].enumerated() { pixels[at + offset] = UInt8(min(max(value, 0), 1) * 255) }
  }

  var data: Data {
    let row = (3 * width + 3) / 4 * 4
    var bytes: [UInt8] = Array("BM".utf8)
    func append(_ value: Int, _ count: Int) { for k in 0..<count { bytes.append(UInt8(value >> (8 * k) & 255)) } }
    append(54 + row * height, 4)
    append(0, 4)
    append(54, 4)
    append(40, 4)
    append(width, 4)
    append(height, 4)
    append(1, 2)
    append(24, 2)
    for _ in 0..<6 { append(0, 4) }
    for y in (0..<height).reversed() {
      bytes += pixels[3 * y * width..<3 * (y + 1) * width]
      bytes += [UInt8](repeating: 0, count: row - 3 * width)
    }
    return Data(bytes)
  }
}

/// Time to the right, 40 Hz to half the rate upwards, −100 to 0 dB from dark to light.
enum Spectrogram {
  private static let (columns, rows, size) = (320, 96, 2048)
  private static let lowestHertz = 40.0

  static func image(_ audio: AudioBuffer<Float>) -> Data {
    var bitmap = Bitmap(width: columns, height: rows)
    let samples = audio.channels.first ?? []
    let transform = FourierTransform(size: size)
    let window = (0..<size).map { 0.5 - 0.5 * cos(2 * .pi * (Double($0) + 0.5) / Double(size)) }
    let span = log(0.5 * audio.sampleRate / lowestHertz)
    for x in 0..<columns {
      let start = samples.count * x / columns - size / 2
      var real = (0..<size).map { n -> Double in
        guard samples.indices.contains(start + n), samples[start + n].isFinite else { return 0 }
        return Double(samples[start + n]) * window[n]
      }
      var imaginary = [Double](repeating: 0, count: size)
      transform.run(&real, &imaginary)
      for y in 0..<rows {
        let hertz = lowestHertz * exp(span * (1 - (Double(y) + 0.5) / Double(rows)))
        let bin = min(size / 2 - 1, Int(hertz / audio.sampleRate * Double(size)))
        let power = (real[bin] * real[bin] + imaginary[bin] * imaginary[bin]) / pow(0.25 * Double(size), 2)
        let share = min(max(1 + 10 * log10(max(power, 1e-30)) / 100, 0), 1)
        bitmap.set(x, y, red: 1.8 * share - 0.35, green: 1.7 * share - 0.75, blue: 0.2 + 1.3 * share * (1 - share))
      }
    }
    return bitmap.data
  }
}
