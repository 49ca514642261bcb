import ArgumentParser
import Foundation
import HostKit

@main
struct AttractorBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attractor-bench",
    abstract: "Time the kernel, the plugin, its filters and the trainer.",
    discussion: """
      All in one run, on one core, in CPU time of the thread that computes. What is compared takes turns, a few \
      milliseconds each, so that what other programs do meets all alike; figures are medians of many such slices. Each \
      figure that something is asked of stands beside its bar: at least / aim, with ✓ aim, ✓ or ✗. Timings never \
      change the exit code: 0 success, 2 misuse or files that are missing.

      Groups:
        kernel   one step of one stage per shape and instruction set, beside the same network through Eigen and as \
      plain loops
        filters  the half-band filters, up and down
        plugin   the whole plugin through process: mono and stereo, knobs still and moving, silence, each quality and \
      block size
        memory   what a further instance takes
        trainer  Levenberg–Marquardt steps, and sensitivities through many steps

      Examples:
        attractor-bench --json bench.json --plot bench.svg
        attractor-bench --quick --only kernel
        attractor-bench --only plugin --all --seconds 0.5
      """)

  @Option(help: ArgumentHelp("Measure these groups alone.", valueName: "group,…"))
  var only: String?

  @Flag(help: "A rough idea in a tenth of the time.")
  var quick = false

  @Flag(help: "All circuits through the plugin; otherwise Diode Clipper and Tube Screamer.")
  var all = false

  @Option(help: ArgumentHelp("CPU time per figure; 0.15 if left out, 0.022 with --quick.", valueName: "seconds"))
  var seconds: Double?

  @Option(help: ArgumentHelp("The plugin.", valueName: "clap file"))
  var plugin = "build/Attractor.clap"

  @Option(help: ArgumentHelp("The folder with two guitars to play, of the repository's fixtures.", valueName: "folder"))
  var guitars = "Tests/Fixtures/audio"

  @Option(help: ArgumentHelp("Write all figures.", valueName: "json file"))
  var json: String?

  @Option(help: ArgumentHelp("Draw the figures.", valueName: "svg file"))
  var plot: String?

  enum Group: String, CaseIterable {
    case kernel, filters, plugin, memory, trainer
  }

  static func main() {
    var command: any ParsableCommand
    do {
      command = try parseAsRoot()
    } catch {
      // ArgumentParser knows help from misuse; only the number is ours.
      let isHelp = exitCode(for: error).isSuccess
      FileHandle(fileDescriptor: isHelp ? 1 : 2).write(Data((fullMessage(for: error) + "\n").utf8))
      Foundation.exit(isHelp ? 0 : 2)
    }
    do {
      try command.run()
    } catch {
      // The help command answers by throwing.
      if exitCode(for: error).isSuccess { return print(fullMessage(for: error)) }
      let text = (error as? ValidationError)?.message ?? "\(error)"
      FileHandle.standardError.write(Data("attractor-bench: \(text)\n".utf8))
      Foundation.exit(2)
    }
  }

  func run() throws {
    let groups = try chosenGroups()
    let slices = quick ? 11 : 51
    let seconds = seconds ?? (quick ? 0.022 : 0.15)
    guard seconds > 0, seconds <= 60 else {
      throw ValidationError("--seconds: expected above 0, up to 60, got \(seconds)")
    }
    let effort = Effort(slices: slices, sliceSeconds: seconds / Double(slices))
    try BenchRun(
      groups: groups, effort: effort, pluginPath: plugin, guitarFolder: guitars, allCircuits: all, json: json,
      plot: plot
    ).run()
  }

  private func chosenGroups() throws -> [Group] {
    guard let only else { return Group.allCases }
    return try only.split(separator: ",").map { word in
      guard let group = Group(rawValue: String(word)) else {
        let names = Group.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--only: expected \(names), got \(word)")
      }
      return group
    }
  }
}
