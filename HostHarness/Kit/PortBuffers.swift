import CLAP

/// The buffers of all ports of one direction, each channel in 32-bit float, at most `maxFrames` long. The pointers
/// stay the same for its whole life.
final class PortBuffers {
  /// One per port, as `clap_process_t` wants them.
  let ports: UnsafeMutableBufferPointer<clap_audio_buffer_t>

  private let channels: UnsafeMutableBufferPointer<UnsafeMutablePointer<Float>?>
  private let samples: UnsafeMutableBufferPointer<Float>
  private let stride: Int
  /// The same channels in 64 bits, once they are asked for.
  private var wide: DoubleChannels?

  init(_ layout: [AudioPort], maxFrames: Int) {
    // Channels begin on cache lines.
    stride = (maxFrames + 15) & ~15
    let total = layout.reduce(0) { $0 + $1.channelCount }
    ports = .allocate(capacity: layout.count)
    channels = .allocate(capacity: total)
    let raw = UnsafeMutableRawPointer.allocate(byteCount: max(1, total * stride) * 4, alignment: 64)
    samples = UnsafeMutableBufferPointer(
      start: raw.initializeMemory(as: Float.self, repeating: 0, count: total * stride), count: total * stride)
    for channel in 0..<total {
      channels.initializeElement(at: channel, to: samples.baseAddress! + channel * stride)
    }
    var first = 0
    for (index, port) in layout.enumerated() {
      ports.initializeElement(
        at: index,
        to: clap_audio_buffer_t(
          data32: channels.baseAddress.map { $0 + first }, data64: nil, channel_count: UInt32(port.channelCount),
          latency: 0, constant_mask: 0))
      first += port.channelCount
    }
  }

  deinit {
    ports.deallocate()
    channels.deallocate()
    UnsafeMutableRawPointer(samples.baseAddress!).deallocate()
  }

  /// Channels of the main port, the first one; 0 without ports.
  var mainChannelCount: Int { ports.isEmpty ? 0 : Int(ports[0].channel_count) }

  /// One channel of the main port.
  func main(_ channel: Int) -> UnsafeMutablePointer<Float> { ports[0].data32[channel]! }

  /// Hands the ports over in 64 bits for one block.
  func widen(_ frames: Int) {
    let wide = wide ?? DoubleChannels(count: channels.count, stride: stride)
    self.wide = wide
    for (channel, source) in channels.enumerated() { wide.take(source!, channel, frames) }
    var first = 0
    for index in ports.indices {
      ports[index].data32 = nil
      ports[index].data64 = wide.pointers + first
      first += Int(ports[index].channel_count)
    }
  }

  /// Takes the block back into 32 bits.
  func narrow(_ frames: Int) {
    guard let wide else { return }
    var first = 0
    for index in ports.indices {
      ports[index].data64 = nil
      ports[index].data32 = channels.baseAddress! + first
      first += Int(ports[index].channel_count)
    }
    for (channel, target) in channels.enumerated() { wide.give(target!, channel, frames) }
  }

  /// Lets the main port use another direction's main buffer, or its own again.
  func share(with other: PortBuffers?) {
    guard !ports.isEmpty else { return }
    ports[0].data32 = other?.ports[0].data32 ?? channels.baseAddress
  }
}
