import ArgumentParser
import Foundation
import HostKit

struct Instructions: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hold instructions per frame against recorded counts.",
    discussion: """
      Cases and counts are those of a JSON file (docs/budget.md). All cases play under valgrind's callgrind, which \
      counts inside process alone: the number does not depend on what else the machine does, and hardly on the machine.

      A count may differ by the tolerance either way: what became cheaper is to be recorded, too. --bless records \
      anew what is missing or changed by more than 0.1 %, and fails once where there was any, so that it is noticed: \
      look, commit, and run again. Where the processor lacks something that the counts stand on, nothing is counted \
      and nothing fails.

      Exit codes: 0 all within tolerance, or skipped; 1 a difference, something missing or blessed; 2 a file that \
      cannot be read, or no valgrind.

      Examples:
        attractor-host instructions Benchmarks/instructions.json
        attractor-host instructions counts.json --file build/MyPlugin.clap --tolerance 2%
        attractor-host instructions counts.json --bless
      """)

  @Argument(help: "Recorded counts.")
  var path: String

  @Option(help: ArgumentHelp("The .clap file, in place of the recorded one.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("How far a count may be from the recorded one.", valueName: "percent"))
  var tolerance = "5%"

  @Flag(help: "Record what is missing or changed.")
  var bless = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let limit = try Numbers.share("--tolerance", tolerance)
    var recorded = try InstructionFile.read(path)
    guard let file = file ?? recorded.file.map(resolve) else {
      throw ValidationError("\(path): expected the file or --file to name a .clap file, got neither")
    }
    let lacking = ProcessorFlags.missing(recorded.processor ?? [])
    guard lacking.isEmpty else { return try skip(lacking) }
    let counts = try count(recorded, file)
    let outcomes = zip(recorded.cases, counts).map {
      InstructionOutcome($0, measured: $1, tolerance: limit, blesses: bless)
    }
    let failed = outcomes.count { !$0.isPassed }
    if bless, failed > 0 {
      for (index, outcome) in outcomes.enumerated() where outcome.verdict == .blessed {
        recorded.cases[index].instructionsPerFrame = outcome.measured
      }
      try recorded.write(to: path)
    }
    if json {
      try printJSON(outcomes)
    } else {
      print(Table.text([InstructionOutcome.head] + outcomes.map(\.cells)))
      let allowed = bless ? "what is recorded" : "±\(tolerance) of what is recorded"
      print(
        failed == 0
          ? "\(outcomes.count) cases, instructions per frame as recorded"
          : "\(failed) of \(outcomes.count) cases failed; expected \(allowed)")
    }
    if failed > 0 { throw ExitCode(1) }
  }

  private func count(_ recorded: InstructionFile, _ file: String) throws -> [Double] {
    var cases = recorded.cases
    for index in cases.indices where try SignalSource(parsing: cases[index].input) == nil {
      cases[index].input = resolve(cases[index].input)
    }
    do {
      return try InstructionCount(file: file, environment: recorded.environment ?? [:]).perFrame(cases)
    } catch let error as ValidationError {
      throw ValidationError("\(path): \(error.message)")
    }
  }

  private func skip(_ lacking: [String]) throws {
    let words = "skipped: this processor lacks \(lacking.joined(separator: ", ")), which the counts stand on"
    if json { try printJSON(["skipped": words]) } else { print(words) }
  }

  /// Paths are taken from the file's folder.
  private func resolve(_ other: String) -> String {
    guard !other.hasPrefix("/") else { return other }
    let folder = (path as NSString).deletingLastPathComponent
    return URL(fileURLWithPath: folder.isEmpty ? "." : folder).appendingPathComponent(other).standardizedFileURL.path
  }
}
