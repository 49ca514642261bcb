import CLAP
import Foundation

/// The built plugin file, loaded as a host loads it.
final class Library: @unchecked Sendable {
  /// build/Attractor.clap, or what ATTRACTOR_CLAP names.
  static let path: String = {
    if let path = ProcessInfo.processInfo.environment["ATTRACTOR_CLAP"] { return path }
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
    return root.appending(path: "build/Attractor.clap").path
  }()

  /// Loaded and initialised once for all tests; stays so.
  static let shared = Library(path, initialise: true)

  let handle: UnsafeMutableRawPointer
  let entry: UnsafePointer<clap_plugin_entry_t>
  private(set) var ids: [String] = []

  init(_ path: String, initialise: Bool) {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      fatalError("\(String(cString: dlerror())) — `make build` first, or set ATTRACTOR_CLAP")
    }
    self.handle = handle
    entry = UnsafePointer(dlsym(handle, "clap_entry")!.assumingMemoryBound(to: clap_plugin_entry_t.self))
    if initialise {
      precondition(entry.pointee.`init`(path))
      ids = (0..<factory!.pointee.get_plugin_count(factory)).map { String(cString: descriptor($0)!.pointee.id) }
    }
  }

  /// A second, independent image of the file.
  static func copy() throws -> Library {
    let copy = FileManager.default.temporaryDirectory.appending(path: "attractor-\(UUID().uuidString).clap")
    try FileManager.default.copyItem(atPath: path, toPath: copy.path)
    defer { try? FileManager.default.removeItem(at: copy) }
    return Library(copy.path, initialise: false)
  }

  var factory: UnsafePointer<clap_plugin_factory_t>? {
    entry.pointee.get_factory(CLAP_PLUGIN_FACTORY_ID)?.assumingMemoryBound(to: clap_plugin_factory_t.self)
  }

  func descriptor(_ index: UInt32) -> UnsafePointer<clap_plugin_descriptor_t>? {
    factory?.pointee.get_plugin_descriptor(factory, index)
  }
}
