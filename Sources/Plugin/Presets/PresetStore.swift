import CLAPBridge
import FoundationEssentials
import Glibc

/// Where presets come from: the library, and files.
enum PresetStore {
  static let fileExtension = "attractor-preset"
  /// Between circuit and preset in the key of a preset in the library.
  static let separator: Character = "/"

  static func factory(_ entry: CatalogueEntry) throws(PresetError) -> PresetFile {
    guard let bytes = entry.presetBytes else { throw .noFactoryPresets(circuit: entry.circuit) }
    return try PresetFile(decoding: bytes)
  }

  static func file(_ path: String) throws(PresetError) -> PresetFile {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, code: EINVAL, reason: "expected a file")
    }
    guard status.st_size <= PresetFile.byteLimit else {
      throw .tooLarge(bytes: Int(status.st_size), limit: PresetFile.byteLimit)
    }
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { throw failure(path) }
    return try PresetFile(decoding: [UInt8](data))
  }

  /// The one that a location and a key name, for a circuit.
  static func preset(at location: PresetLocation, key: String?, for entry: CatalogueEntry) throws(PresetError)
    -> Preset
  {
    let file: PresetFile
    var id = key
    switch location {
    case .library:
      file = try factory(entry)
      // The key says the circuit, too: the library is one place for all of them.
      if let parts = key?.split(separator: separator, maxSplits: 1), parts.count == 2 {
        guard parts[0] == entry.circuit else { throw .otherCircuit(String(parts[0]), expected: entry.circuit) }
        id = String(parts[1])
      }
    case .file(let path):
      file = try self.file(path)
    }
    guard file.circuit == entry.circuit else { throw .otherCircuit(file.circuit, expected: entry.circuit) }
    return try file.preset(id)
  }

  private static func failure(_ path: String) -> PresetError {
    let code = errno
    return .unreadable(path: path, code: code, reason: String(cString: strerror(code)))
  }
}
