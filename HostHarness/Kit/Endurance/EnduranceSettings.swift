/// What an endurance run plays and what it expects.
public struct EnduranceSettings: Sendable {
  /// Frames to play in all, over all sessions.
  public var frames = 1_000_000_000

  /// Decides everything: sessions of equal seed and number are equal.
  public var seed: UInt64 = 1

  /// Plays this session only; nil for as many as `frames` takes.
  public var session: Int?

  /// Threads that play sessions of their own.
  public var workers = 1

  /// No output sample may be larger.
  public var bound: Float = 1e6

  /// Parameters that stay at a value; all others move at random.
  public var held: [(parameter: Parameter, value: Double)] = []

  public init() {}
}

/// What went wrong, and where to find it again.
public struct EnduranceFinding: Equatable, Sendable, CustomStringConvertible {
  public let plugin: String
  public let seed: UInt64
  public let session: Int
  public let sampleRate: Double
  /// Frame within the session.
  public let frame: Int
  public let what: String

  public var description: String {
    "\(plugin), seed \(seed), session \(session), \(sampleRate) Hz, frame \(frame): \(what)"
  }
}

/// What an endurance run did.
public struct EnduranceResult: Sendable {
  public internal(set) var frames = 0
  public internal(set) var sessions = 0
  public internal(set) var events = 0

  /// Resets, restarts, new activations and states loaded.
  public internal(set) var interruptions = 0

  /// The largest output sample of all.
  public internal(set) var peak: Float = 0

  /// CPU time inside process.
  public internal(set) var cpuSeconds = 0.0
  public internal(set) var findings: [EnduranceFinding] = []

  mutating func add(_ other: EnduranceResult) {
    frames += other.frames
    sessions += other.sessions
    events += other.events
    interruptions += other.interruptions
    peak = max(peak, other.peak)
    cpuSeconds += other.cpuSeconds
    findings += other.findings
  }
}
