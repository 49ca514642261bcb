import ArgumentParser
import AudioFiles
import Foundation
import HostKit

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell how far a recording is from a reference.",
    discussion: """
      The null depth is the difference's root mean square re the reference's; the tolerance is held against it. Files \
      of different length are a finding, of different rate or channel count they cannot be compared.

      Exit codes: 0 within the tolerance; 1 beyond; 2 for files that cannot be read or compared.

      Examples:
        attractor-host compare golden.flac now.wav
        attractor-host compare a.wav b.wav --tolerance -60dB --align --plot difference.svg
      """)

  @Argument(help: "The reference.")
  var reference: String

  @Argument(help: "What is held against it.")
  var other: String

  // Its values begin with a minus sign.
  @Option(parsing: .unconditional, help: ArgumentHelp("What still counts as equal.", valueName: "dB"))
  var tolerance = "-100dB"

  @Flag(help: "Take out a constant delay first, of a quarter of a second at most.")
  var align = false

  @Option(help: ArgumentHelp("Draw both and their difference.", valueName: "file.svg"))
  var plot: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let limit = try SuiteRun.decibels(tolerance)
    let (first, second) = (try AudioFile.read(reference), try AudioFile.read(other))
    let result: Comparison
    do {
      result = try Comparison(second, reference: first, aligns: align)
    } catch {
      throw ValidationError("\(other) cannot be compared with \(reference): \(error)")
    }
    if let plot {
      try WholeFile.write(ComparisonPlot.svg(second, reference: first, delay: result.delayFrames), to: plot)
    }
    if json { try printJSON(result) } else { print(text(result)) }
    if !result.isWithin(limit) { throw ExitCode(1) }
  }

  private func text(_ result: Comparison) -> String {
    func decibels(_ value: Double) -> String {
      value <= Comparison.equal ? "equal" : String(format: "%.1f dB", value)
    }
    var lines = [
      "null depth       \(decibels(result.nullDecibels))", String(format: "ESR              %.3g", result.esr),
      "peak difference  \(decibels(result.peakDecibels))"
        + (result.peakDecibels <= Comparison.equal
          ? "" : String(format: " at %.4f s, channel %d", result.peakSeconds, result.peakChannel + 1)),
      String(format: "level            %+.2f dB", result.levelDecibels),
      String(format: "spectrum         %+.2f dB at %.0f Hz", result.spectrumDecibels, result.spectrumHertz),
    ]
    if align { lines.append("delay            \(result.delayFrames) frames") }
    if result.nonFiniteSamples > 0 { lines.append("not finite       \(result.nonFiniteSamples) samples") }
    if result.referenceFrames != result.otherFrames {
      lines.append("length           expected \(result.referenceFrames) frames, got \(result.otherFrames)")
    }
    return lines.joined(separator: "\n")
  }
}
