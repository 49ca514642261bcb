import CLAP
import CallCounter

/// Events in one piece of memory, as both of CLAP's list interfaces. Reused from block to block; it grows only
/// when a block holds more than any before.
package final class EventList {
  private var bytes: UnsafeMutableRawBufferPointer
  private var used = 0
  private var offsets: [Int] = []
  private let inputs = UnsafeMutablePointer<clap_input_events_t>.allocate(capacity: 1)
  private let outputs = UnsafeMutablePointer<clap_output_events_t>.allocate(capacity: 1)

  /// Events pushed out of order of time, and events that were refused.
  package private(set) var disorderCount = 0

  /// `try_push` refuses beyond this many events.
  package var capacity = Int.max

  package init() {
    bytes = .allocate(byteCount: 4096, alignment: 16)
    offsets.reserveCapacity(64)
    let context = Unmanaged.passUnretained(self).toOpaque()
    inputs.initialize(
      to: clap_input_events_t(
        ctx: context,
        size: { UInt32(EventList.of($0!.pointee.ctx).offsets.count) },
        get: { list, index in
          let list = EventList.of(list!.pointee.ctx)
          return Int(index) < list.offsets.count ? list.header(Int(index)) : nil
        }))
    outputs.initialize(
      to: clap_output_events_t(
        ctx: context,
        try_push: { list, event in
          guard let event else { return false }
          attractor_count_pause()
          defer { attractor_count_resume() }
          return EventList.of(list!.pointee.ctx).push(event)
        }))
  }

  deinit {
    bytes.deallocate()
    inputs.deallocate()
    outputs.deallocate()
  }

  package var input: UnsafePointer<clap_input_events_t> { UnsafePointer(inputs) }
  package var output: UnsafePointer<clap_output_events_t> { UnsafePointer(outputs) }
  package var count: Int { offsets.count }

  package func removeAll() {
    used = 0
    offsets.removeAll(keepingCapacity: true)
  }

  /// Appends in the order given: the caller keeps events sorted by time.
  package func append(_ event: HostEvent, cookie: UnsafeMutableRawPointer? = nil) {
    switch event.body {
    case .value(let parameter, let value):
      append(Self.value(value, of: parameter, at: event.time, cookie: cookie))
    case .modulation(let parameter, let amount):
      append(
        of: clap_event_param_mod_t(
          header: Self.header(CLAP_EVENT_PARAM_MOD, clap_event_param_mod_t.self, event.time),
          param_id: parameter, cookie: cookie, note_id: -1, port_index: -1, channel: -1, key: -1, amount: amount))
    case .gestureBegin(let parameter):
      append(
        of: clap_event_param_gesture_t(
          header: Self.header(CLAP_EVENT_PARAM_GESTURE_BEGIN, clap_event_param_gesture_t.self, event.time),
          param_id: parameter))
    case .gestureEnd(let parameter):
      append(
        of: clap_event_param_gesture_t(
          header: Self.header(CLAP_EVENT_PARAM_GESTURE_END, clap_event_param_gesture_t.self, event.time),
          param_id: parameter))
    case .raw(let content):
      precondition(content.count >= MemoryLayout<clap_event_header_t>.size, "expected an event with its header")
      let start = reserve(content.count)
      content.withUnsafeBytes { (bytes.baseAddress! + start).copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
      (bytes.baseAddress! + start).assumingMemoryBound(to: clap_event_header_t.self).pointee.time =
        UInt32(truncatingIfNeeded: event.time)
    }
  }

  /// All events, decoded.
  package var events: [HostEvent] { offsets.indices.map { decode(header($0)) } }

  private func push(_ event: UnsafePointer<clap_event_header_t>) -> Bool {
    guard count < capacity, event.pointee.size >= MemoryLayout<clap_event_header_t>.size else { return false }
    if let last = offsets.indices.last, header(last).pointee.time > event.pointee.time { disorderCount += 1 }
    let start = reserve(Int(event.pointee.size))
    (bytes.baseAddress! + start).copyMemory(from: event, byteCount: Int(event.pointee.size))
    return true
  }

  /// A parameter's value as the plugin is told it.
  static func value(
    _ value: Double, of parameter: clap_id, at time: Int, cookie: UnsafeMutableRawPointer? = nil
  ) -> clap_event_param_value_t {
    clap_event_param_value_t(
      header: header(CLAP_EVENT_PARAM_VALUE, clap_event_param_value_t.self, time), param_id: parameter, cookie: cookie,
      note_id: -1, port_index: -1, channel: -1, key: -1, value: value)
  }

  /// The same for one that was made.
  func append(_ value: clap_event_param_value_t) { append(of: value) }

  private func append<Event>(of event: Event) {
    let start = reserve(MemoryLayout<Event>.size)
    (bytes.baseAddress! + start).initializeMemory(as: Event.self, to: event)
  }

  /// Makes room for one event, aligned to 8 bytes.
  private func reserve(_ size: Int) -> Int {
    let start = used
    used += (size + 7) & ~7
    if used > bytes.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(used, bytes.count * 2), alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<start]))
      bytes.deallocate()
      bytes = larger
    }
    offsets.append(start)
    return start
  }

  private func header(_ index: Int) -> UnsafePointer<clap_event_header_t> {
    UnsafePointer((bytes.baseAddress! + offsets[index]).assumingMemoryBound(to: clap_event_header_t.self))
  }

  private func decode(_ header: UnsafePointer<clap_event_header_t>) -> HostEvent {
    let time = Int(header.pointee.time)
    let raw = UnsafeRawPointer(header)
    if header.pointee.space_id == CLAP_CORE_EVENT_SPACE_ID {
      switch header.pointee.type {
      case CLAP_EVENT_PARAM_VALUE where header.pointee.size >= MemoryLayout<clap_event_param_value_t>.size:
        let event = raw.assumingMemoryBound(to: clap_event_param_value_t.self).pointee
        return .value(event.param_id, event.value, at: time)
      case CLAP_EVENT_PARAM_MOD where header.pointee.size >= MemoryLayout<clap_event_param_mod_t>.size:
        let event = raw.assumingMemoryBound(to: clap_event_param_mod_t.self).pointee
        return .modulation(event.param_id, event.amount, at: time)
      case CLAP_EVENT_PARAM_GESTURE_BEGIN where header.pointee.size >= MemoryLayout<clap_event_param_gesture_t>.size:
        let event = raw.assumingMemoryBound(to: clap_event_param_gesture_t.self).pointee
        return HostEvent(at: time, .gestureBegin(parameter: event.param_id))
      case CLAP_EVENT_PARAM_GESTURE_END where header.pointee.size >= MemoryLayout<clap_event_param_gesture_t>.size:
        let event = raw.assumingMemoryBound(to: clap_event_param_gesture_t.self).pointee
        return HostEvent(at: time, .gestureEnd(parameter: event.param_id))
      default: break
      }
    }
    return HostEvent(
      at: time, .raw(Array(UnsafeRawBufferPointer(start: raw, count: Int(header.pointee.size)))))
  }

  private static func header<Event>(_ type: UInt16, _ event: Event.Type, _ time: Int) -> clap_event_header_t {
    clap_event_header_t(
      size: UInt32(MemoryLayout<Event>.size), time: UInt32(truncatingIfNeeded: time),
      space_id: CLAP_CORE_EVENT_SPACE_ID, type: type, flags: 0)
  }

  private static func of(_ context: UnsafeMutableRawPointer!) -> EventList {
    Unmanaged<EventList>.fromOpaque(context).takeUnretainedValue()
  }
}
