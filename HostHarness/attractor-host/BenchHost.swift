import ArgumentParser
import AudioFiles
import Foundation
import HostKit

struct BenchHost: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-host",
    abstract: "Measure the host's own cost per block.",
    discussion: """
      Renders noise from memory to memory and tells what the whole process took, what of it lies inside the plugin's \
      process, and what is the host's own: feeding, collecting, timing. Without a FILE the plugin is a callback that \
      does nothing; what is left inside process is then the reading of two clocks, which every figure of budget \
      contains. With --max-load the exit code is 1 when a whole render takes more of real time than that.

      Examples:
        attractor-host bench-host
        attractor-host bench-host gain.clap --seconds 60 --blocks 512 --max-load 0.5%
      """)

  @Argument(help: "A .clap file with a trivial plugin; a callback that does nothing if left out.")
  var file: String?

  @Option(help: ArgumentHelp("The plugin, where the file holds several.", valueName: "id"))
  var plugin: String?

  @Option(help: ArgumentHelp("Frames per block.", valueName: "n,…"))
  var blocks = "16,64,256,512"

  @Option(help: ArgumentHelp("Sample rate.", valueName: "hz"))
  var rate = 48000.0

  @Option(help: ArgumentHelp("Audio to render.", valueName: "seconds"))
  var seconds = 60.0

  @Option(help: ArgumentHelp("The most that a render may take of real time.", valueName: "percent"))
  var maxLoad: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let sizes = try Numbers.list("--blocks", blocks, 1...16384, unit: "frames")
    let limit = try maxLoad.map { text throws(HostError) in try Numbers.share("--max-load", text) }
    try Numbers.check("--seconds", seconds)
    try Numbers.check(rate: rate)
    let library = try file.map { path throws(HostError) in try ClapLibrary(path) } ?? .nothing
    let instance = try library.instantiate(plugin)
    let input = try InputSource.signal(.noise(seed: 1)).audio(for: instance, rate: rate, seconds: seconds)
    var rows: [Row] = []
    for size in sizes {
      rows.append(Row(try HostBench.run(instance, blockFrames: size, input: input)))
    }
    let worst = rows.map(\.share).max() ?? 0
    let passes = limit.map { worst <= $0 } ?? true
    if json {
      try printJSON(
        Report(plugin: instance.descriptor.id, sampleRate: rate, rows: rows, maxLoad: limit, passes: passes))
    } else {
      print(text(instance.descriptor.id, rows))
      if let limit {
        print(
          "worst: \(Numbers.percent(worst)) of real time; expected at most \(Numbers.percent(limit)): "
            + (passes ? "passed" : "exceeded"))
      }
    }
    if !passes { throw ExitCode(1) }
  }

  private struct Report: Encodable {
    var plugin: String
    var sampleRate: Double
    var rows: [Row]
    var maxLoad: Double?
    var passes: Bool
  }

  /// One block size, with what follows from its figures.
  private struct Row: Encodable {
    var bench: HostBench
    var share: Double
    var hostNanosecondsPerBlock: Double
    var pluginNanosecondsPerBlock: Double

    init(_ bench: HostBench) {
      self.bench = bench
      share = bench.share
      hostNanosecondsPerBlock = bench.hostNanosecondsPerBlock
      pluginNanosecondsPerBlock = bench.pluginNanosecondsPerBlock
    }
  }

  private func text(_ id: String, _ rows: [Row]) -> String {
    var table = [["BLOCK", "BLOCKS", "OF REAL TIME", "CPU MS", "WALL MS", "HOST NS/BLOCK", "PROCESS NS/BLOCK"]]
    for row in rows {
      table.append([
        "\(row.bench.blockFrames)", "\(row.bench.blocks)", Numbers.percent(row.share),
        String(format: "%.1f", row.bench.cpuSeconds * 1e3), String(format: "%.1f", row.bench.wallSeconds * 1e3),
        String(format: "%.0f", row.hostNanosecondsPerBlock), String(format: "%.0f", row.pluginNanosecondsPerBlock),
      ])
    }
    return String(format: "%@: %g s of stereo noise at %g Hz\n", id, seconds, rate) + Table.text(table)
  }
}
