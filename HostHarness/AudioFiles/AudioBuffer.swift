import Signals

/// A sample as audio files and plugins hold it: `Float` or `Double`, full scale ±1.
public protocol AudioSample: BinaryFloatingPoint, Codable, SIMDScalar, Sendable {
  /// Reads interleaved frames; returns how many there were.
  static func readFrames(_ file: SoundFile, _ buffer: UnsafeMutablePointer<Self>, _ frames: Int) -> Int

  /// Writes interleaved frames; returns how many were taken.
  static func writeFrames(_ file: SoundFile, _ buffer: UnsafePointer<Self>, _ frames: Int) -> Int
}

/// Audio in memory, channel by channel.
public struct AudioBuffer<Sample: AudioSample>: Equatable, Sendable {
  /// Frames per second, above zero.
  public var sampleRate: Double

  /// `channels[c][n]`: all channels of the same length.
  public var channels: [[Sample]]

  /// - Precondition: all channels have the same length, and the rate is above zero.
  public init(sampleRate: Double, channels: [[Sample]]) {
    precondition(sampleRate > 0, "expected a sample rate above zero, got \(sampleRate)")
    precondition(channels.allSatisfy { $0.count == channels[0].count }, "expected channels of equal length")
    self.sampleRate = sampleRate
    self.channels = channels
  }

  /// Silence.
  public init(sampleRate: Double, channelCount: Int, frameCount: Int) {
    self.init(
      sampleRate: sampleRate, channels: Array(repeating: Array(repeating: 0, count: frameCount), count: channelCount))
  }

  public var channelCount: Int { channels.count }
  public var frameCount: Int { channels.first?.count ?? 0 }

  /// Seconds.
  public var duration: Double { Double(frameCount) / sampleRate }

  /// The same audio in another precision.
  public func converted<Other: AudioSample>(to type: Other.Type) -> AudioBuffer<Other> {
    AudioBuffer<Other>(sampleRate: sampleRate, channels: channels.map { $0.map { Other($0) } })
  }

  /// The same audio at another rate, band-limited; itself where the rate is the same already.
  public func resampled(to rate: Double) -> AudioBuffer {
    guard rate != sampleRate else { return self }
    let resampler = Resampler(from: sampleRate, to: rate)
    return AudioBuffer(sampleRate: rate, channels: channels.map { resampler.resample($0) })
  }
}
