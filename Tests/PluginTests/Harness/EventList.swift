import CLAP

/// Events for one block, kept alive while the block is processed.
final class EventList {
  private var storage: [UnsafeMutableRawPointer] = []
  private var list = clap_input_events_t()

  init(_ events: [Event] = []) {
    for event in events { storage.append(event.bytes()) }
  }

  deinit { for pointer in storage { pointer.deallocate() } }

  func with<R>(_ body: (UnsafePointer<clap_input_events_t>) -> R) -> R {
    list.ctx = Unmanaged.passUnretained(self).toOpaque()
    list.size = { UInt32(EventList.of($0).storage.count) }
    list.get = { list, index in
      let storage = EventList.of(list).storage
      return Int(index) < storage.count
        ? UnsafePointer(storage[Int(index)].assumingMemoryBound(to: clap_event_header_t.self)) : nil
    }
    return withUnsafePointer(to: list, body)
  }

  private static func of(_ list: UnsafePointer<clap_input_events_t>?) -> EventList {
    Unmanaged<EventList>.fromOpaque(list!.pointee.ctx).takeUnretainedValue()
  }
}

/// A parameter event, or something odd.
struct Event {
  var type = CLAP_EVENT_PARAM_VALUE
  var space = CLAP_CORE_EVENT_SPACE_ID
  var size = UInt32(MemoryLayout<clap_event_param_value_t>.size)
  var time: UInt32 = 0
  var id: clap_id = 0
  var cookie: UnsafeMutableRawPointer?
  var address: Int32 = -1
  var value = 0.0

  static func value(_ id: clap_id, _ value: Double, at time: Int = 0) -> Event {
    Event(time: UInt32(time), id: id, value: value)
  }

  static func modulation(_ id: clap_id, _ amount: Double, at time: Int = 0) -> Event {
    Event(type: CLAP_EVENT_PARAM_MOD, time: UInt32(time), id: id, value: amount)
  }

  /// Value and modulation events share one layout.
  fileprivate func bytes() -> UnsafeMutableRawPointer {
    let event = UnsafeMutablePointer<clap_event_param_value_t>.allocate(capacity: 1)
    event.initialize(
      to: clap_event_param_value_t(
        header: clap_event_header_t(size: size, time: time, space_id: space, type: type, flags: 0), param_id: id,
        cookie: cookie, note_id: address, port_index: Int16(address), channel: Int16(address), key: Int16(address),
        value: value))
    return UnsafeMutableRawPointer(event)
  }
}
