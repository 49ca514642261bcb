import ArgumentParser
import Foundation

/// Reports on disk: whole, or not at all.
enum TextFile {
  static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ValidationError("\(path): expected a place to write, got: \(error.localizedDescription)")
    }
  }

  static func read(_ path: String, _ what: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path): expected \(what), found no file that can be read")
    }
    return data
  }
}
