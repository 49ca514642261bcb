/// What one row of a budget runs under.
public struct Workload: Equatable, Codable, Sendable {
  /// What the processor's caches hold when process is called.
  public enum Caches: String, Equatable, Codable, CaseIterable, Sendable {
    /// What the block before left there.
    case warm

    /// Nothing: memory larger than the caches was walked through in between.
    case cold
  }

  /// Frames per second.
  public var sampleRate: Double
  public var blockFrames: Int

  /// Parameter values in each block, evenly spaced.
  public var eventsPerBlock: Int

  /// Of the main input and output; nil leaves the ports as they are.
  public var channels: Int?
  public var caches: Caches

  public init(
    sampleRate: Double = 48000, blockFrames: Int = 64, eventsPerBlock: Int = 0, channels: Int? = nil,
    caches: Caches = .warm
  ) {
    self.sampleRate = sampleRate
    self.blockFrames = blockFrames
    self.eventsPerBlock = eventsPerBlock
    self.channels = channels
    self.caches = caches
  }

  /// Seconds that a block may take.
  public var deadline: Double { Double(blockFrames) / sampleRate }
}
