import CLAP
import CLAPBridge

extension AudioProcessor {
  /// Applies a parameter event; every other kind, size and event space is ignored.
  ///
  /// The address (note, port, channel, key) does not matter: an effect has one voice.
  @_noLocks @_noAllocation
  func handle(_ event: UnsafePointer<clap_event_header_t>) {
    guard event.pointee.space_id == CLAP_CORE_EVENT_SPACE_ID else { return }
    let size = Int(event.pointee.size)
    let raw = UnsafeRawPointer(event)
    if event.pointee.type == CLAP_EVENT_PARAM_VALUE, size >= MemoryLayout<clap_event_param_value_t>.size {
      let event = raw.assumingMemoryBound(to: clap_event_param_value_t.self)
      guard let index = slot(event.pointee.param_id, cookie: event.pointee.cookie) else { return }
      setBase(event.pointee.value, at: index)
    } else if event.pointee.type == CLAP_EVENT_PARAM_MOD, size >= MemoryLayout<clap_event_param_mod_t>.size {
      let event = raw.assumingMemoryBound(to: clap_event_param_mod_t.self)
      guard let index = slot(event.pointee.param_id, cookie: event.pointee.cookie) else { return }
      setOffset(event.pointee.amount, at: index)
    }
  }

  /// A new base value: clamped; not a number or no change is nothing.
  @_noLocks @_noAllocation
  func setBase(_ value: Double, at index: Int, applies: Bool = true) {
    let clamped = slots[index].clamped(value)
    guard !value.isNaN, clamped != slots[index].base else { return }
    slots[index].base = clamped
    shared.setValue(clamped, at: index)
    if applies { apply(index) }
  }

  /// A new modulation offset, for parameters that can be modulated.
  @_noLocks @_noAllocation
  func setOffset(_ amount: Double, at index: Int) {
    guard amount.isFinite, amount != slots[index].offset, !slots[index].isStepped else { return }
    slots[index].offset = amount
    apply(index)
  }

  /// The slot of a parameter. A cookie is its index + 1, and only a hint.
  @_noLocks @_noAllocation
  private func slot(_ id: clap_id, cookie: UnsafeMutableRawPointer?) -> Int? {
    let hint = Int(bitPattern: cookie)
    if hint > 0, hint <= map.count, slots[hint - 1].id == id { return hint - 1 }
    var index = 0
    while index < map.count {
      if slots[index].id == id { return index }
      index += 1
    }
    return nil
  }
}
