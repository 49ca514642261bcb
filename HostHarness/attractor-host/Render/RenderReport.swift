import Foundation
import HostKit

/// What `render` tells when it is done.
struct RenderReport: Encodable {
  var output: String
  var plugin: String
  var sampleRate: Double
  var channels: Int
  var seconds: Double
  var peakDecibels: Double
  var rmsDecibels: Double
  var latencyFrames: Int
  var tailFrames: Int
  var blocks: Int
  var cpuSeconds: Double
  var realTimeFactor: Double

  /// The dearest block's CPU time as a share of its duration.
  var worstBlockLoad: Double
  var restarts: Int
  var pluginEvents: Int
  var nonFiniteSamples: Int
  var statuses: [String: Int]

  /// Warnings and errors that the plugin logged, and rules that it broke.
  var complaints: [String]

  init(_ output: String, _ plugin: PluginInstance, _ result: RenderResult) {
    let statistics = result.statistics
    let audio = result.output
    self.output = output
    self.plugin = plugin.descriptor.id
    sampleRate = audio.sampleRate
    channels = audio.channelCount
    seconds = audio.duration
    let peak = audio.channels.reduce(Float(0)) { $1.reduce($0) { max($0, abs($1)) } }
    let energy = audio.channels.reduce(0.0) { $1.reduce($0) { $0 + Double($1) * Double($1) } }
    peakDecibels = 20 * log10(Double(peak))
    rmsDecibels = 10 * log10(energy / Double(max(1, audio.channelCount * audio.frameCount)))
    latencyFrames = statistics.latency
    tailFrames = statistics.tailFrames
    blocks = statistics.blockFrames.count
    cpuSeconds = statistics.cpuSeconds
    realTimeFactor = statistics.realTimeFactor
    worstBlockLoad =
      zip(statistics.blockNanoseconds, statistics.blockFrames)
      .map { Double($0) * 1e-9 * audio.sampleRate / Double($1) }.max() ?? 0
    restarts = statistics.restarts
    pluginEvents = statistics.outputEvents
    nonFiniteSamples = statistics.nonFiniteSamples
    statuses = Dictionary(uniqueKeysWithValues: statistics.statuses.map { ("\($0)", $1) })
    complaints = plugin.record.logs.filter { $0.severity >= 2 }.map(\.message) + plugin.record.violations
  }

  var text: String {
    var lines = [
      String(
        format: "%@: %.3f s, %d ch, %g Hz, peak %.1f dBFS, RMS %.1f dBFS", output, seconds, channels, sampleRate,
        peakDecibels, rmsDecibels),
      String(
        format: "%@: %d blocks, %.1f × real time, latency %d, tail %d frames", plugin, blocks, realTimeFactor,
        latencyFrames, tailFrames),
    ]
    if nonFiniteSamples > 0 { lines.append("warning: \(nonFiniteSamples) samples are NaN or infinite") }
    if restarts > 0 { lines.append("the plugin restarted \(restarts) times") }
    lines += complaints.map { "the plugin: \($0)" }
    return lines.joined(separator: "\n")
  }

  /// A line each, of many.
  static func table(_ reports: [RenderReport]) -> String {
    var rows = [["OUTPUT", "SECONDS", "PEAK", "RMS", "× REAL TIME", ""]]
    for report in reports {
      rows.append([
        report.output, String(format: "%.3f", report.seconds), String(format: "%.1f dBFS", report.peakDecibels),
        String(format: "%.1f dBFS", report.rmsDecibels), String(format: "%.1f", report.realTimeFactor),
        report.nonFiniteSamples > 0 ? "\(report.nonFiniteSamples) samples are NaN or infinite" : "",
      ])
    }
    return Table.text(rows) + "\n\(reports.count) \(reports.count == 1 ? "render" : "renders")"
  }
}
