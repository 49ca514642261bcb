import ArgumentParser
import Checks
import Foundation
import HostKit

struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Let plugins live through chance until time is up.",
    discussion: """
      Round after round, each in a process of its own: lives of calls in random order, damaged states, nonsense typed \
      for values. A round follows from its seed alone; the first round has --seed, the next one more. The first \
      finding ends it, with the command that plays that round again.

      Exit codes: 0 nothing found; 1 a finding; 2 misuse, or a file that is no CLAP plugin.

      Examples:
        attractor-host fuzz build/Attractor.clap --seconds 60
        attractor-host fuzz synth.clap --plugin org.example.synth --seed 4711 --seconds 0
      """)

  @OptionGroup var choice: EachPlugin

  @Option(help: ArgumentHelp("How long; 0 for one round of each plugin.", valueName: "n"))
  var seconds: Double

  @Option(help: ArgumentHelp("The first round's seed.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup var patience: Patience

  func validate() throws {
    guard (0...1e7).contains(seconds) else {
      throw ValidationError("--seconds: expected 0 to 10000000, got \(seconds)")
    }
  }

  func run() throws {
    let file = choice.file
    let (plugins, complaint) = try PluginChoice.find(file, choice.plugin, timeout: patience.timeout)
    if let complaint {
      print("finding: \(file) \(complaint)")
      throw ExitCode(1)
    }
    let bar = ProgressBar("fuzzing")
    let start = ContinuousClock.now
    var rounds = 0
    var seed = seed
    repeat {
      for id in plugins {
        if let finding = play(id, seed) {
          bar.finish()
          let place = "\(id), seed \(seed)"
          print("finding: \(finding.hasPrefix(place) ? finding : "\(place): \(finding)")")
          print("again: attractor-host fuzz \(file) --plugin \(id) --seed \(seed) --seconds 0")
          throw ExitCode(1)
        }
        rounds += 1
      }
      seed &+= 1
      bar.update(seconds > 0 ? min(1, (.now - start) / .seconds(seconds)) : 1)
    } while ContinuousClock.now - start < .seconds(seconds)
    bar.finish()
    print("\(file): \(rounds) rounds, seeds \(self.seed) to \(seed &- 1), nothing found")
  }

  private func play(_ id: String, _ seed: UInt64) -> String? {
    let child = ChildProcess.run(
      [
        "fuzz-one", "--plugin", id, "--seed", "\(seed)", "--timeout", patience.whole, "--", choice.file,
      ], timeout: patience.timeout)
    if let complaint = child.complaint(timeout: patience.timeout) { return complaint }
    guard let verdict = try? JSONDecoder().decode(Verdict.self, from: child.answer) else { return "gave no answer" }
    return verdict.kind == .failed ? verdict.reason : nil
  }
}

/// The child process of `fuzz`: plays one round and prints its verdict as JSON.
struct FuzzOne: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "fuzz-one", shouldDisplay: false)

  @Argument var file: String
  @Option var plugin: String
  @Option var seed: UInt64
  @Option var timeout: UInt32

  func run() throws {
    Answer.prepare(timeout: timeout)
    try Answer.give(FuzzRound.run(Subject(path: file, plugin: plugin, seed: seed)))
  }
}
