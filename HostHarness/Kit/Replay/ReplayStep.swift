/// One thing that a host does in a replay.
public struct ReplayStep: Equatable, Sendable {
  public enum Kind: String, Equatable, Sendable, CaseIterable {
    /// A parameter's value, as an event of a block.
    case value

    /// A parameter's modulation: an offset on its value.
    case modulation
    case gestureBegin = "gesture-begin"
    case gestureEnd = "gesture-end"

    /// A parameter's value without audio, through the plugin's flush.
    case flush

    /// Processing stops; nothing sounds until `start`.
    case stop
    case start

    /// What sounds is cleared.
    case reset

    /// Processing stops, the plugin is deactivated, activated again and started.
    case restart

    /// Whether the step names a parameter.
    var hasParameter: Bool {
      switch self {
      case .value, .modulation, .gestureBegin, .gestureEnd, .flush: true
      case .stop, .start, .reset, .restart: false
      }
    }

    /// Whether the step carries a value.
    var hasValue: Bool { self == .value || self == .modulation || self == .flush }
  }

  public enum Moment: Equatable, Sendable {
    /// The plugin is made and not yet active.
    case beforeActivate

    /// The plugin is active and does not process yet.
    case beforeStart
    case at(ReplayTime)
  }

  public enum Repetition: Equatable, Sendable {
    /// At the beginning of every block.
    case block
    case every(ReplayTime)
  }

  public var moment: Moment
  public var kind: Kind
  public var parameter: UInt32?

  /// Plain, or the amount of a modulation.
  public var value: Double?

  /// Where the value arrives at `until`, in a straight line.
  public var to: Double?
  public var repetition: Repetition?

  /// When the repetition ends; nil for the end of the render.
  public var until: ReplayTime?

  public init(
    _ kind: Kind, at moment: Moment, parameter: UInt32? = nil, value: Double? = nil, to: Double? = nil,
    every repetition: Repetition? = nil, until: ReplayTime? = nil
  ) {
    self.kind = kind
    self.moment = moment
    self.parameter = parameter
    self.value = value
    self.to = to
    self.repetition = repetition
    self.until = until
  }
}

/// A time from the beginning of the render.
public enum ReplayTime: Equatable, Sendable {
  case seconds(Double)
  case frames(Int)

  /// `1.5s`, `200ms`, `480f`; seconds without a unit. Nil for anything else.
  public init?(_ text: String) {
    let (number, unit) =
      text.hasSuffix("ms") ? (text.dropLast(2), 0.001) : text.hasSuffix("s") ? (text.dropLast(), 1) : (text[...], 1)
    if text.hasSuffix("f") {
      guard let frames = Int(text.dropLast()), frames >= 0 else { return nil }
      self = .frames(frames)
    } else if let value = Double(number), value >= 0, value <= 86400 {
      self = .seconds(value * unit)
    } else {
      return nil
    }
  }

  /// Frames at a rate in frames per second.
  public func frame(at rate: Double) -> Int {
    switch self {
    case .seconds(let seconds): Int((seconds * rate).rounded())
    case .frames(let frames): frames
    }
  }
}
