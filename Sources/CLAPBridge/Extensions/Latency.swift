import CLAP

/// [main-thread] What `clap.latency` asks of a plugin.
public protocol LatencyPlugin: AnyObject {
  /// Frames at the host's rate; fixed while active.
  var latency: Int { get }
}

/// `clap.latency`, the plugin's side.
public enum LatencyExtension {
  public static func plugin() -> PluginExtension {
    PluginExtension(
      CLAP_EXT_LATENCY,
      table: clap_plugin_latency_t(
        get: { plugin in UInt32(owner(of: plugin, as: (any LatencyPlugin).self)?.latency ?? 0) }))
  }
}
