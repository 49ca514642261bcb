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
      row = ScanRow(file: file, status: "failed", message: "\(error)".replacingOccurrences(of: "\(file): ", with: ""))
    }
    row.milliseconds = (clock.now - start) / .milliseconds(1)
    // Plugins may print: the row is the last line.
    print("\n" + String(decoding: try JSONEncoder().encode(row), as: UTF8.self))
  }
}

/// Runs probes in child processes.
enum Prober {
  static func probe(_ file: String, timeout: Double) -> ScanRow {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["probe-one", "--", file]
    // A crash is a row here, not something to print a backtrace of.
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return ScanRow(file: file, status: "failed", message: "\(error)") }
    let killer = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + timeout, execute: killer)
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let wasKilled = process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL
    killer.cancel()
    if wasKilled {
      return ScanRow(file: file, status: "hung", message: "expected an answer within \(timeout) s, got none")
    }
    if process.terminationReason == .uncaughtSignal {
      let signal = process.terminationStatus
      return ScanRow(file: file, status: "crashed", message: "signal \(signal) (\(String(cString: strsignal(signal))))")
    }
    let line = output.split(separator: UInt8(ascii: "\n")).last ?? Data()
    if let row = try? JSONDecoder().decode(ScanRow.self, from: line) { return row }
    return ScanRow(file: file, status: "crashed", message: "ended with code \(process.terminationStatus) and no answer")
  }
}
