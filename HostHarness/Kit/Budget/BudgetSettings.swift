import AudioFiles

/// How a budget is measured.
public struct BudgetSettings: Sendable {
  /// Seconds of audio per row, warm.
  public var seconds = 2.0

  /// The least number of blocks per row, warm: below a thousand the 99.9th percentile is the maximum.
  public var leastBlocks = 1000

  /// Blocks per row, cold: each costs a walk through the caches.
  public var coldBlocks = 64

  /// Seconds of audio before the first block that counts.
  public var warmUp = 0.1

  /// What is played, over and over; resampled to each rate.
  public var input: AudioBuffer<Float>

  /// The parameters that automation moves; nil for all that are continuous and may be automated.
  public var moved: [Parameter]?

  public init(input: AudioBuffer<Float>) { self.input = input }
}

/// One row of a budget.
public struct BudgetRow: Equatable, Codable, Sendable {
  /// The plugin's id.
  public var plugin: String
  public var workload: Workload
  public var blocks: Int

  /// Time that the audio thread computed inside process.
  public var cpu: LoadStatistics

  /// Time that passed inside process, whoever had the processor.
  public var wall: LoadStatistics

  /// What the kernel did to the audio thread inside process.
  public var usage: ThreadUsage

  /// Instructions inside process, where they were counted.
  public var instructionsPerFrame: Double?
}
