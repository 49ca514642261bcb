import AudioFiles

/// What a render took.
public struct RenderStatistics: Equatable, Sendable {
  /// Frames of each block.
  public internal(set) var blockFrames: [Int] = []

  /// CPU time of each block's process call.
  public internal(set) var blockNanoseconds: [UInt64] = []

  /// How often each status came.
  public internal(set) var statuses: [ProcessStatus: Int] = [:]

  /// Frames that the plugin reported, and that were removed if the settings say so.
  public internal(set) var latency = 0

  /// Frames rendered after the input.
  public internal(set) var tailFrames = 0

  /// Restarts that the plugin asked for, and got.
  public internal(set) var restarts = 0

  /// Events that the plugin sent.
  public internal(set) var outputEvents = 0

  /// Samples of the output that are NaN or infinite.
  public internal(set) var nonFiniteSamples = 0

  /// Seconds of audio processed.
  public internal(set) var audioSeconds = 0.0

  /// Seconds of CPU time inside process.
  public var cpuSeconds: Double { Double(blockNanoseconds.reduce(0, +)) * 1e-9 }

  /// Seconds of audio per second of CPU time.
  public var realTimeFactor: Double { cpuSeconds > 0 ? audioSeconds / cpuSeconds : .infinity }
}

/// A finished render.
public struct RenderResult: Sendable {
  /// The main output at the render's rate: input and tail, latency removed.
  public let output: AudioBuffer<Float>
  public let statistics: RenderStatistics

  /// Events that the plugin sent, at absolute frames (latency not removed).
  public let events: [HostEvent]

  /// What was played: `frames` of each channel, of which the first `latency` are left out.
  init(
    _ channels: [[Float]], frames: Int, dropping latency: Int, sampleRate: Double, _ statistics: RenderStatistics,
    events: [HostEvent]
  ) {
    let kept = channels.map { Array($0[min(latency, frames)...]) }
    var statistics = statistics
    statistics.nonFiniteSamples = kept.reduce(0) { $0 + $1.count { !$0.isFinite } }
    statistics.audioSeconds = Double(frames) / sampleRate
    output = AudioBuffer(sampleRate: sampleRate, channels: kept)
    self.statistics = statistics
    self.events = events
  }
}
