import CLAP

/// Where a preset lies.
public enum PresetLocation: Sendable, Equatable {
  /// Inside the library.
  case library
  /// A file's path.
  case file(String)

  /// Nil for an unknown kind, and for a file without a path.
  init?(_ kind: UInt32, _ location: UnsafePointer<CChar>?) {
    switch kind {
    case UInt32(CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN): self = .library
    case UInt32(CLAP_PRESET_DISCOVERY_LOCATION_FILE):
      guard let location else { return nil }
      self = .file(String(cString: location))
    default: return nil
    }
  }

  /// Hands kind and path over as the ABI wants them.
  func with<R>(_ body: (UInt32, UnsafePointer<CChar>?) -> R) -> R {
    switch self {
    case .library: body(UInt32(CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN), nil)
    case .file(let path): path.withCString { body(UInt32(CLAP_PRESET_DISCOVERY_LOCATION_FILE), $0) }
    }
  }
}

/// [main-thread] What `clap.preset-load` asks of a plugin.
public protocol PresetLoadPlugin: AnyObject {
  /// - Parameter key: which preset of several in one place; nil where there is one.
  /// - Returns: whether it is in force now.
  func loadPreset(from location: PresetLocation, key: String?) -> Bool
}

/// `clap.preset-load`, the plugin's side.
public enum PresetLoadExtension {
  public static func plugin() -> PluginExtension {
    PluginExtension(
      CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT,
      table: clap_plugin_preset_load_t(
        from_location: { plugin, kind, location, key in
          guard let location = PresetLocation(kind, location) else { return false }
          return owner(of: plugin, as: (any PresetLoadPlugin).self)?
            .loadPreset(from: location, key: key.map { String(cString: $0) }) ?? false
        }))
  }
}

/// [main-thread] `clap.preset-load`, what a plugin tells its host.
public struct HostPresetLoad {
  private let host: UnsafePointer<clap_host_t>
  private let table: UnsafePointer<clap_host_preset_load_t>

  /// Nil where the host does not offer it. Not before the plugin's `init`.
  public init?(_ host: UnsafePointer<clap_host_t>) {
    guard
      let table = hostExtension(host, CLAP_EXT_PRESET_LOAD, as: clap_host_preset_load_t.self)
        ?? hostExtension(host, CLAP_EXT_PRESET_LOAD_COMPAT, as: clap_host_preset_load_t.self)
    else { return nil }
    self.host = host
    self.table = table
  }

  public func loaded(_ location: PresetLocation, key: String?) {
    location.with { kind, path in
      if let key {
        key.withCString { table.pointee.loaded?(host, kind, path, $0) }
      } else {
        table.pointee.loaded?(host, kind, path, nil)
      }
    }
  }

  /// - Parameter code: an errno, or 0.
  public func failed(_ location: PresetLocation, key: String?, code: Int32, _ message: String) {
    location.with { kind, path in
      if let key {
        key.withCString { table.pointee.on_error?(host, kind, path, $0, code, message) }
      } else {
        table.pointee.on_error?(host, kind, path, nil, code, message)
      }
    }
  }
}
