import ArgumentParser
import Foundation
import HostKit

struct Soak: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play noise through a plugin for a very long time.",
    discussion: """
      Noise with bursts of +40 dB, silence and bad samples, at sample rates from 1 to 768 kHz, in blocks of random \
      sizes, with every parameter moving at random, resets, restarts and states in between; an instance per session, \
      a thread per core. Every output sample must be a normal number within the bound.

      Exit code 1 with seed and session on a finding; --session plays that one again.

      With --lives it is not played for long but often: instances live through calls in random order, from create to \
      destroy, the audio thread and the main thread beside each other where CLAP allows it; memory may not grow.

      Examples:
        attractor-host soak build/Attractor.clap --samples 1e9 --seed 7
        attractor-host soak build/Attractor.clap --lives 10000
        attractor-host soak build/Attractor.clap --hold Mix=1 --hold Output=0 --hold Bypass=0 --bound 10
      """)

  @OptionGroup var choice: EachPlugin

  @Option(help: ArgumentHelp("Samples per channel to play, such as 1e9.", valueName: "n"))
  var samples = 1e9

  @Option(help: ArgumentHelp("Random lives in all instead of samples, such as 10000.", valueName: "n"))
  var lives: Int?

  @Option(help: ArgumentHelp("Where the random numbers begin.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Play this session only.", valueName: "n"))
  var session: Int?

  @Option(help: ArgumentHelp("Keep a parameter at a value.", valueName: "name=value"))
  var hold: [String] = []

  @Option(help: ArgumentHelp("The largest output sample allowed.", valueName: "volts"))
  var bound: Float = 1e6

  @Option(help: ArgumentHelp("Threads; one per core if left out.", valueName: "n"))
  var workers: Int?

  func validate() throws {
    if let lives, lives < 1 { throw ValidationError("--lives: expected 1 or more, got \(lives)") }
    guard samples >= 1, samples <= 1e15 else { throw ValidationError("--samples: expected 1 to 1e15, got \(samples)") }
  }

  func run() throws {
    let library = try ClapLibrary(choice.file)
    let ids = try choice.ids(in: library)
    if let lives { return try live(library, ids, lives: lives) }
    var hasFinding = false
    for id in ids {
      var settings = EnduranceSettings()
      settings.frames = Int(samples / Double(ids.count))
      settings.seed = seed
      settings.session = session
      settings.bound = bound
      settings.workers = workers ?? ProcessInfo.processInfo.activeProcessorCount
      let instance = try library.instantiate(id)
      for text in hold {
        let (parameter, value) = try instance.setting(text)
        settings.held.append((parameter, value))
      }
      let bar = SharedProgress("soak")
      let clock = ContinuousClock()
      let start = clock.now
      let result = try Endurance.run(library, id, settings) { bar.update($0) }
      bar.finish()
      print(text(id, result, seconds: (clock.now - start) / .seconds(1)))
      for finding in result.findings { print("finding: \(finding)") }
      hasFinding = hasFinding || !result.findings.isEmpty
    }
    if hasFinding { throw ExitCode(1) }
  }

  /// Megabytes that a run may hold on to: the allocator's own. Of few lives the first still fill its pools.
  private static let growth = 16
  private static let livesToJudge = 500

  private func live(_ library: ClapLibrary, _ ids: [String], lives: Int) throws {
    var hasFinding = false
    for id in ids {
      var settings = LifeCycleSettings()
      settings.lives = max(1, lives / ids.count)
      settings.seed = seed
      settings.life = session
      let bar = ProgressBar("lives")
      let result = try LifeCycles.run(library, id, settings) { bar.update($0) }
      bar.finish()
      let grown = (result.residentBytes.late - result.residentBytes.early) >> 20
      print(
        "\(id): \(result.lives) lives, \(result.calls) calls, \(result.findings.count) findings; resident memory "
          + "\(result.residentBytes.early >> 20) MB early, \(result.residentBytes.late >> 20) MB at the end")
      for finding in result.findings { print("finding: \(finding)") }
      let isGrowing = result.lives >= Self.livesToJudge && grown > Self.growth
      if isGrowing { print("finding: memory grew by \(grown) MB, expected \(Self.growth) MB at most") }
      hasFinding = hasFinding || !result.findings.isEmpty || isGrowing
    }
    if hasFinding { throw ExitCode(1) }
  }

  private func text(_ id: String, _ result: EnduranceResult, seconds: Double) -> String {
    String(
      format: """
        %@: %.4g samples per channel in %d sessions, %d events, %d interruptions, peak %.4g V, %d findings
          %.0f s; %.0f ns of CPU time per stereo sample inside the plugin
        """, id, Double(result.frames), result.sessions, result.events, result.interruptions, Double(result.peak),
      result.findings.count, seconds, result.cpuSeconds / Double(max(1, result.frames)) * 1e9)
  }
}
