import Foundation
import HostKit

/// Parameter changes over time, a line each: `1.5s drive=0.7`. Empty lines and those that begin with # count for
/// nothing.
enum PlayScript {
  static func events(_ text: String, _ path: String, for plugin: PluginInstance, rate: Double) throws -> [HostEvent] {
    var events: [HostEvent] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.trimmingCharacters(in: .whitespaces)
      if words.isEmpty || words.hasPrefix("#") { continue }
      let parts = words.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2, let time = ReplayTime(parts[0]) else {
        throw HostError.badSetting(
          name: "\(path):\(index + 1)", expected: "TIME NAME=VALUE such as 1.5s drive=0.7", actual: words)
      }
      let (parameter, value) = try plugin.setting(parts[1].trimmingCharacters(in: .whitespaces))
      events.append(.value(parameter.id, value, at: time.frame(at: rate)))
    }
    return events
  }
}
