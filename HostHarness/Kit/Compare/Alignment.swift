import AudioFiles
import Signals

/// The delay between two recordings, by their cross-correlation.
enum Alignment {
  private static let reachSeconds = 0.25

  /// By how many frames `other` comes later, at most a quarter of a second either way.
  static func delay(of other: AudioBuffer<Float>, behind reference: AudioBuffer<Float>) -> Int {
    let longest = max(other.frameCount, reference.frameCount)
    let reach = min(Int(reachSeconds * reference.sampleRate), longest)
    var size = 1
    while size < longest + reach + 1 { size *= 2 }
    var (a, aImaginary) = (mixed(reference, size), [Double](repeating: 0, count: size))
    var (b, bImaginary) = (mixed(other, size), [Double](repeating: 0, count: size))
    let transform = FourierTransform(size: size)
    transform.run(&a, &aImaginary)
    transform.run(&b, &bImaginary)
    // conj(B) A; its transform is the correlation, backwards in time.
    var real = [Double](repeating: 0, count: size)
    var imaginary = real
    for k in 0..<size {
      real[k] = b[k] * a[k] + bImaginary[k] * aImaginary[k]
      imaginary[k] = b[k] * aImaginary[k] - bImaginary[k] * a[k]
    }
    transform.run(&real, &imaginary)
    var best = (delay: 0, value: real[0])
    for delay in 1...max(1, reach) {
      if real[delay] > best.value { best = (delay, real[delay]) }
      if real[size - delay] > best.value { best = (-delay, real[size - delay]) }
    }
    return best.delay
  }

  private static func mixed(_ audio: AudioBuffer<Float>, _ size: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: size)
    for channel in audio.channels {
      for (n, sample) in channel.enumerated() where sample.isFinite { sum[n] += Double(sample) }
    }
    return sum
  }
}
