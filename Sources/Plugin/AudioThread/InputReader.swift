import CLAP

/// A host's input for one block, mono, stereo or missing, in 32 or 64 bits.
struct InputReader {
  /// Beyond 60 dB above one volt a sample is no sound but a fault upstream.
  static let limit: Float = 1000

  private let buffer: UnsafePointer<clap_audio_buffer_t>?
  /// Everything read so far was silence.
  private(set) var isSilent = true

  /// - Parameters:
  ///   - process: whose first port is read.
  ///   - isOn: whether the host has the port switched on; else it is silent.
  @_noLocks @_noAllocation
  init(_ process: UnsafePointer<clap_process_t>, isOn: Bool) {
    buffer = isOn && process.pointee.audio_inputs_count > 0 ? process.pointee.audio_inputs : nil
  }

  /// Copies frames of a stereo pair; what is not a number or beyond the limit becomes silence. Mono goes to both.
  @_noLocks @_noAllocation
  mutating func read(_ scratch: ScratchBuffers, from frame: Int, count: Int) {
    copy(channel: 0, to: scratch.left, from: frame, count: count)
    if let buffer, buffer.pointee.channel_count > 1 {
      copy(channel: 1, to: scratch.right, from: frame, count: count)
    } else {
      scratch.copyLeftToRight(count)
    }
  }

  @_noLocks @_noAllocation
  private mutating func copy(channel: Int, to target: UnsafeMutablePointer<Float>, from frame: Int, count: Int) {
    var bits: UInt32 = 0
    var index = 0
    if let buffer, channel < Int(buffer.pointee.channel_count) {
      if let samples = buffer.pointee.data32?[channel] {
        let source = samples + frame
        while index < count {
          let sample = Self.sound(source[index])
          target[index] = sample
          bits |= sample.magnitude.bitPattern
          index &+= 1
        }
      } else if let samples = buffer.pointee.data64?[channel] {
        let source = samples + frame
        while index < count {
          let sample = Self.sound(Float(source[index]))
          target[index] = sample
          bits |= sample.magnitude.bitPattern
          index &+= 1
        }
      }
    }
    while index < count {
      target[index] = 0
      index &+= 1
    }
    // Subnormal numbers count as silence.
    if bits >= Float.leastNormalMagnitude.bitPattern { isSilent = false }
  }

  /// A comparison with what is not a number is false.
  @_noLocks @_noAllocation @inline(__always)
  private static func sound(_ sample: Float) -> Float {
    sample.magnitude <= limit ? sample : 0
  }
}
