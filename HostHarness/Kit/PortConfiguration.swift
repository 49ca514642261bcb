import CLAP

extension PluginInstance {
  /// Gives the main input and output so many channels, by whichever extension the plugin has for it; does nothing
  /// where they have them already.
  ///
  /// - Throws: `.wrongState` unless inactive, `.badSetting` where the plugin does not offer it.
  public func configureMainPorts(channels: Int) throws(HostError) {
    func fits(_ ports: PortLayout) -> Bool {
      (ports.inputs.first?.channelCount ?? channels) == channels && ports.outputs.first?.channelCount == channels
    }
    let before = ports
    if fits(before) { return }
    guard state == .inactive else {
      throw .wrongState(call: "ports", expected: State.inactive.rawValue, actual: state.rawValue)
    }
    if applyConfiguration(channels, before) || selectConfiguration(channels), fits(ports) { return }
    throw .badSetting(
      name: "channels", expected: "a number that \(descriptor.id) offers, such as \(Self.counts(before))",
      actual: "\(channels)")
  }

  private func applyConfiguration(_ channels: Int, _ ports: PortLayout) -> Bool {
    guard
      let configurable = extensionPointer(
        CLAP_EXT_CONFIGURABLE_AUDIO_PORTS, as: clap_plugin_configurable_audio_ports_t.self)
    else { return false }
    let type = channels == 1 ? Constant.text("mono") : channels == 2 ? Constant.text("stereo") : nil
    var requests: [clap_audio_port_configuration_request_t] = []
    for isInput in [true, false] where !(isInput ? ports.inputs : ports.outputs).isEmpty {
      requests.append(
        clap_audio_port_configuration_request_t(
          is_input: isInput, port_index: 0, channel_count: UInt32(channels), port_type: type, port_details: nil))
    }
    return HostThread.main.run {
      configurable.pointee.apply_configuration(pointer, requests, UInt32(requests.count))
    }
  }

  private func selectConfiguration(_ channels: Int) -> Bool {
    guard
      let configurations = extensionPointer(CLAP_EXT_AUDIO_PORTS_CONFIG, as: clap_plugin_audio_ports_config_t.self)
    else { return false }
    return HostThread.main.run {
      for index in 0..<configurations.pointee.count(pointer) {
        var found = clap_audio_ports_config_t()
        guard configurations.pointee.get(pointer, index, &found) else { continue }
        let input = found.has_main_input ? Int(found.main_input_channel_count) : channels
        if input == channels, found.has_main_output, Int(found.main_output_channel_count) == channels {
          return configurations.pointee.select(pointer, found.id)
        }
      }
      return false
    }
  }

  private static func counts(_ ports: PortLayout) -> String {
    "\(ports.outputs.first?.channelCount ?? ports.inputs.first?.channelCount ?? 0)"
  }
}
