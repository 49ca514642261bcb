import CLAP
import Foundation

/// One dlopen'ed file with its entry initialised. Made and unmade on the main thread, counted per file.
final class LibraryImage {
  let entry: UnsafePointer<clap_plugin_entry_t>

  /// Nil for an entry inside the host.
  private let handle: UnsafeMutableRawPointer?

  /// How many images hold each handle. Used on the main thread alone.
  private nonisolated(unsafe) static var holders: [UnsafeMutableRawPointer: Int] = [:]

  /// An entry inside the host, which needs no initialisation.
  init(builtIn entry: UnsafePointer<clap_plugin_entry_t>) {
    self.entry = entry
    handle = nil
  }

  /// [main-thread]
  init(_ path: String) throws(HostError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .missingFile(path: path)
    }
    guard !isDirectory.boolValue else { throw .notALibrary(path: path, reason: "it is a folder") }
    if let (expected, actual) = LibraryFile.truncation(path) {
      throw .notALibrary(path: path, reason: "its headers promise \(expected) bytes, it has \(actual)")
    }
    let absolute = URL(fileURLWithPath: path).path
    guard let handle = dlopen(absolute, RTLD_NOW | RTLD_LOCAL) else {
      throw .notALibrary(path: path, reason: string(dlerror()).replacingOccurrences(of: absolute + ": ", with: ""))
    }
    guard let symbol = dlsym(handle, "clap_entry") else {
      dlclose(handle)
      throw .noEntry(path: path)
    }
    let entry = UnsafePointer(symbol.assumingMemoryBound(to: clap_plugin_entry_t.self))
    let version = entry.pointee.clap_version
    guard clap_version_is_compatible(version) else {
      dlclose(handle)
      throw .incompatible(path: path, expected: "1.0.0 or later", actual: version.text)
    }
    if Self.holders[handle, default: 0] == 0, !entry.pointee.`init`(absolute) {
      dlclose(handle)
      throw .entryRefused(path: path)
    }
    Self.holders[handle, default: 0] += 1
    self.handle = handle
    self.entry = entry
  }

  deinit {
    guard let handle else { return }
    nonisolated(unsafe) let file = handle
    nonisolated(unsafe) let entry = entry
    HostThread.main.run {
      Self.holders[file]! -= 1
      if Self.holders[file] == 0 {
        Self.holders[file] = nil
        entry.pointee.`deinit`()
      }
      dlclose(file)
    }
  }
}
