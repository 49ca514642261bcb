/// Channels in 64 bits at addresses that do not move.
final class DoubleChannels {
  /// One per channel, as `clap_audio_buffer_t.data64` wants them.
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>

  private let samples: UnsafeMutablePointer<Double>

  init(count: Int, stride: Int) {
    samples = .allocate(capacity: max(1, count * stride))
    samples.initialize(repeating: 0, count: max(1, count * stride))
    pointers = .allocate(capacity: max(1, count))
    for channel in 0..<count { (pointers + channel).initialize(to: samples + channel * stride) }
  }

  deinit {
    samples.deallocate()
    pointers.deallocate()
  }

  func take(_ source: UnsafePointer<Float>, _ channel: Int, _ frames: Int) {
    let target = pointers[channel]!
    for frame in 0..<frames { target[frame] = Double(source[frame]) }
  }

  func give(_ target: UnsafeMutablePointer<Float>, _ channel: Int, _ frames: Int) {
    let source = pointers[channel]!
    for frame in 0..<frames { target[frame] = Float(source[frame]) }
  }
}
