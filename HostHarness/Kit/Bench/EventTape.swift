import CLAP

/// Parameter values for block after block, one behind the other in memory: at each block the plugin is shown the next
/// ones. A list of its own for each block would be read from slow memory, which no host's is.
final class EventTape {
  private let events: UnsafeMutablePointer<clap_event_param_value_t>
  private let count: Int
  private let window: UnsafeMutablePointer<Window>
  private let inputs: UnsafeMutablePointer<clap_input_events_t>

  /// The events of one block.
  private struct Window {
    var first: UnsafeMutablePointer<clap_event_param_value_t>
    var count: UInt32
  }

  /// Whole laps of the values, as tapes are played over and over: else knobs would jump.
  init(_ values: MovingValues, eventsPerBlock: Int, frames: Int) {
    var values = values
    count = eventsPerBlock > 0 ? values.lap * eventsPerBlock : 0
    events = .allocate(capacity: max(1, count))
    for index in 0..<count {
      (events + index).initialize(to: values.next(at: index % eventsPerBlock * frames / eventsPerBlock))
    }
    window = .allocate(capacity: 1)
    window.initialize(to: Window(first: events, count: count > 0 ? UInt32(eventsPerBlock) : 0))
    inputs = .allocate(capacity: 1)
    inputs.initialize(
      to: clap_input_events_t(
        ctx: window,
        size: { $0!.pointee.ctx.assumingMemoryBound(to: Window.self).pointee.count },
        get: { list, index in
          let window = list!.pointee.ctx.assumingMemoryBound(to: Window.self).pointee
          guard index < window.count else { return nil }
          return UnsafeRawPointer(window.first + Int(index)).assumingMemoryBound(to: clap_event_header_t.self)
        }))
  }

  deinit {
    events.deallocate()
    window.deallocate()
    inputs.deallocate()
  }

  /// What the plugin is shown.
  var input: UnsafePointer<clap_input_events_t> { UnsafePointer(inputs) }

  /// [audio-thread] On to the next block's.
  func advance() {
    let next = window.pointee.first + Int(window.pointee.count)
    window.pointee.first = next < events + count ? next : events
  }
}
