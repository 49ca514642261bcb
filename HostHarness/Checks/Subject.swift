import CLAP
import HostKit

/// What is checked, and the seed of all chance in it.
public struct Subject: Sendable {
  public let path: String

  /// Empty where the file itself is checked.
  public let plugin: String
  public let seed: UInt64

  public init(path: String, plugin: String, seed: UInt64) {
    self.path = path
    self.plugin = plugin
    self.seed = seed
  }

  func library() throws -> ClapLibrary { try ClapLibrary(path) }

  /// A new instance, initialised.
  func make() throws -> PluginInstance { try library().instantiate(plugin) }

  /// A new instance that plays.
  func playing(rate: Double = 48000, maxFrames: Int = 512) throws -> PluginInstance {
    let plugin = try make()
    try plugin.activate(sampleRate: rate, maxFrames: maxFrames)
    try plugin.startProcessing()
    return plugin
  }

  /// Random numbers that follow from the seed alone.
  func random(_ stream: Int = 0) -> EnduranceRandom { EnduranceRandom(seed: seed, session: stream) }

  /// Noise from the seed: equal arguments, equal samples.
  func noise(_ channels: Int, _ frames: Int, level: Float = 0.25, stream: Int = 0) -> [[Float]] {
    (0..<channels).map { channel in
      var random = random(100 + 16 * stream + channel)
      return (0..<frames).map { _ in Float(random.uniform() * 2 - 1) * level }
    }
  }
}

extension PluginInstance {
  /// Channels of the main input.
  var inputChannels: Int { ports.inputs.first?.channelCount ?? 0 }

  /// The parameters that a host may move at will.
  var movable: [Parameter] { parameters.filter { $0.isAutomatable && $0.flags & CLAP_PARAM_IS_READONLY == 0 } }

  /// Movable ones that neither silence nor switch: moving them by a little is no event of its own.
  var continuous: [Parameter] { movable.filter { !$0.isStepped && !$0.isBypass } }

  /// An extension's table.
  func table<T>(_ id: String, _ type: T.Type) throws -> UnsafePointer<T> {
    guard let raw = rawExtension(id) else { throw Verdict(.skipped, "the plugin has no \(id)") }
    return raw.assumingMemoryBound(to: type)
  }

  /// All values that are the host's to set, by id: meters move as they like.
  var values: [UInt32: Double] {
    parameters.filter { $0.flags & CLAP_PARAM_IS_READONLY == 0 }.reduce(into: [:]) { $0[$1.id] = value(of: $1.id) }
  }
}

extension Parameter {
  /// A value at a share of the range; whole for stepped ones.
  func value(at share: Double) -> Double {
    let value = range.lowerBound + share * (range.upperBound - range.lowerBound)
    return isStepped ? value.rounded() : value
  }

  /// Whether two values are the same, but for rounding on the way.
  func same(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= 1e-6 * max(range.upperBound - range.lowerBound, 1e-12)
  }
}
