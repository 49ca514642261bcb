/// Where live audio comes from and goes to. All calls come from the audio thread.
public protocol LiveDevice: AnyObject {
  /// Channels that `read` fills; 0 for a device without an input.
  var inputChannelCount: Int { get }

  /// Fills `frames` frames of each channel; waits until there are so many.
  func read(into channels: [UnsafeMutablePointer<Float>], frames: Int) throws

  /// Plays `frames` frames; waits until there is room. Any number of channels.
  func write(_ channels: [UnsafeMutablePointer<Float>], frames: Int) throws

  /// Waits until all that was written has been played.
  func drain()

  /// How often the device ran out of audio, or lost some.
  var xrunCount: Int { get }
}

/// What a live plugin hears.
public enum LiveInput: Sendable {
  /// The device's input.
  case device

  /// Audio from memory, once or over and over, at the player's rate.
  case audio(LoopedAudio)
}
