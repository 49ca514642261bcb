import Foundation
import HostKit

/// What is played into which plugin while instructions are counted, and how many there were when it was recorded.
struct InstructionCase: Codable, Equatable {
  /// Unique within a file.
  var name: String
  /// An id, its last part or a name.
  var plugin: String
  var rateHz: Double
  var blockFrames: Int
  /// Of the main ports; the plugin's own if left out.
  var channels: Int?
  /// A signal such as `noise:1`, or a file.
  var input = Self.noise
  /// Set before anything plays: `NAME` to value, as text.
  var parameters: [String: String] = [:]
  /// Parameters that move, in turn; all continuous ones if none are named.
  var moved: [String] = []
  /// Values of moving parameters in each block, evenly spaced.
  var eventsPerBlock = 0
  /// What was recorded; nil before the first time.
  var instructionsPerFrame: Double?

  private static let noise = "noise:1"

  init(name: String, plugin: String, _ workload: Workload) {
    (self.name, self.plugin) = (name, plugin)
    (rateHz, blockFrames, channels) = (workload.sampleRate, workload.blockFrames, workload.channels)
    eventsPerBlock = workload.eventsPerBlock
  }

  var workload: Workload {
    Workload(sampleRate: rateHz, blockFrames: blockFrames, eventsPerBlock: eventsPerBlock, channels: channels)
  }

  /// Blocks that are counted: a twentieth of a second, sixteen at least.
  var blockCount: Int { max(16, Int((0.05 / workload.deadline).rounded(.up))) }

  /// What is out of range, in words.
  var complaint: String? {
    func outside(_ name: String, _ value: Double?, _ range: ClosedRange<Double>) -> String? {
      guard let value, !range.contains(value) else { return nil }
      return "\(name): expected \(range.lowerBound.formatted()) to \(range.upperBound.formatted()), got \(value)"
    }
    return outside("rateHz", rateHz, 1000...768_000)
      ?? outside("blockFrames", Double(blockFrames), 1...16384)
      ?? outside("eventsPerBlock", Double(eventsPerBlock), 0...4096)
      ?? outside("channels", channels.map(Double.init), 1...64)
      ?? outside("instructionsPerFrame", instructionsPerFrame, 0.1...1e9)
  }

  /// A plugin ready to play this.
  func budget(in library: ClapLibrary) throws -> Budget {
    let instance = try library.instantiate(plugin)
    let values = try parameters.sorted { $0.key < $1.key }.map { name, text in
      let parameter = try instance.parameter(name)
      return HostEvent.value(parameter.id, try instance.value(text, of: parameter))
    }
    if !values.isEmpty { instance.flush(values) }
    // More than is counted, and little enough to be made quickly under callgrind.
    let audio = try InputSource(parsing: input).audio(for: instance, rate: rateHz, seconds: 0.25)
    var settings = BudgetSettings(input: audio)
    settings.warmUp = 0.02
    if !moved.isEmpty { settings.moved = try moved.map { name throws(HostError) in try instance.parameter(name) } }
    let budget = Budget(instance, settings)
    guard eventsPerBlock == 0 || budget.canAutomate else {
      throw HostError.badSetting(
        name: "eventsPerBlock", expected: "0, as the plugin has no parameter to automate", actual: "\(eventsPerBlock)")
    }
    return budget
  }

  private enum CodingKeys: CodingKey {
    case name, plugin, rateHz, blockFrames, channels, input, parameters, moved, eventsPerBlock, instructionsPerFrame
  }

  /// Keys that change nothing may be left out.
  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decode(String.self, forKey: .name)
    plugin = try values.decode(String.self, forKey: .plugin)
    rateHz = try values.decode(Double.self, forKey: .rateHz)
    blockFrames = try values.decode(Int.self, forKey: .blockFrames)
    channels = try values.decodeIfPresent(Int.self, forKey: .channels)
    input = try values.decodeIfPresent(String.self, forKey: .input) ?? Self.noise
    parameters = try values.decodeIfPresent([String: String].self, forKey: .parameters) ?? [:]
    moved = try values.decodeIfPresent([String].self, forKey: .moved) ?? []
    eventsPerBlock = try values.decodeIfPresent(Int.self, forKey: .eventsPerBlock) ?? 0
    instructionsPerFrame = try values.decodeIfPresent(Double.self, forKey: .instructionsPerFrame)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(name, forKey: .name)
    try values.encode(plugin, forKey: .plugin)
    try values.encode(rateHz, forKey: .rateHz)
    try values.encode(blockFrames, forKey: .blockFrames)
    try values.encodeIfPresent(channels, forKey: .channels)
    if input != Self.noise { try values.encode(input, forKey: .input) }
    if !parameters.isEmpty { try values.encode(parameters, forKey: .parameters) }
    if !moved.isEmpty { try values.encode(moved, forKey: .moved) }
    if eventsPerBlock != 0 { try values.encode(eventsPerBlock, forKey: .eventsPerBlock) }
    try values.encodeIfPresent(instructionsPerFrame, forKey: .instructionsPerFrame)
  }
}
