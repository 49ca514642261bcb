import ArgumentParser
import Foundation
import HostKit

/// The child process under callgrind: plays so many blocks of one workload.
struct BudgetOne: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "budget-one", shouldDisplay: false)

  @OptionGroup var load: BudgetLoad
  @Option var workload: String
  @Option var blocks: Int

  func run() throws {
    let workload = try JSONDecoder().decode(Workload.self, from: Data(workload.utf8))
    let library = try ClapLibrary(load.choice.file)
    for id in try load.choice.ids(in: library) {
      try load.budget(id, in: library, seconds: 1).play(workload, blocks: blocks)
    }
  }
}

/// Instructions inside process, counted by callgrind in a process of their own.
enum InstructionCount {
  /// Where valgrind is; nil when it is not installed.
  static let valgrind: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    return folders.map { "\($0)/valgrind" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Seconds of audio that are counted: callgrind takes some fifty times as long as the processor.
  private static let seconds = 0.1

  static func perFrame(_ load: BudgetLoad, _ id: String, _ workload: Workload) throws -> Double {
    let blocks = max(16, Int((seconds / workload.deadline).rounded(.up)))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: valgrind ?? "valgrind")
    process.arguments =
      [
        "--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=attractor_host_process",
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path, "budget-one",
      ] + load.arguments(id) + [
        "--workload", String(decoding: try JSONEncoder().encode(workload), as: UTF8.self), "--blocks", "\(blocks)",
      ]
    // Hashes would be salted with random numbers otherwise.
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_DETERMINISTIC_HASHING": "1"]) { $1 }
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    // ==4711== Collected : 123456
    let line = text.split(separator: "\n").first { $0.contains("Collected :") }
    guard process.terminationStatus == 0, let count = line?.split(separator: " ").last.flatMap({ Double($0) }) else {
      throw ValidationError("callgrind: expected a count of instructions, got: \(complaint(text))")
    }
    return count / Double(blocks * workload.blockFrames)
  }

  /// What went wrong, out of all that valgrind says.
  private static func complaint(_ text: String) -> String {
    if text.contains("debuginfo reader") {
      return "debug information that valgrind cannot read; strip the plugin, or name its stripped build"
    }
    let own = text.split(separator: "\n").last { !$0.hasPrefix("==") && $0.contains(": ") }
    return own.map(String.init) ?? "nothing"
  }
}
