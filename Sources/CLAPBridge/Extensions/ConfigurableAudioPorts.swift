import CLAP

/// A port layout that a host wishes.
public struct AudioPortRequest: Sendable, Equatable {
  public var isInput: Bool
  public var port: Int
  public var channelCount: Int
  /// Whether the type that goes with it is one that this count has: none, mono for 1 or stereo for 2.
  public var isPlainType: Bool
}

/// [main-thread & !active] What `clap.configurable-audio-ports` asks of a plugin.
public protocol ConfigurableAudioPortsPlugin: AnyObject {
  func canApply(_ requests: [AudioPortRequest]) -> Bool
  /// All of the requests or none.
  func apply(_ requests: [AudioPortRequest]) -> Bool
}

/// `clap.configurable-audio-ports`, the plugin's side.
public enum ConfigurableAudioPortsExtension {
  public static func plugin() -> PluginExtension {
    PluginExtension(
      CLAP_EXT_CONFIGURABLE_AUDIO_PORTS, CLAP_EXT_CONFIGURABLE_AUDIO_PORTS_COMPAT,
      table: clap_plugin_configurable_audio_ports_t(
        can_apply_configuration: { plugin, requests, count in
          owner(of: plugin, as: (any ConfigurableAudioPortsPlugin).self)?
            .canApply(ConfigurableAudioPortsExtension.read(requests, count)) ?? false
        },
        apply_configuration: { plugin, requests, count in
          owner(of: plugin, as: (any ConfigurableAudioPortsPlugin).self)?
            .apply(ConfigurableAudioPortsExtension.read(requests, count)) ?? false
        }))
  }

  private static func read(
    _ requests: UnsafePointer<clap_audio_port_configuration_request_t>?, _ count: UInt32
  ) -> [AudioPortRequest] {
    guard let requests else { return [] }
    return (0..<Int(count)).map { index in
      let request = requests[index]
      let type = request.port_type.map { String(cString: $0) }
      let plain = request.channel_count == 1 ? CLAP_PORT_MONO : request.channel_count == 2 ? CLAP_PORT_STEREO : nil
      return AudioPortRequest(
        isInput: request.is_input, port: Int(request.port_index), channelCount: Int(request.channel_count),
        isPlainType: type == nil || type == plain)
    }
  }
}
