import ArgumentParser
import Foundation

/// Plugin states on disk, byte for byte.
enum StateFile {
  static func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path): expected a file with a plugin's state, found none that can be read")
    }
    return Array(data)
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ValidationError("\(path): expected a place to write the state, got: \(error.localizedDescription)")
    }
  }
}
