import ArgumentParser
import Checks
import Foundation
import HostKit

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check whether plugins keep the rules.",
    discussion: """
      Runs named checks, each in a process of its own: one that crashes or hangs is a failure and not the end. \
      Checks that need what failed are skipped. All chance follows from --seed.

      ✓ passed   ✗ failed   ! a warning: no rule is broken   – skipped, or nothing to check

      Exit codes: 0 no failure; 1 a failure; 2 misuse, or a file that is no CLAP plugin.

      Examples:
        attractor-host check build/Attractor.clap
        attractor-host check synth.clap --plugin org.example.synth --only state-round-trip,leaks --seed 7
        attractor-host check synth.clap --junit checks.xml --jobs 4 --except state-garbage,event-modulation
        attractor-host check --list
      """)

  @Argument(help: "A .clap file.")
  var file: String?

  @Option(help: ArgumentHelp("The plugin; all in the file if left out.", valueName: "id"))
  var plugin: String?

  @Option(help: ArgumentHelp("These checks alone, separated by commas.", valueName: "id,…"))
  var only: String?

  @Option(help: ArgumentHelp("All checks but these, separated by commas.", valueName: "id,…"))
  var except: String?

  @Option(help: ArgumentHelp("Where the random numbers begin.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup var side: SideBySide

  @Option(help: ArgumentHelp("Write a JUnit report.", valueName: "file"))
  var junit: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var patience: Patience

  @Flag(help: "List all checks and what they expect.")
  var list = false

  func validate() throws {
    guard list || file != nil else { throw ValidationError("expected a .clap file, or --list") }
  }

  func run() throws {
    let checks = try selection()
    if list { return try tell(checks) }
    let file = file!
    let (plugins, _) = try PluginChoice.find(file, plugin, timeout: patience.timeout)
    let run = CheckRun(file, checks: checks, plugins: plugins, seed: seed, timeout: patience.timeout)
    let bar = ProgressBar("checking")
    nonisolated(unsafe) let shown = bar
    let clock = ContinuousClock()
    let start = clock.now
    let results = run.run(jobs: side.jobs ?? ProcessInfo.processInfo.activeProcessorCount) { shown.update($0) }
    bar.finish()
    let report = CheckReport(
      file: file, seed: seed, seconds: (clock.now - start) / .seconds(1), cpuSeconds: ChildProcess.cpuSeconds,
      checks: checks, results: results)
    if let junit { try JUnit.write(report.suites, to: junit) }
    if json { try printJSON(report) } else { print(report.text(inColour: Colour.isShown)) }
    if report.failed > 0 { throw ExitCode(1) }
  }

  private func selection() throws -> [Check] {
    let wanted = try only.map { try ids("--only", $0) } ?? Check.all.map(\.id)
    let unwanted = try except.map { try ids("--except", $0) } ?? []
    return Check.all.filter { wanted.contains($0.id) && !unwanted.contains($0.id) }
  }

  private func ids(_ option: String, _ text: String) throws -> [String] {
    let ids = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    for id in ids where Check.find(id) == nil {
      throw ValidationError("\(option): expected checks that --list tells, got '\(id)'")
    }
    guard !ids.isEmpty else { throw ValidationError("\(option): expected a check, got none") }
    return ids
  }

  private func tell(_ checks: [Check]) throws {
    struct Row: Encodable {
      var id: String
      var sentence: String
      var scope: Check.Scope
      var needs: [String]
    }
    let rows = checks.map { Row(id: $0.id, sentence: $0.sentence, scope: $0.scope, needs: $0.needs) }
    if json { return try printJSON(rows) }
    print(Table.text(rows.map { [$0.id, $0.sentence] }))
    print("\(rows.count) checks")
  }
}
