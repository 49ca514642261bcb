import CLAP

/// [main-thread] What `clap.audio-ports-activation` asks of a plugin whose ports are switched while it is not active.
public protocol AudioPortsActivationPlugin: AnyObject {
  /// - Returns: false for a port that does not exist.
  func setPort(isInput: Bool, _ port: Int, isActive: Bool) -> Bool
}

/// `clap.audio-ports-activation`, the plugin's side.
public enum AudioPortsActivationExtension {
  public static func plugin() -> PluginExtension {
    PluginExtension(
      CLAP_EXT_AUDIO_PORTS_ACTIVATION, CLAP_EXT_AUDIO_PORTS_ACTIVATION_COMPAT,
      table: clap_plugin_audio_ports_activation_t(
        can_activate_while_processing: { _ in false },
        set_active: { plugin, isInput, port, isActive, sampleSize in
          guard [0, 32, 64].contains(sampleSize) else { return false }
          return owner(of: plugin, as: (any AudioPortsActivationPlugin).self)?
            .setPort(isInput: isInput, Int(port), isActive: isActive) ?? false
        }))
  }
}
