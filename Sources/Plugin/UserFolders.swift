import FoundationEssentials
import Glibc

/// Where a user keeps what the library does not bring along.
enum UserFolders {
  /// `$XDG_DATA_HOME/attractor`, else `~/.local/share/attractor`; nil without a home.
  private static var data: String? {
    if let path = variable("XDG_DATA_HOME"), path.hasPrefix("/") { return path + "/attractor" }
    return variable("HOME").map { $0 + "/.local/share/attractor" }
  }

  static var models: [String] {
    let named = variable("ATTRACTOR_MODELS")?.split(separator: ":").map(String.init) ?? []
    return named + (data.map { [$0 + "/models"] } ?? [])
  }

  /// Nil as long as there is no such folder.
  static var presets: String? {
    data.map { $0 + "/presets" }.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
  }

  /// Paths of the visible files with that extension, by name; none where there is no such folder.
  static func files(in folder: String, withExtension wanted: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix("." + wanted) && !$0.hasPrefix(".") }.sorted().map { folder + "/" + $0 }
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
    return value
  }
}
