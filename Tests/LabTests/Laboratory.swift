import Foundation

/// The built command, run in the project's root or elsewhere.
enum Laboratory {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
  private static let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

  struct Outcome {
    let code: Int32
    let output: String
    let errors: String
  }

  /// - Parameters:
  ///   - folder: working directory.
  ///   - device: takes what the command prints.
  ///   - seconds: after which Ctrl-C is pressed.
  static func run(
    _ arguments: [String], in folder: URL = root, printingTo device: String? = nil,
    interruptedAfter seconds: Double? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = products.appending(path: "attractor-lab")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    let handle = device.flatMap { FileHandle(forWritingAtPath: $0) }
    if let handle { process.standardOutput = handle }
    try process.run()
    if let seconds {
      Thread.sleep(forTimeInterval: seconds)
      process.interrupt()
    }
    let text = handle == nil ? output.fileHandleForReading.readDataToEndOfFile() : Data()
    let complaints = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: complaints, as: UTF8.self))
  }

  /// A copy of the diode clipper's folder that a test may break; removed afterwards.
  static func withCircuit(_ body: (_ folder: String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-lab-\(UUID().uuidString)").path
    try FileManager.default.copyItem(atPath: root.appending(path: "Models/diode-clipper").path, toPath: folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  /// Replaces the first occurrence of a text in a file.
  static func edit(_ path: String, _ old: String, _ new: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    guard let range = text.range(of: old) else { throw CocoaError(.formatting) }
    try text.replacingCharacters(in: range, with: new).write(toFile: path, atomically: true, encoding: .utf8)
  }
}
