import HostKit

/// A sound card, or whatever ALSA knows by a name: `hw:0`, `default`, `null`.
public final class AlsaDevice: LiveDevice {
  private let output: AlsaStream
  private let input: AlsaStream?

  /// - Parameters:
  ///   - rate: frames per second, which the device must have.
  ///   - block: most frames per `read` and `write`.
  ///   - outputs: channels to play; the device may have others.
  ///   - inputs: channels to record; 0 opens no input.
  public init(_ name: String, rate: Double, block: Int, outputs: Int, inputs: Int) throws(AlsaError) {
    output = try AlsaStream(name, isInput: false, channels: outputs, rate: rate, block: block)
    input = inputs > 0 ? try AlsaStream(name, isInput: true, channels: inputs, rate: rate, block: block) : nil
  }

  public var inputChannelCount: Int { input?.channelCount ?? 0 }
  public var xrunCount: Int { output.xrunCount + (input?.xrunCount ?? 0) }

  public func read(into channels: [UnsafeMutablePointer<Float>], frames: Int) throws {
    try input?.read(into: channels, frames: frames)
  }

  public func drain() { output.drain() }

  public func write(_ channels: [UnsafeMutablePointer<Float>], frames: Int) throws {
    try output.write(channels, frames: frames)
  }
}
