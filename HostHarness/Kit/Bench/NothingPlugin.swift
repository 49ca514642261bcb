import CLAP

/// A plugin inside the host whose process does nothing: what remains is the host's own cost.
enum NothingPlugin {
  nonisolated(unsafe) static let id = Constant.text("org.attractor.host.nothing")

  nonisolated(unsafe) static let entry = keep(
    clap_plugin_entry_t(
      clap_version: CLAP_VERSION, init: { _ in true }, deinit: {}, get_factory: { _ in UnsafeRawPointer(factory) }))

  private nonisolated(unsafe) static let factory = keep(
    clap_plugin_factory_t(
      get_plugin_count: { _ in 1 }, get_plugin_descriptor: { _, index in index == 0 ? descriptor : nil },
      create_plugin: { _, _, _ in make() }))

  private nonisolated(unsafe) static let descriptor = keep(
    clap_plugin_descriptor_t(
      clap_version: CLAP_VERSION, id: id, name: Constant.text("Nothing"), vendor: Constant.text("Attractor"),
      url: nil, manual_url: nil, support_url: nil, version: Constant.text("1.0.0"),
      description: Constant.text("A callback that does nothing."), features: nil))

  private nonisolated(unsafe) static let ports = keep(
    clap_plugin_audio_ports_t(
      count: { _, _ in 1 },
      get: { _, index, isInput, info in
        guard index == 0, let info else { return false }
        info.pointee = clap_audio_port_info_t()
        info.pointee.id = isInput ? 1 : 2
        info.pointee.flags = UInt32(CLAP_AUDIO_PORT_IS_MAIN)
        info.pointee.channel_count = 2
        info.pointee.in_place_pair = isInput ? 2 : 1
        return true
      }))

  private static func make() -> UnsafePointer<clap_plugin_t> {
    let plugin = UnsafeMutablePointer<clap_plugin_t>.allocate(capacity: 1)
    plugin.initialize(
      to: clap_plugin_t(
        desc: descriptor, plugin_data: nil, init: { _ in true },
        destroy: { UnsafeMutablePointer(mutating: $0!).deallocate() }, activate: { _, _, _, _ in true },
        deactivate: { _ in }, start_processing: { _ in true }, stop_processing: { _ in }, reset: { _ in },
        process: { _, _ in CLAP_PROCESS_CONTINUE },
        get_extension: { _, id in string(id) == CLAP_EXT_AUDIO_PORTS ? UnsafeRawPointer(NothingPlugin.ports) : nil },
        on_main_thread: { _ in }))
    return UnsafePointer(plugin)
  }

  /// Memory that lives as long as the process, and that nobody writes to.
  private static func keep<T>(_ value: T) -> UnsafePointer<T> {
    let pointer = UnsafeMutablePointer<T>.allocate(capacity: 1)
    pointer.initialize(to: value)
    return UnsafePointer(pointer)
  }
}
