import CLAP

/// An audio port as the plugin describes it.
public struct AudioPort: Equatable, Codable, Sendable {
  public let id: UInt32
  public let name: String
  public let channelCount: Int
  public let isMain: Bool
  public let supports64Bits: Bool

  /// "mono", "stereo", another type, or empty.
  public let type: String

  /// The id of the port of the other direction that may share a buffer with this one.
  public let inPlacePair: UInt32?
}

/// All audio ports of a plugin.
public struct PortLayout: Equatable, Codable, Sendable {
  public let inputs: [AudioPort]
  public let outputs: [AudioPort]

  /// Whether the main input and output may share a buffer.
  public var canProcessInPlace: Bool {
    guard let input = inputs.first, let output = outputs.first else { return false }
    return input.inPlacePair == output.id && output.inPlacePair == input.id
      && input.channelCount == output.channelCount
  }
}

/// How long a plugin sounds after its input has ended.
public enum Tail: Equatable, Codable, Sendable {
  case frames(Int)
  case infinite
}

extension PluginInstance {
  /// The ports as they are now; none in a plugin without the extension.
  public var ports: PortLayout {
    guard let ports = extensionPointer(CLAP_EXT_AUDIO_PORTS, as: clap_plugin_audio_ports_t.self) else {
      return PortLayout(inputs: [], outputs: [])
    }
    return HostThread.main.run {
      func list(_ isInput: Bool) -> [AudioPort] {
        (0..<ports.pointee.count(pointer, isInput)).compactMap { index in
          var info = clap_audio_port_info_t()
          guard ports.pointee.get(pointer, index, isInput, &info) else { return nil }
          return AudioPort(
            id: info.id, name: string(inside: info.name), channelCount: Int(info.channel_count),
            isMain: info.flags & CLAP_AUDIO_PORT_IS_MAIN != 0,
            supports64Bits: info.flags & CLAP_AUDIO_PORT_SUPPORTS_64BITS != 0,
            type: string(info.port_type), inPlacePair: info.in_place_pair == CLAP_INVALID_ID ? nil : info.in_place_pair)
        }
      }
      return PortLayout(inputs: list(true), outputs: list(false))
    }
  }

  /// Frames of delay; 0 in a plugin without the extension, and when inactive.
  public var latency: Int {
    guard state != .inactive, let latency = extensionPointer(CLAP_EXT_LATENCY, as: clap_plugin_latency_t.self) else {
      return 0
    }
    return HostThread.main.run { Int(latency.pointee.get(pointer)) }
  }

  /// Nil in a plugin without the extension.
  public var tail: Tail? {
    guard let tail = extensionPointer(CLAP_EXT_TAIL, as: clap_plugin_tail_t.self) else { return nil }
    let frames = HostThread.main.run { tail.pointee.get(pointer) }
    return frames >= UInt32(Int32.max) ? .infinite : .frames(Int(frames))
  }

  /// Live or offline; returns false in a plugin that cannot, or makes no difference.
  @discardableResult
  public func setOffline(_ offline: Bool) -> Bool {
    guard let render = extensionPointer(CLAP_EXT_RENDER, as: clap_plugin_render_t.self) else { return false }
    return HostThread.main.run { render.pointee.set(pointer, offline ? CLAP_RENDER_OFFLINE : CLAP_RENDER_REALTIME) }
  }

  /// The ids of the stable extensions that the plugin has.
  public var extensions: [String] {
    [
      CLAP_EXT_AMBISONIC, CLAP_EXT_AUDIO_PORTS, CLAP_EXT_AUDIO_PORTS_ACTIVATION, CLAP_EXT_AUDIO_PORTS_CONFIG,
      CLAP_EXT_AUDIO_PORTS_CONFIG_INFO, CLAP_EXT_CONFIGURABLE_AUDIO_PORTS, CLAP_EXT_CONTEXT_MENU, CLAP_EXT_GUI,
      CLAP_EXT_LATENCY, CLAP_EXT_NOTE_NAME, CLAP_EXT_NOTE_PORTS, CLAP_EXT_PARAM_INDICATION, CLAP_EXT_PARAMS,
      CLAP_EXT_POSIX_FD_SUPPORT, CLAP_EXT_PRESET_LOAD, CLAP_EXT_REMOTE_CONTROLS, CLAP_EXT_RENDER, CLAP_EXT_STATE,
      CLAP_EXT_STATE_CONTEXT, CLAP_EXT_SURROUND, CLAP_EXT_TAIL, CLAP_EXT_THREAD_POOL, CLAP_EXT_TIMER_SUPPORT,
      CLAP_EXT_TRACK_INFO, CLAP_EXT_VOICE_INFO,
    ].filter { rawExtension($0) != nil }
  }
}
