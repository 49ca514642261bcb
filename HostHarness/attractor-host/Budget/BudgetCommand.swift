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
      programs on the machine hardly change it; they do change wall time, which is told and not judged. On a machine \
      that shares its cores with others --judge p50 is the steady figure: half of all blocks would have to be slow.

      --instructions runs each warm row once more under valgrind's callgrind and counts instructions inside process: \
      the same number every time, on any machine with the same instruction set, the host's event lists included. \
      Callgrind knows no AVX-512. The command instructions holds such counts against recorded ones.

      Examples:
        attractor-host budget build/Attractor.clap --plugin tube-screamer
        attractor-host budget build/Attractor.clap --plugin ladder --rates 48000 --blocks 64 --max-load 80% --json
        attractor-host budget synth.clap --input guitar.wav --densities 0,8 --caches warm --plot budget.svg
        attractor-host budget synth.clap --rates 48000 --blocks 64 --instructions
        attractor-host budget suite.clap --rates 48000 --blocks 64 --densities 0,1 --judge p50 --max-load 25%
      """)

  @OptionGroup var load: BudgetLoad

  @OptionGroup var rows: Workloads

  @Option(help: ArgumentHelp("Audio per warm row; a thousand blocks at least.", valueName: "seconds"))
  var seconds = 2.0

  @Option(help: ArgumentHelp("The most that CPU time may be, as a share of the deadline.", valueName: "percent"))
  var maxLoad: String?

  @Option(help: ArgumentHelp("What --max-load judges: p50, p99, p99.9 or max.", valueName: "figure"))
  var judge = Judged.p99_9

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
    try Numbers.check("--seconds", seconds)
    let workloads = try rows.all()
    let library = try ClapLibrary(load.choice.file)
    let ids = try load.choice.ids(in: library)
    var report = BudgetReport(load.choice.file, limit: limit, judge)
    if instructions, InstructionCount.valgrind == nil {
      report.notes.append("instructions not counted: valgrind is not installed")
    }
    let bar = ProgressBar("measuring")
    for (index, id) in ids.enumerated() {
      let budget = try load.budget(id, in: library, seconds: seconds)
      try measure(budget, workloads, isAlone: ids.count == 1, into: &report) {
        bar.update((Double(index) + $0) / Double(ids.count))
      }
    }
    bar.finish()
    if let plot { try WholeFile.write(BudgetPlot.document(report), to: plot) }
    if json { try printJSON(report) } else { print(report.text) }
    if !report.passes { throw ExitCode(1) }
  }

  /// One plugin's rows.
  private func measure(
    _ budget: Budget, _ all: [Workload], isAlone: Bool, into report: inout BudgetReport, progress: (Double) -> Void
  ) throws {
    let plugin = budget.plugin
    let name = isAlone ? "" : "\(plugin.descriptor.id): "
    func note(_ text: String) { report.notes.append(name + text) }
    guard isAlone || !plugin.ports.outputs.isEmpty else { return note("not measured, as it has no audio output") }
    var workloads = all
    if !budget.canAutomate, workloads.contains(where: { $0.eventsPerBlock > 0 }) {
      note("no continuous parameter can be automated: only rows without automation")
      workloads = workloads.filter { $0.eventsPerBlock == 0 }
      guard !workloads.isEmpty else {
        throw HostError.badSetting(
          name: "--densities", expected: "0, as the plugin has no parameter to automate", actual: rows.densities)
      }
    }
    if fifo {
      note(
        plugin.requestRealTimePriority().map { "SCHED_FIFO is not allowed here: \($0)" }
          ?? "the audio thread runs with SCHED_FIFO, priority 70")
    }
    for (index, workload) in workloads.enumerated() {
      var row = try budget.measure(workload)
      if instructions, workload.caches == .warm, InstructionCount.valgrind != nil {
        let counted = load.counted(plugin.descriptor.id, workload)
        row.instructionsPerFrame = try InstructionCount(file: load.choice.file).perFrame([counted])[0]
      }
      report.rows.append(row)
      progress(Double(index + 1) / Double(workloads.count))
    }
    var told: Set<String> = []
    for violation in plugin.record.violations where told.insert(violation).inserted { note("the plugin: \(violation)") }
  }
}
