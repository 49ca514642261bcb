import ArgumentParser
import Foundation
import HostKit

/// The child process of a scan: examines one file and prints its row as JSON.
struct Probe: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "probe-one", shouldDisplay: false)

  @Argument var file: String

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    var row: ScanRow
    do {
      let library = try ClapLibrary(file)
      row = ScanRow(file: file, status: "ok", plugins: library.descriptors)
    } catch {
      row = ScanRow(
        file: file, status: "failed", isPlugin: error.isFinding,
        message: "\(error)".replacingOccurrences(of: "\(file): ", with: ""))
    }
    row.milliseconds = (clock.now - start) / .milliseconds(1)
    // Plugins may print: the row is the last line.
    print("\n" + String(decoding: try JSONEncoder().encode(row), as: UTF8.self))
  }
}

/// Runs probes in child processes.
enum Prober {
  static func probe(_ file: String, timeout: Double) -> ScanRow {
    let child = ChildProcess.run(["probe-one", "--", file], timeout: timeout)
    switch child.ending {
    case .timeout:
      return ScanRow(file: file, status: "hung", message: "expected an answer within \(timeout) s, got none")
    case .signal(let signal):
      return ScanRow(
        file: file, status: "crashed", message: "signal \(signal) (\(String(cString: strsignal(signal))))")
    case .exit(let code):
      if let row = try? JSONDecoder().decode(ScanRow.self, from: child.answer) { return row }
      return ScanRow(file: file, status: "crashed", message: "ended with code \(code) and no answer")
    }
  }
}
