import CLAP

/// The plugin factory: one plugin per circuit of the catalogue.
enum Factory {
  /// A `clap_plugin_factory` that lives for ever.
  nonisolated(unsafe) static let table: UnsafeRawPointer = {
    let memory = UnsafeMutablePointer<clap_plugin_factory_t>.allocate(capacity: 1)
    memory.initialize(
      to: clap_plugin_factory_t(
        get_plugin_count: { _ in UInt32(Catalogue.shared.entries.count) },
        get_plugin_descriptor: { _, index in
          let entries = Catalogue.shared.entries
          return Int(index) < entries.count ? entries[Int(index)].descriptor : nil
        },
        create_plugin: { _, host, id in
          guard let host, host.pointee.clap_version.major >= 1, let id,
            let entry = Catalogue.shared.entry(String(cString: id))
          else { return nil }
          return PluginTable.make(entry, host: host)
        }))
    return UnsafeRawPointer(memory)
  }()
}
