import CLAP

/// `clap.tail`, the plugin's side.
public enum TailExtension {
  public typealias Get = @convention(c) (UnsafePointer<clap_plugin_t>?) -> UInt32

  /// - Parameter get: frames at the host's rate, from Int32.max on without end. [main-thread, audio-thread]
  public static func plugin(get: @escaping Get) -> PluginExtension {
    PluginExtension(CLAP_EXT_TAIL, table: clap_plugin_tail_t(get: get))
  }
}
