import ArgumentParser
import Foundation

/// Courses of parameters on disk: names, and keyframes as `--automate` reads them.
enum AutomationFile {
  /// By name.
  static func read(_ path: String) throws -> [(name: String, course: String)] {
    let data = try WholeFile.read(path, "a file with automation")
    guard let courses = try? JSONDecoder().decode([String: String].self, from: data) else {
      throw ValidationError(
        "\(path): expected JSON with a text of keyframes per parameter, such as { \"Drive\": \"0s:0,1s:1\" }")
    }
    return courses.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
