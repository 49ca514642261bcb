import CLAP

/// A host's output for one block, mono, stereo or wider, in 32 or 64 bits.
struct OutputWriter {
  private let buffer: UnsafeMutablePointer<clap_audio_buffer_t>?
  /// First sample of each of the two channels, and whether all others equalled it.
  private var first: (UInt32, UInt32) = (0, 0)
  private var differs: (UInt32, UInt32) = (0, 0)

  /// - Parameters:
  ///   - process: whose first port is written.
  ///   - isOn: whether the host has the port switched on; else its buffers are left alone.
  @_noLocks @_noAllocation
  init(_ process: UnsafePointer<clap_process_t>, isOn: Bool) {
    buffer = isOn && process.pointee.audio_outputs_count > 0 ? process.pointee.audio_outputs : nil
  }

  /// Writes a stereo pair; mono gets the mean, further channels silence.
  @_noLocks @_noAllocation
  mutating func write(_ scratch: ScratchBuffers, at frame: Int, count: Int) {
    guard let buffer else { return }
    let channels = Int(buffer.pointee.channel_count)
    if channels == 1 {
      var index = 0
      while index < count {
        scratch.left[index] = 0.5 * (scratch.left[index] + scratch.right[index])
        index &+= 1
      }
    }
    clean(scratch.left, count: count, isFirst: frame == 0, first: &first.0, differs: &differs.0)
    clean(scratch.right, count: count, isFirst: frame == 0, first: &first.1, differs: &differs.1)
    var channel = 0
    while channel < channels {
      // What lies beyond stereo is silent: once both channels are written, the left one serves as that.
      if channel == 2 { scratch.left.clear(count) }
      store(channel == 1 ? scratch.right : scratch.left, channel, at: frame, count: count)
      channel += 1
    }
  }

  /// Tells the host which channels stood still. Call once, after the last frame.
  @_noLocks @_noAllocation
  func finish() {
    guard let buffer else { return }
    let channels = buffer.pointee.channel_count
    var mask: UInt64 = channels >= 64 ? ~0 : (1 << UInt64(channels)) - 1
    if differs.0 != 0 { mask &= ~1 }
    if differs.1 != 0 { mask &= ~2 }
    buffer.pointee.constant_mask = mask
  }

  /// No subnormal and no infinite number leaves the plugin; notes whether the channel moves.
  @_noLocks @_noAllocation
  private func clean(
    _ samples: UnsafeMutablePointer<Float>, count: Int, isFirst: Bool, first: inout UInt32, differs: inout UInt32
  ) {
    guard count > 0 else { return }
    var index = 0
    while index < count {
      let size = samples[index].magnitude
      let isSound = size >= Float.leastNormalMagnitude && size <= Float.greatestFiniteMagnitude
      samples[index] = isSound ? samples[index] : 0
      index &+= 1
    }
    if isFirst { first = samples[0].bitPattern }
    let reference = first
    var difference: UInt32 = 0
    index = 0
    while index < count {
      difference |= samples[index].bitPattern ^ reference
      index &+= 1
    }
    differs |= difference
  }

  @_noLocks @_noAllocation
  private func store(_ samples: UnsafeMutablePointer<Float>, _ channel: Int, at frame: Int, count: Int) {
    guard let buffer else { return }
    var index = 0
    if let start = buffer.pointee.data32?[channel] {
      let target = start + frame
      while index < count {
        target[index] = samples[index]
        index &+= 1
      }
    } else if let start = buffer.pointee.data64?[channel] {
      let target = start + frame
      while index < count {
        target[index] = Double(samples[index])
        index &+= 1
      }
    }
  }
}

extension UnsafeMutablePointer<Float> {
  @_noLocks @_noAllocation
  fileprivate func clear(_ count: Int) {
    var index = 0
    while index < count {
      self[index] = 0
      index &+= 1
    }
  }
}
