import CLAP

/// An event on its way to a plugin or from it. Values are plain; time is a frame within the block.
public struct HostEvent: Equatable, Sendable {
  public enum Body: Equatable, Sendable {
    case value(parameter: UInt32, Double)
    case modulation(parameter: UInt32, Double)
    case gestureBegin(parameter: UInt32)
    case gestureEnd(parameter: UInt32)

    /// Any other event, byte by byte, its header included: for notes, MIDI, and for misuse in tests. The header's
    /// time is replaced by the event's.
    case raw([UInt8])
  }

  public var time: Int
  public var body: Body

  public init(at time: Int, _ body: Body) {
    self.time = time
    self.body = body
  }

  public static func value(_ parameter: UInt32, _ value: Double, at time: Int = 0) -> HostEvent {
    HostEvent(at: time, .value(parameter: parameter, value))
  }

  public static func modulation(_ parameter: UInt32, _ amount: Double, at time: Int = 0) -> HostEvent {
    HostEvent(at: time, .modulation(parameter: parameter, amount))
  }

  /// Any struct that begins with a `clap_event_header_t`.
  public static func raw<Event>(_ event: Event, at time: Int = 0) -> HostEvent {
    HostEvent(at: time, .raw(withUnsafeBytes(of: event) { Array($0) }))
  }
}
