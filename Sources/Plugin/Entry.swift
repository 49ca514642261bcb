import CLAP
import Synchronization

// The three functions of `clap_entry` (clap/entry/entry.c). Hosts call init and deinit in pairs, some from several
// threads, some again after the last deinit.

/// Calls of init that no deinit has answered yet.
private let entryCount = Mutex(0)

@c(attractor_entry_init)
public func entryInit(_ path: UnsafePointer<CChar>?) -> Bool {
  entryCount.withLock { $0 += 1 }
  return true
}

@c(attractor_entry_deinit)
public func entryDeinit() {
  entryCount.withLock { $0 = max($0 - 1, 0) }
}

/// Null for an unknown id, and before init.
@c(attractor_entry_get_factory)
public func entryGetFactory(_ id: UnsafePointer<CChar>?) -> UnsafeRawPointer? {
  guard let id, entryCount.withLock({ $0 > 0 }) else { return nil }
  switch String(cString: id) {
  case CLAP_PLUGIN_FACTORY_ID: return Factory.table
  case CLAP_PRESET_DISCOVERY_FACTORY_ID, CLAP_PRESET_DISCOVERY_FACTORY_ID_COMPAT: return PresetDiscovery.table
  default: return nil
  }
}
