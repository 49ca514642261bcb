import ArgumentParser
import AudioFiles
import Foundation
import HostKit

struct BudgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "budget",
    abstract: "Measure what a plugin costs per block.",
    discussion: """
      One row for each rate, block size, density of automation, number of channels and state of the caches: the share \
      of the block's duration that process takes, as median, 99th and 99.9th percentile and maximum, in time that the \
      audio thread computed (CPU) and in time that passed (wall); blocks that missed their deadline; how often the \
      thread waited (VOL) or was interrupted (INV); page faults; and how the blocks spread, from 0.01 % to 100 % of \
      the deadline. Cold rows walk through memory larger than the caches before each block.

      --max-load judges the 99.9th percentile of CPU time, of every row: exit code 1 when one lies above. Other \
      programs on the machine hardly change it; they do change wall time, which is told and not judged.

      --instructions runs each warm row once more under valgrind's callgrind and counts instructions inside process: \
      the same number every time, on any machine with the same instruction set, the host's event lists included. \
      Callgrind knows no AVX-512.

      Examples:
        attractor-host budget build/Attractor.clap --plugin tube-screamer
        attractor-host budget build/Attractor.clap --plugin ladder --rates 48000 --blocks 64 --max-load 80% --json
        attractor-host budget synth.clap --input guitar.wav --densities 0,8 --caches warm --plot budget.svg
        attractor-host budget synth.clap --rates 48000 --blocks 64 --instructions
      """)

  @OptionGroup var load: BudgetLoad

  @Option(help: ArgumentHelp("Sample rates.", valueName: "hz,…"))
  var rates = "44100,48000,96000"

  @Option(help: ArgumentHelp("Frames per block.", valueName: "n,…"))
  var blocks = "16,64,256,512"

  @Option(help: ArgumentHelp("Parameter values per block.", valueName: "n,…"))
  var densities = "0,1,64"

  @Option(help: ArgumentHelp("Channels of the main ports; the plugin's own if left out.", valueName: "n,…"))
  var channels: String?

  @Option(help: ArgumentHelp("warm, cold, or both.", valueName: "states"))
  var caches = "warm,cold"

  @Option(help: ArgumentHelp("Audio per warm row; a thousand blocks at least.", valueName: "seconds"))
  var seconds = 2.0

  @Option(help: ArgumentHelp("The most that p99.9 of CPU time may be.", valueName: "percent"))
  var maxLoad: String?

  @Flag(help: "Count instructions, too, where valgrind is installed.")
  var instructions = false

  @Flag(help: "Try to give the audio thread real-time priority (SCHED_FIFO).")
  var fifo = false

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: ArgumentHelp("Draw the percentiles over block sizes.", valueName: "svg file"))
  var plot: String?

  func run() throws {
    let limit = try maxLoad.map { text throws(HostError) in try Numbers.share("--max-load", text) }
    guard seconds > 0, seconds <= 3600 else {
      throw HostError.badSetting(name: "--seconds", expected: "above 0, up to 3600", actual: "\(seconds)")
    }
    var workloads = try workloads()
    let budget = try load.budget(seconds: seconds)
    var notes: [String] = []
    if !budget.canAutomate, workloads.contains(where: { $0.eventsPerBlock > 0 }) {
      notes.append("no continuous parameter can be automated: only rows without automation")
      workloads = workloads.filter { $0.eventsPerBlock == 0 }
      guard !workloads.isEmpty else {
        throw HostError.badSetting(
          name: "--densities", expected: "0, as the plugin has no parameter to automate", actual: densities)
      }
    }
    if fifo {
      notes.append(
        budget.plugin.requestRealTimePriority().map { "SCHED_FIFO is not allowed here: \($0)" }
          ?? "the audio thread runs with SCHED_FIFO, priority 70")
    }
    if instructions, InstructionCount.valgrind == nil {
      notes.append("instructions not counted: valgrind is not installed")
    }
    var rows: [BudgetRow] = []
    let bar = ProgressBar("measuring")
    for (index, workload) in workloads.enumerated() {
      var row = try budget.measure(workload)
      if instructions, workload.caches == .warm, InstructionCount.valgrind != nil {
        row.instructionsPerFrame = try InstructionCount.perFrame(load, workload)
      }
      rows.append(row)
      bar.update(Double(index + 1) / Double(workloads.count))
    }
    bar.finish()
    let report = BudgetReport(load.file, budget.plugin, rows, limit: limit, notes: notes)
    if let plot { try TextFile.write(BudgetPlot.document(report), to: plot) }
    if json { try printJSON(report) } else { print(report.text) }
    if !report.passes { throw ExitCode(1) }
  }

  private func workloads() throws -> [Workload] {
    let rates = try Numbers.list("--rates", rates, 1000...768_000, unit: "Hz")
    let sizes = try Numbers.list("--blocks", blocks, 1...16384, unit: "frames")
    let densities = try Numbers.list("--densities", densities, 0...4096, unit: "events per block")
    let counts = try channels.map { text throws(HostError) in
      try Numbers.list("--channels", text, 1...64, unit: "channels").map { Optional($0) }
    }
    let states = try caches.split(separator: ",").map { word throws(HostError) in
      guard let state = Workload.Caches(rawValue: String(word)) else {
        throw HostError.badSetting(name: "--caches", expected: "warm, cold, or warm,cold", actual: caches)
      }
      return state
    }
    var all: [Workload] = []
    for channels in counts ?? [nil] {
      for caches in states {
        for rate in rates {
          for size in sizes {
            for density in densities {
              all.append(
                Workload(
                  sampleRate: Double(rate), blockFrames: size, eventsPerBlock: density, channels: channels,
                  caches: caches))
            }
          }
        }
      }
    }
    return all
  }
}
