import CLAP
import Foundation

/// A loaded `.clap` file. Its entry is initialised once per process however many libraries are opened on the same
/// file; with the last of them it is deinitialised and unloaded.
///
/// May be used from any thread; all calls into the library happen on the host's main thread.
public final class ClapLibrary: @unchecked Sendable {
  public let path: String

  /// The CLAP version that the entry declares.
  public let clapVersion: String

  /// One per plugin in the file, in its order.
  public let descriptors: [PluginDescriptor]

  private let image: LibraryImage
  private let factory: UnsafePointer<clap_plugin_factory_t>

  /// Loads, initialises and lists.
  ///
  /// - Throws: `.missingFile`, `.notALibrary`, `.noEntry`, `.incompatible`, `.entryRefused`, `.noFactory`.
  public convenience init(_ path: String) throws(HostError) {
    try self.init(path) { () throws(HostError) in try LibraryImage(path) }
  }

  /// The plugin inside the host whose process does nothing.
  public static var nothing: ClapLibrary {
    // Nothing can fail on the way.
    try! ClapLibrary("built-in") { LibraryImage(builtIn: NothingPlugin.entry) }
  }

  private init(_ path: String, _ load: () throws(HostError) -> LibraryImage) throws(HostError) {
    self.path = path
    let (image, factory) = try HostThread.main.run {
      () throws(HostError) -> (LibraryImage, UnsafePointer<clap_plugin_factory_t>) in
      let image = try load()
      guard let raw = image.entry.pointee.get_factory(CLAP_PLUGIN_FACTORY_ID) else {
        throw .noFactory(path: path, factory: CLAP_PLUGIN_FACTORY_ID)
      }
      return (image, raw.assumingMemoryBound(to: clap_plugin_factory_t.self))
    }
    self.image = image
    self.factory = factory
    clapVersion = image.entry.pointee.clap_version.text
    descriptors = HostThread.main.run {
      (0..<factory.pointee.get_plugin_count(factory)).compactMap { index in
        factory.pointee.get_plugin_descriptor(factory, index).map { PluginDescriptor($0.pointee) }
      }
    }
  }

  /// Makes one plugin and initialises it.
  ///
  /// - Parameter id: whole, its last part (`rat` of `org.attractor.rat`) or the plugin's name, the latter in any case;
  ///   may be left out where the file holds one plugin. A whole id is tried even where the file does not list it: a
  ///   session may know a plugin that a scan does not.
  /// - Throws: `.unknownPlugin`, `.notCreated`, `.initRefused`.
  public func instantiate(_ id: String? = nil) throws(HostError) -> PluginInstance {
    let ids = descriptors.map(\.id)
    let wanted = id ?? (ids.count == 1 ? ids[0] : "")
    func named(_ descriptor: PluginDescriptor) -> Bool {
      descriptor.id.split(separator: ".").last.map(String.init) == wanted
        || descriptor.name.lowercased() == wanted.lowercased()
    }
    let alike = descriptors.filter(named)
    guard let descriptor = descriptors.first(where: { $0.id == wanted }) ?? (alike.count == 1 ? alike[0] : nil) else {
      let unlisted = wanted.contains(".") ? try? PluginInstance(wanted, library: self) : nil
      if let unlisted { return unlisted }
      throw .unknownPlugin(id: wanted, expected: ids)
    }
    return try PluginInstance(descriptor.id, library: self)
  }

  /// The entry, for tests that go their own way.
  public var entry: UnsafePointer<clap_plugin_entry_t> { image.entry }

  /// A factory by id, or nil.
  public func factory(_ id: String) -> UnsafeRawPointer? {
    HostThread.main.run { image.entry.pointee.get_factory(id) }
  }

  /// Calls create_plugin with any id. [main-thread]
  func create(_ id: String, host: UnsafePointer<clap_host_t>) -> UnsafePointer<clap_plugin_t>? {
    factory.pointee.create_plugin(factory, host, id)
  }
}
