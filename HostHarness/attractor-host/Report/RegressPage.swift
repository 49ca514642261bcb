import AudioFiles
import Foundation
import HostKit

/// Outcomes as one page to look at and listen to, without anything from elsewhere.
enum RegressPage {
  static func html(_ outcomes: [SuiteRun.Outcome]) throws -> String {
    let failed = outcomes.count { !$0.isPassed }
    let title =
      failed == 0 ? "\(outcomes.count) renders, all as they were" : "\(failed) of \(outcomes.count) renders failed"
    let rows = outcomes.enumerated().map { index, outcome in
      let null = outcome.comparison.map { text($0.nullDecibels) } ?? "–"
      return """
        <tr class="\(outcome.isPassed ? "good" : "bad")"><td>\(outcome.isPassed ? "✓" : "✗")</td>
        <td>\(JUnit.escaped(outcome.suite))</td><td><a href="#r\(index)">\(JUnit.escaped(outcome.name))</a></td>
        <td>\(null)</td><td>\(text(outcome.toleranceDecibels))</td><td>\(JUnit.escaped(outcome.verdict.words))</td></tr>
        """
    }
    // Those that passed are one line; what failed is to be looked at first.
    let order = outcomes.indices.sorted { (outcomes[$0].isPassed ? 1 : 0, $0) < (outcomes[$1].isPassed ? 1 : 0, $1) }
    let sections = try order.map { try section(outcomes[$0], index: $0) }
    return """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>\(title)</title>
      <style>
      body { font: 15px/1.5 sans-serif; max-width: 1000px; margin: 2em auto; padding: 0 1em; color: #222 }
      table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .2em .6em; border-bottom: 1px solid #ddd }
      .good td:first-child { color: #2f855a } .bad td:first-child, .bad td:last-child { color: #c53030 }
      figure { margin: .6em 0 } figcaption { font-weight: bold } img { width: 100%; image-rendering: pixelated }
      audio { width: 100%; height: 2.2em } section { margin-top: 2em; border-top: 3px solid #ddd }
      </style>
      <h1>\(title)</h1>
      <table><tr><th></th><th>suite</th><th>render</th><th>null depth</th><th>tolerance</th><th></th></tr>
      \(rows.joined(separator: "\n"))</table>
      \(sections.joined(separator: "\n"))
      </html>

      """
  }

  private static func section(_ outcome: SuiteRun.Outcome, index: Int) throws -> String {
    var parts = ["<section id=\"r\(index)\"><h2>\(JUnit.escaped(outcome.name))</h2>"]
    if let comparison = outcome.comparison {
      parts.append(
        String(
          format: "<p>Null depth %@, peak difference %@ at %.4f s, level %+.2f dB, spectrum %+.2f dB at %.0f Hz.</p>",
          text(comparison.nullDecibels), text(comparison.peakDecibels), comparison.peakSeconds,
          comparison.levelDecibels, comparison.spectrumDecibels, comparison.spectrumHertz))
    }
    if let golden = outcome.golden, let output = outcome.output, golden.channelCount == output.channelCount {
      parts.append(ComparisonPlot.svg(output, reference: golden))
    }
    let sounds: [(String, AudioBuffer<Float>?)] = [("now", outcome.output), ("golden", outcome.golden)]
    for (name, audio) in sounds {
      guard let audio else { continue }
      parts.append(
        """
        <figure><figcaption>\(name)</figcaption>
        <img alt="spectrogram, \(name)" src="data:image/bmp;base64,\(Spectrogram.image(audio).base64EncodedString())">
        <audio controls src="data:audio/wav;base64,\(try wave(audio))"></audio></figure>
        """)
    }
    return parts.joined(separator: "\n") + "</section>"
  }

  private static func text(_ decibels: Double) -> String {
    decibels <= Comparison.equal ? "equal" : String(format: "%.1f dB", decibels)
  }

  /// 16 bits are enough to hear.
  private static func wave(_ audio: AudioBuffer<Float>) throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).wav").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try AudioFile.write(audio, to: path, bits: .pcm16)
    return (FileManager.default.contents(atPath: path) ?? Data()).base64EncodedString()
  }
}
