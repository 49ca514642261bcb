import ArgumentParser
import Foundation

/// Files of every kind but audio: whole, or not at all.
enum WholeFile {
  static func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

  /// Replaces the file at once; after an error it is as it was before.
  static func write(_ data: Data, to path: String) throws {
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ValidationError("\(path): expected a place to write, got: \(reason(error))")
    }
  }

  /// - Parameter what: what is expected there, for the message.
  static func read(_ path: String, _ what: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path): expected \(what), found no file that can be read")
    }
    return data
  }

  /// The system's own words, which are shorter and say more.
  private static func reason(_ error: any Error) -> String {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    guard let cause, cause.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
    return String(cString: strerror(Int32(cause.code)))
  }
}
