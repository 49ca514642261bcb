import CLAP

/// [main-thread] What `clap.render` asks of a plugin.
public protocol RenderPlugin: AnyObject {
  /// Offline there is no deadline: quality may go up, latency may not change.
  func setRendering(isOffline: Bool)
}

/// `clap.render`, the plugin's side, of plugins that need no hardware.
public enum RenderExtension {
  public static func plugin() -> PluginExtension {
    PluginExtension(
      CLAP_EXT_RENDER,
      table: clap_plugin_render_t(
        has_hard_realtime_requirement: { _ in false },
        set: { plugin, mode in
          guard mode == CLAP_RENDER_REALTIME || mode == CLAP_RENDER_OFFLINE,
            let plugin = owner(of: plugin, as: (any RenderPlugin).self)
          else { return false }
          plugin.setRendering(isOffline: mode == CLAP_RENDER_OFFLINE)
          return true
        }))
  }
}
