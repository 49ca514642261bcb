import CLAP
import CLAPBridge

/// The `clap_plugin` of an instance: memory that lives from `create_plugin` to `destroy`.
enum PluginTable {
  /// [main-thread] Calls nothing on the host.
  static func make(_ entry: CatalogueEntry, host: UnsafePointer<clap_host_t>) -> UnsafePointer<clap_plugin_t> {
    let data = UnsafeMutablePointer<PluginData>.allocate(capacity: 1)
    data.initialize(to: PluginData(owner: MainThread(entry, host: host, data: data)))
    let plugin = UnsafeMutablePointer<clap_plugin_t>.allocate(capacity: 1)
    plugin.initialize(
      to: clap_plugin_t(
        desc: entry.descriptor,
        plugin_data: data,
        init: { plugin in PluginTable.initialise(plugin) },
        destroy: { plugin in PluginTable.destroy(plugin) },
        activate: { plugin, sampleRate, _, _ in
          PluginTable.mainThread(plugin)?.activate(sampleRate: sampleRate) ?? false
        },
        deactivate: { plugin in PluginTable.mainThread(plugin)?.deactivate() },
        start_processing: pluginStartProcessing,
        stop_processing: pluginStopProcessing,
        reset: pluginReset,
        process: pluginProcess,
        get_extension: { _, id in
          guard let id else { return nil }
          let wanted = String(cString: id)
          return pluginExtensions.first { $0.ids.contains(wanted) }?.table
        },
        on_main_thread: { plugin in PluginTable.mainThread(plugin)?.onMainThread() }))
    return UnsafePointer(plugin)
  }

  private static func mainThread(_ plugin: UnsafePointer<clap_plugin_t>?) -> MainThread? {
    pluginData(plugin)?.pointee.owner.takeUnretainedValue() as? MainThread
  }

  private static func initialise(_ plugin: UnsafePointer<clap_plugin_t>?) -> Bool {
    mainThread(plugin)?.initialise() ?? false
  }

  private static func destroy(_ plugin: UnsafePointer<clap_plugin_t>?) {
    guard let plugin, let data = pluginData(plugin) else { return }
    mainThread(plugin)?.destroy()
    data.pointee.owner.release()
    data.deallocate()
    UnsafeMutablePointer(mutating: plugin).deallocate()
  }
}
