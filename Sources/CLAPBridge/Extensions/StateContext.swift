import CLAP

/// What a state is saved or loaded for.
public enum StateContext: UInt32, Sendable {
  /// Only what belongs to a preset.
  case preset = 1
  /// A copy of the instance within the same session.
  case duplicate = 2
  /// Everything that the session needs.
  case project = 3
}

/// [main-thread] What `clap.state-context` asks of a plugin.
public protocol StateContextPlugin: StatePlugin {
  func save(to stream: OutputStream, for context: StateContext) -> Bool
  func load(from stream: InputStream, for context: StateContext) -> Bool
}

/// `clap.state-context`, the plugin's side. Unknown contexts are refused.
public enum StateContextExtension {
  public static func plugin() -> PluginExtension {
    PluginExtension(
      CLAP_EXT_STATE_CONTEXT,
      table: clap_plugin_state_context_t(
        save: { plugin, stream, context in
          guard let stream = OutputStream(stream), let context = StateContext(rawValue: context) else { return false }
          return owner(of: plugin, as: (any StateContextPlugin).self)?.save(to: stream, for: context) ?? false
        },
        load: { plugin, stream, context in
          guard let stream = InputStream(stream), let context = StateContext(rawValue: context) else { return false }
          return owner(of: plugin, as: (any StateContextPlugin).self)?.load(from: stream, for: context) ?? false
        }))
  }
}
