import CLAP

/// [main-thread] What `clap.state` asks of a plugin.
public protocol StatePlugin: AnyObject {
  /// Writes everything that a session needs; false on a failing stream.
  func save(to stream: OutputStream) -> Bool
  /// Takes over what the stream brings, or changes nothing and answers false.
  func load(from stream: InputStream) -> Bool
}

/// `clap.state`, the plugin's side.
public enum StateExtension {
  public static func plugin() -> PluginExtension {
    PluginExtension(
      CLAP_EXT_STATE,
      table: clap_plugin_state_t(
        save: { plugin, stream in
          guard let stream = OutputStream(stream) else { return false }
          return owner(of: plugin, as: (any StatePlugin).self)?.save(to: stream) ?? false
        },
        load: { plugin, stream in
          guard let stream = InputStream(stream) else { return false }
          return owner(of: plugin, as: (any StatePlugin).self)?.load(from: stream) ?? false
        }))
  }
}
