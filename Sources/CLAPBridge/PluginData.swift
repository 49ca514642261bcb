import CLAP

/// What `clap_plugin.plugin_data` of our plugins points at: one object for the main thread, plain memory for the
/// audio thread.
public struct PluginData {
  /// [main-thread] Answers the extensions' main-thread questions.
  public var owner: Unmanaged<AnyObject>
  /// [audio-thread] The plugin's own; nil before its `init`.
  public var audio: UnsafeMutableRawPointer?

  public init(owner: AnyObject) {
    self.owner = Unmanaged.passRetained(owner)
  }
}

/// The data behind a plugin pointer that a host hands back.
@_noLocks @_noAllocation
public func pluginData(_ plugin: UnsafePointer<clap_plugin_t>?) -> UnsafeMutablePointer<PluginData>? {
  guard let plugin, let data = plugin.pointee.plugin_data else { return nil }
  return data.assumingMemoryBound(to: PluginData.self)
}

/// [main-thread] The plugin's main-thread object, seen as what an extension asks of it.
func owner<Role>(of plugin: UnsafePointer<clap_plugin_t>?, as role: Role.Type) -> Role? {
  pluginData(plugin)?.pointee.owner.takeUnretainedValue() as? Role
}

/// An extension as a plugin offers it: its ids and the table of functions, which lives for ever.
public struct PluginExtension: @unchecked Sendable {
  /// The current id first, then those of drafts with the same layout.
  public let ids: [String]
  public let table: UnsafeRawPointer

  init<Table>(_ ids: String..., table: Table) {
    let memory = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    memory.initialize(to: table)
    self.ids = ids
    self.table = UnsafeRawPointer(memory)
  }
}

/// [main-thread] A host's table for an extension, or nil where it has none. Not before the plugin's `init`.
public func hostExtension<Table>(
  _ host: UnsafePointer<clap_host_t>, _ id: String, as table: Table.Type
) -> UnsafePointer<Table>? {
  host.pointee.get_extension?(host, id)?.assumingMemoryBound(to: Table.self)
}
