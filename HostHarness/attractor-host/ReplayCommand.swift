import ArgumentParser
import AudioFiles
import Foundation
import HostKit

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Render while doing what a certain host does.",
    discussion: """
      EVENTS is a pattern or a JSON file. The patterns:
      \(ReplayPattern.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n"))

      A file lists steps:
        {"steps": [
          {"at": "before-start", "kind": "flush", "parameter": "Drive", "value": 0.2},
          {"at": "0s", "kind": "value", "parameter": "Drive", "value": 0, "to": 1, "every": "64f", "until": "2s"},
          {"at": "1s", "kind": "stop"}, {"at": "1s", "kind": "reset"}, {"at": "1.1s", "kind": "start"}]}
      Kinds: value, modulation, gesture-begin, gesture-end, flush, stop, start, reset, restart. Times are seconds, or \
      carry s, ms or f (frames); "every" may be "block", "at" of a flush also before-activate or before-start. \
      docs/replay.md has the rest.

      Examples:
        attractor-host replay bitwig build/Attractor.clap --plugin tube-screamer --input guitar.wav \\
          --output out.wav --parameter drive
        attractor-host replay events.json synth.clap --input noise:1 --output out.flac --block 64
      """)

  @Argument(help: ArgumentHelp("A pattern, or a JSON file.", valueName: "events"))
  var events: String

  @OptionGroup var choice: OnePlugin

  @Option(help: ArgumentHelp("The audio to render: \(InputSource.help).", valueName: "input"))
  var input: String

  @Option(help: ArgumentHelp("Where to write: .wav, .flac, .aiff or .ogg.", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("A parameter that the pattern uses.", valueName: "name"))
  var parameter: [String] = []

  @OptionGroup var first: FirstValues

  @OptionGroup var form: RenderForm

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let format = try form.format()
    try AudioFile.check(output, bits: format)
    let settings = try form.settings()
    let instance = try choice.instance()
    try first.set(on: instance)
    let audio = try form.audio(input, for: instance)
    let steps = try steps(for: instance, seconds: audio.duration)
    let bar = ProgressBar("replaying")
    let (result, counts) = try Replay(instance, steps, settings).render(audio) { bar.update($0) }
    bar.finish()
    try AudioFile.write(result.output, to: output, bits: format)
    let report = Report(events: events, counts: counts, render: RenderReport(output, instance, result))
    if json { try printJSON(report) } else { print(report.text) }
    if report.render.nonFiniteSamples > 0 { throw ExitCode(1) }
  }

  private func steps(for instance: PluginInstance, seconds: Double) throws -> [ReplayStep] {
    let chosen = try parameter.map { name throws(HostError) in try instance.parameter(name) }
    if let pattern = ReplayPattern(rawValue: events) {
      return try pattern.steps(for: instance, chosen.isEmpty ? nil : chosen, seconds: seconds)
    }
    let names = ReplayPattern.allCases.map(\.rawValue).joined(separator: ", ")
    let data = try WholeFile.read(events, "one of \(names), or a JSON file with steps")
    guard chosen.isEmpty else {
      throw HostError.badSetting(name: "--parameter", expected: "a pattern beside it", actual: events)
    }
    return try ReplayFile.steps(data, for: instance)
  }

  private struct Report: Encodable {
    var events: String
    var counts: ReplayCounts
    var render: RenderReport

    var text: String {
      render.text
        + "\n\(events): \(counts.events) events, \(counts.flushes) flushes, \(counts.stops) stops, "
        + "\(counts.starts) starts, \(counts.resets) resets, \(counts.restarts) restarts"
    }
  }
}
