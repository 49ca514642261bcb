import CLAP
import FloatEnvironment

// The one trust boundary of the audio thread: what the compiler cannot look into is called here and nowhere else.
// Each is either a call through a pointer that the host gave, which CLAP obliges to be real-time safe, or a C function
// that sets a processor register. Keep the list short.

/// [audio-thread] Events in the host's list; none where the host gave no list.
@_noLocks @_noAllocation
public func eventCount(_ list: UnsafePointer<clap_input_events_t>?) -> UInt32 {
  guard let list, let size = list.pointee.size else { return 0 }
  return Trusted.size(size, list)
}

/// [audio-thread] The event at that index, or nil. It lives as long as the call that brought the list.
@_noLocks @_noAllocation
public func event(
  _ list: UnsafePointer<clap_input_events_t>?, at index: UInt32
) -> UnsafePointer<clap_event_header_t>? {
  guard let list, let get = list.pointee.get else { return nil }
  return Trusted.get(get, list, index)
}

/// [audio-thread] Asks the host for a call of `on_main_thread`, which CLAP allows from any thread.
@_noLocks @_noAllocation
public func requestCallback(_ host: UnsafePointer<clap_host_t>) {
  guard let request = host.pointee.request_callback else { return }
  Trusted.request(request, host)
}

/// [audio-thread] Makes the thread read and write subnormal numbers as zero; returns the mode to restore.
@_noLocks @_noAllocation
public func flushSubnormals() -> UInt64 {
  Trusted.flushSubnormals()
}

/// [audio-thread] Puts the thread back into the mode it had.
@_noLocks @_noAllocation
public func restoreFloatMode(_ mode: UInt64) {
  Trusted.restoreFloatMode(mode)
}

private enum Trusted {
  @_semantics("no_performance_analysis") @inline(never)
  static func size(
    _ function: @convention(c) (UnsafePointer<clap_input_events_t>?) -> UInt32,
    _ list: UnsafePointer<clap_input_events_t>
  ) -> UInt32 {
    function(list)
  }

  @_semantics("no_performance_analysis") @inline(never)
  static func get(
    _ function: @convention(c) (UnsafePointer<clap_input_events_t>?, UInt32) -> UnsafePointer<clap_event_header_t>?,
    _ list: UnsafePointer<clap_input_events_t>, _ index: UInt32
  ) -> UnsafePointer<clap_event_header_t>? {
    function(list, index)
  }

  @_semantics("no_performance_analysis") @inline(never)
  static func request(
    _ function: @convention(c) (UnsafePointer<clap_host_t>?) -> Void, _ host: UnsafePointer<clap_host_t>
  ) {
    function(host)
  }

  @_semantics("no_performance_analysis") @inline(never)
  static func flushSubnormals() -> UInt64 {
    attractor_flush_subnormals()
  }

  @_semantics("no_performance_analysis") @inline(never)
  static func restoreFloatMode(_ mode: UInt64) {
    attractor_restore_float_mode(mode)
  }
}
