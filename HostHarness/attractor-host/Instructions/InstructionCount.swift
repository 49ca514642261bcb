import ArgumentParser
import Foundation

/// Instructions inside process, counted by callgrind in one process of its own: starting it and reading models takes
/// far longer than what is counted.
struct InstructionCount {
  /// The .clap file.
  var file: String
  /// Variables that are set while counting.
  var environment: [String: String] = [:]

  /// Where valgrind is; nil when it is not installed.
  static let valgrind: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    return folders.map { "\($0)/valgrind" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// In the order of the cases.
  ///
  /// - Throws: `ValidationError` when valgrind is missing, or with the words of the process that failed.
  func perFrame(_ cases: [InstructionCase]) throws -> [Double] {
    guard let valgrind = Self.valgrind else {
      throw ValidationError("valgrind: expected it in a folder of PATH, found none")
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("attractor-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let counts = folder.appendingPathComponent("counts").path
    try run(
      valgrind,
      [
        "--tool=callgrind", "--instr-atstart=no", "--toggle-collect=attractor_host_process",
        "--callgrind-out-file=\(counts)", URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path,
        "instructions-one", file, "--cases", String(decoding: try JSONEncoder().encode(cases), as: UTF8.self),
      ])
    return try cases.enumerated().map { index, each in
      // Each count has a file of its own, from 1 on.
      guard let count = Self.count("\(counts).\(index + 1)") else {
        throw ValidationError("\(each.name): expected callgrind to count instructions, found no count")
      }
      return count / Double(each.blockCount * each.blockFrames)
    }
  }

  private func run(_ valgrind: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: valgrind)
    process.arguments = arguments
    // Hashes would be salted with random numbers otherwise.
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      .merging(["SWIFT_DETERMINISTIC_HASHING": "1"]) { $1 }
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw ValidationError(Self.complaint(text) ?? "callgrind: expected an orderly end, got \(Self.ending(process))")
    }
  }

  /// `totals: 123456` in callgrind's file.
  private static func count(_ path: String) -> Double? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let line = String(decoding: data, as: UTF8.self).split(separator: "\n").last { $0.hasPrefix("totals:") }
    return line?.split(separator: " ").last.flatMap { Double($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// What went wrong, out of all that valgrind and the process say.
  private static func complaint(_ text: String) -> String? {
    if text.contains("debuginfo reader") {
      return "callgrind: cannot read the plugin's debug information; strip the plugin, or name its stripped build"
    }
    let own = "attractor-host: "
    return text.split(separator: "\n").last { $0.hasPrefix(own) }.map { String($0.dropFirst(own.count)) }
  }

  private static func ending(_ process: Process) -> String {
    let isSignal = process.terminationReason == .uncaughtSignal
    return "\(isSignal ? "signal" : "exit code") \(process.terminationStatus)"
  }
}
