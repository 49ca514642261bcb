import ArgumentParser
import Foundation

/// Where plugins lie.
enum PluginFiles {
  /// All .clap files under the paths, or under the standard ones. A file given by name is taken as it is.
  static func find(_ paths: [String]) throws -> [String] {
    var files: [String] = []
    for path in paths.isEmpty ? standard : paths {
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
        if paths.isEmpty { continue }
        throw ValidationError("\(path): expected a .clap file or a folder, found nothing there")
      }
      if isDirectory.boolValue {
        files += search(path)
      } else {
        files.append(path)
      }
    }
    return files
  }

  private static var standard: [String] {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["HOME"] ?? NSHomeDirectory()
    let further = (environment["CLAP_PATH"] ?? "").split(separator: ":").map(String.init)
    return ["\(home)/.clap", "/usr/lib/clap"] + further
  }

  private static func search(_ folder: String) -> [String] {
    let walk = FileManager.default.enumerator(atPath: folder)
    let names = (walk?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".clap") }
    return names.sorted().map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" }
  }
}
