import CLAP

/// Where a preset lies, and which of several there it is.
public enum PresetSource: Equatable, Sendable {
  /// In the plugin's own file, by the key that preset discovery tells.
  case library(key: String)
  case file(path: String, key: String?)
}

extension PluginInstance {
  /// Brings a preset into force.
  ///
  /// - Throws: `.missingExtension`, `.presetRefused` with what the plugin says.
  public func loadPreset(_ source: PresetSource) throws(HostError) {
    guard
      let table = extensionPointer(CLAP_EXT_PRESET_LOAD, as: clap_plugin_preset_load_t.self)
        ?? extensionPointer(CLAP_EXT_PRESET_LOAD_COMPAT, as: clap_plugin_preset_load_t.self)
    else { throw .missingExtension(id: descriptor.id, name: CLAP_EXT_PRESET_LOAD) }
    let known = record.calls.count
    let isLoaded = HostThread.main.run {
      switch source {
      case .library(let key):
        table.pointee.from_location(pointer, UInt32(CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN), nil, key)
      case .file(let path, let key?):
        table.pointee.from_location(pointer, UInt32(CLAP_PRESET_DISCOVERY_LOCATION_FILE), path, key)
      case .file(let path, nil):
        table.pointee.from_location(pointer, UInt32(CLAP_PRESET_DISCOVERY_LOCATION_FILE), path, nil)
      }
    }
    serveCallbacks()
    if isLoaded { return }
    let told = record.calls.dropFirst(known).compactMap { call -> String? in
      if case .presetFailed(_, _, let message) = call { message } else { nil }
    }
    throw .presetRefused(id: descriptor.id, reason: told.last ?? "no reason told")
  }
}
