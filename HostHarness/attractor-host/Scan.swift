import ArgumentParser
import Foundation
import HostKit

struct Scan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the plugins in files and folders.",
    discussion: """
      Each file is examined in a process of its own, so a plugin that crashes or hangs is a row in the table and not \
      the end of the scan. Without a PATH it looks in ~/.clap, /usr/lib/clap and the folders of $CLAP_PATH. Exits \
      with 1 if a file could not be examined.

      Examples:
        attractor-host scan
        attractor-host scan build/Attractor.clap
        attractor-host scan ~/.clap --json
      """)

  @Argument(help: ArgumentHelp("Files, or folders to search.", valueName: "path"))
  var paths: [String] = []

  @OptionGroup var patience: Patience

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let files = try PluginFiles.find(paths)
    let bar = ProgressBar("scanning")
    var rows: [ScanRow] = []
    for (index, file) in files.enumerated() {
      rows.append(Prober.probe(file, timeout: patience.timeout))
      bar.update(Double(index + 1) / Double(files.count))
    }
    bar.finish()
    if json {
      try printJSON(rows)
    } else {
      printTable(rows)
    }
    if rows.contains(where: { $0.status != "ok" }) { throw ExitCode(1) }
  }

  private func printTable(_ rows: [ScanRow]) {
    var table = [["STATUS", "MS", "ID", "NAME", "VERSION", "FILE", "REASON"]]
    for row in rows {
      let head = [row.status, row.milliseconds.map { String(format: "%.1f", $0) } ?? "-"]
      if row.plugins.isEmpty { table.append(head + ["-", "-", "-", row.file, row.message ?? ""]) }
      for plugin in row.plugins { table.append(head + [plugin.id, plugin.name, plugin.version, row.file]) }
    }
    print(Table.text(table))
    let count = rows.reduce(0) { $0 + $1.plugins.count }
    print("\(count) \(count == 1 ? "plugin" : "plugins") in \(rows.count) \(rows.count == 1 ? "file" : "files")")
  }
}

/// One file of a scan.
struct ScanRow: Codable {
  var file: String

  /// ok, failed, crashed or hung.
  var status: String

  /// False where the file is no CLAP plugin at all.
  var isPlugin: Bool?
  var message: String?

  /// Time to load, initialise and list, measured inside the process that did it.
  var milliseconds: Double?
  var plugins: [PluginDescriptor] = []
}
