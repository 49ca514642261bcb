import CLAP

/// A sample that CLAP carries.
protocol AudioSample: BinaryFloatingPoint, Sendable {
  /// What buffers are filled with before a block, and what lies behind their ends.
  static var mark: Self { get }
  var isMark: Bool { get }
  static func buffer(_ channels: UnsafeMutablePointer<UnsafeMutablePointer<Self>?>?, count: Int) -> clap_audio_buffer_t
}

extension Float: AudioSample {
  static var mark: Float { Float(bitPattern: 0x7fc5_a1e5) }
  var isMark: Bool { bitPattern == 0x7fc5_a1e5 }
  static func buffer(_ channels: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>?, count: Int) -> clap_audio_buffer_t
  {
    clap_audio_buffer_t(
      data32: channels, data64: nil, channel_count: UInt32(count), latency: 0, constant_mask: 0)
  }
}

extension Double: AudioSample {
  static var mark: Double { Double(bitPattern: 0x7ff8_0005_a1e5_a1e5) }
  var isMark: Bool { bitPattern == 0x7ff8_0005_a1e5_a1e5 }
  static func buffer(_ channels: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>?, count: Int)
    -> clap_audio_buffer_t
  {
    clap_audio_buffer_t(
      data32: nil, data64: channels, channel_count: UInt32(count), latency: 0, constant_mask: 0)
  }
}

/// The channels of all ports of one direction. Behind each channel lie marks that nobody may write.
final class ChannelMemory<Sample: AudioSample> {
  static var guardFrames: Int { 64 }

  let ports: UnsafeMutableBufferPointer<clap_audio_buffer_t>
  let channels: UnsafeMutableBufferPointer<UnsafeMutablePointer<Sample>?>
  private let samples: UnsafeMutablePointer<Sample>
  private let stride: Int

  init(_ counts: [Int], maxFrames: Int) {
    let total = counts.reduce(0, +)
    stride = (maxFrames + Self.guardFrames + 15) & ~15
    samples = .allocate(capacity: max(1, total * stride))
    samples.initialize(repeating: .mark, count: max(1, total * stride))
    channels = .allocate(capacity: max(1, total))
    for channel in 0..<total { channels.initializeElement(at: channel, to: samples + channel * stride) }
    ports = .allocate(capacity: counts.count)
    var first = 0
    for (index, count) in counts.enumerated() {
      ports.initializeElement(at: index, to: Sample.buffer(channels.baseAddress! + first, count: count))
      first += count
    }
    self.total = total
  }

  let total: Int

  deinit {
    ports.deallocate()
    channels.deallocate()
    samples.deallocate()
  }

  func channel(_ index: Int) -> UnsafeMutablePointer<Sample> { channels[index]! }

  /// Marks everything, the frames themselves included.
  func mark() { samples.update(repeating: .mark, count: max(1, total * stride)) }

  /// Puts marks behind the first `frames` of a channel.
  func fence(_ channel: Int, from frames: Int) {
    (self.channel(channel) + frames).update(repeating: .mark, count: stride - frames)
  }

  /// Whether all behind the first `frames` of a channel is as it was.
  func isFenced(_ channel: Int, from frames: Int) -> Bool {
    UnsafeBufferPointer(start: self.channel(channel) + frames, count: stride - frames).allSatisfy(\.isMark)
  }
}
