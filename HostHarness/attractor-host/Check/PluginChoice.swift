import ArgumentParser
import HostKit

/// Which plugins of a file a command is about, found out in a child process.
enum PluginChoice {
  /// The ids; none where the file crashes or hangs, and then what it did.
  ///
  /// - Throws: `ValidationError` for a file that is no CLAP plugin, or has none of that name.
  static func find(_ file: String, _ name: String?, timeout: Double) throws -> (ids: [String], complaint: String?) {
    let row = Prober.probe(file, timeout: timeout)
    if row.isPlugin == false { throw ValidationError("\(file): \(row.message ?? "no CLAP plugin")") }
    if row.status != "ok" { return ([], "\(row.status): \(row.message ?? "")") }
    guard let name else { return (row.plugins.map(\.id), nil) }
    if row.plugins.contains(where: { $0.id == name }) { return ([name], nil) }
    let alike = row.plugins.filter { descriptor in
      descriptor.id.hasSuffix(".\(name)") || descriptor.name.lowercased() == name.lowercased()
    }
    guard alike.count == 1 else {
      throw ValidationError(
        "\(file): expected one of \(row.plugins.map(\.id).joined(separator: ", ")), got '\(name)'")
    }
    return ([alike[0].id], nil)
  }
}
