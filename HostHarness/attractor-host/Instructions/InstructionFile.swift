import ArgumentParser
import Foundation
import HostKit

/// Recorded counts, and under what they were counted: `instructions.json`.
struct InstructionFile: Decodable, Equatable {
  static let currentSchema = 1

  var schema: Int
  /// The .clap file, from this file's folder; a command line may name another.
  var file: String?
  /// Flags in /proc/cpuinfo without which the counts would be others.
  var processor: [String]?
  /// Variables that are set while counting.
  var environment: [String: String]?
  var cases: [InstructionCase]

  /// - Throws: `ValidationError` with the path and what is wrong there.
  static func read(_ path: String) throws -> InstructionFile {
    let data = try WholeFile.read(path, "recorded instruction counts")
    let result: InstructionFile
    do {
      result = try JSONDecoder().decode(InstructionFile.self, from: data)
    } catch {
      throw ValidationError("\(path): \(SuiteError.reason(error))")
    }
    if let complaint = result.complaint { throw ValidationError("\(path): \(complaint)") }
    return result
  }

  private var complaint: String? {
    guard schema == Self.currentSchema else { return "schema: expected \(Self.currentSchema), got \(schema)" }
    guard !cases.isEmpty else { return "cases: expected one or more, got none" }
    var names: Set<String> = []
    for each in cases {
      guard names.insert(each.name).inserted else {
        return "cases: expected names of their own, got '\(each.name)' twice"
      }
      if let complaint = each.complaint { return "'\(each.name)': \(complaint)" }
    }
    return nil
  }

  /// A line per case, so that a change shows as the lines that changed.
  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func text(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
    var lines = ["\"schema\": \(schema)"]
    if let file { lines.append("\"file\": \(try text(file))") }
    if let processor { lines.append("\"processor\": \(try text(processor))") }
    if let environment { lines.append("\"environment\": \(try text(environment))") }
    let rows = try cases.map { "    \(try text($0))" }.joined(separator: ",\n")
    lines.append("\"cases\": [\n\(rows)\n  ]")
    try WholeFile.write("{\n  \(lines.joined(separator: ",\n  "))\n}\n", to: path)
  }
}
