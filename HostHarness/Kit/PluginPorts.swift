import CLAP

extension PluginInstance {
  /// Asks for main ports of that many channels on both sides, through `clap.configurable-audio-ports`.
  ///
  /// - Throws: `.wrongState` unless inactive, `.badSetting` where the plugin does not have such ports.
  public func setChannels(_ count: Int) throws(HostError) {
    guard state == .inactive else {
      throw .wrongState(call: "configurable-audio-ports", expected: State.inactive.rawValue, actual: state.rawValue)
    }
    if ports.inputs.allSatisfy({ $0.channelCount == count }) && ports.outputs.allSatisfy({ $0.channelCount == count }) {
      return
    }
    let table =
      extensionPointer(CLAP_EXT_CONFIGURABLE_AUDIO_PORTS, as: clap_plugin_configurable_audio_ports_t.self)
      ?? extensionPointer(CLAP_EXT_CONFIGURABLE_AUDIO_PORTS_COMPAT, as: clap_plugin_configurable_audio_ports_t.self)
    let requests = [true, false].map {
      clap_audio_port_configuration_request_t(
        is_input: $0, port_index: 0, channel_count: UInt32(clamping: count), port_type: nil, port_details: nil)
    }
    let applied = HostThread.main.run {
      table?.pointee.apply_configuration(pointer, requests, UInt32(requests.count)) ?? false
    }
    guard applied else {
      throw .badSetting(name: "channels", expected: "a count that the plugin's ports can have", actual: "\(count)")
    }
  }
}
