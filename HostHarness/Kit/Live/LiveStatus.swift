/// How live playing goes.
public struct LiveStatus: Equatable, Codable, Sendable {
  /// Frames played, and blocks.
  public var frames = 0
  public var blocks = 0

  /// The greatest sample since the status was last taken.
  public var inputPeak: Float = 0
  public var outputPeak: Float = 0

  /// The greatest sample of all.
  public var greatestInput: Float = 0
  public var greatestOutput: Float = 0

  /// The last block's time in process as a share of its duration, and the greatest.
  public var load = 0.0
  public var greatestLoad = 0.0

  /// Blocks whose process took longer than they last.
  public var lateBlocks = 0

  /// How often the device ran out of audio, or lost some.
  public var xruns = 0

  /// Parameter changes that reached the plugin.
  public var changes = 0

  /// Output samples that are NaN or infinite; they are played as silence.
  public var nonFiniteSamples = 0
}
