import CLAP

/// A port as a plugin describes it.
public struct AudioPort: Sendable, Equatable {
  public var id: clap_id
  public var name: String
  public var isMain: Bool
  public var channelCount: Int
  /// The port of the other direction that may share the buffer.
  public var inPlacePair: clap_id?
  /// Whether it takes 64-bit samples, too.
  public var supportsDouble: Bool

  public init(
    id: clap_id, name: String, isMain: Bool, channelCount: Int, inPlacePair: clap_id? = nil,
    supportsDouble: Bool = false
  ) {
    self.id = id
    self.name = name
    self.isMain = isMain
    self.channelCount = channelCount
    self.inPlacePair = inPlacePair
    self.supportsDouble = supportsDouble
  }
}

/// [main-thread] What `clap.audio-ports` asks of a plugin.
public protocol AudioPortsPlugin: AnyObject {
  func audioPorts(isInput: Bool) -> [AudioPort]
}

/// `clap.audio-ports`, the plugin's side.
public enum AudioPortsExtension {
  public static func plugin() -> PluginExtension {
    PluginExtension(
      CLAP_EXT_AUDIO_PORTS,
      table: clap_plugin_audio_ports_t(
        count: { plugin, isInput in
          UInt32(owner(of: plugin, as: (any AudioPortsPlugin).self)?.audioPorts(isInput: isInput).count ?? 0)
        },
        get: { plugin, index, isInput, info in
          guard let ports = owner(of: plugin, as: (any AudioPortsPlugin).self)?.audioPorts(isInput: isInput),
            Int(index) < ports.count, let info
          else { return false }
          AudioPortsExtension.fill(&info.pointee, from: ports[Int(index)])
          return true
        }))
  }

  nonisolated(unsafe) private static let mono = CText.immortal(CLAP_PORT_MONO)
  nonisolated(unsafe) private static let stereo = CText.immortal(CLAP_PORT_STEREO)

  private static func fill(_ info: inout clap_audio_port_info_t, from port: AudioPort) {
    info.id = port.id
    CText.write(port.name, to: &info.name)
    info.flags = port.isMain ? CLAP_AUDIO_PORT_IS_MAIN : 0
    if port.supportsDouble { info.flags |= CLAP_AUDIO_PORT_SUPPORTS_64BITS }
    info.channel_count = UInt32(port.channelCount)
    info.port_type = port.channelCount == 1 ? mono : port.channelCount == 2 ? stereo : nil
    info.in_place_pair = port.inPlacePair ?? CLAP_INVALID_ID
  }
}
