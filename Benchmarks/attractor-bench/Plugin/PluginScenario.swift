import AudioFiles
import HostKit

/// The circuit, rate, quality and channels of one row of the plugin's table.
struct PluginPlace {
  var circuit: String
  var rateHz: Double
  var quality: Quality
  var channels: Int

  /// By the value of the plugin's parameter.
  enum Quality: Int, CaseIterable {
    case live, high, ultra

    var name: String { ["Live", "High", "Ultra"][rawValue] }
  }

  var name: String {
    "\(circuit), \((rateHz / 1000).brief) kHz, \(quality.name), \(channels == 1 ? "mono" : "stereo")"
  }

  /// What is asked of it with knobs at rest, in nanoseconds per frame.
  var bar: Bar? {
    guard channels == 2, quality == .live else { return nil }
    return switch (circuit, rateHz) {
    case ("diode-clipper", 96_000): .atMost(60, aim: 40)
    case ("tube-screamer", 96_000): .atMost(90, aim: 60)
    case ("diode-clipper", 48_000): .atMost(140, aim: 95)
    case ("tube-screamer", 48_000): .atMost(200, aim: 135)
    default: nil
    }
  }
}

/// What a row's column does to the plugin.
struct PluginLoad: Hashable {
  enum Signal: Hashable {
    /// Guitars as they are, 60 dB quieter, 24 dB hotter; and what is none.
    case guitar, quiet, hot, silence, denormal
  }

  var title: String
  var signal = Signal.guitar
  var blockFrames = 64
  var motion = Motion.none

  /// One parameter value per block.
  enum Motion: Hashable {
    case none
    /// The circuit's first knob.
    case one
    /// The circuit's knobs in turn, so that all of them are on their way.
    case all
  }

  static let still16 = PluginLoad(title: "STILL 16", blockFrames: 16)
  static let still64 = PluginLoad(title: "64")
  static let still512 = PluginLoad(title: "512", blockFrames: 512)
  static let automated64 = PluginLoad(title: "ONE KNOB", motion: .one)
  static let swept16 = PluginLoad(title: "SWEPT 16", blockFrames: 16, motion: .all)
  static let swept64 = PluginLoad(title: "64", motion: .all)
  static let swept512 = PluginLoad(title: "512", blockFrames: 512, motion: .all)
  static let quiet64 = PluginLoad(title: "−60 DB", signal: .quiet)
  static let hot64 = PluginLoad(title: "+24 DB", signal: .hot)
  static let silent = PluginLoad(title: "SILENT", signal: .silence)
  static let denormal = PluginLoad(title: "DENORMAL", signal: .denormal)

  static let all = [
    still16, still64, still512, automated64, swept16, swept64, swept512, quiet64, hot64, silent, denormal,
  ]

  var name: String {
    let what =
      switch signal {
      case .guitar: motion == .none ? "knobs at rest" : motion == .one ? "one knob moving" : "knobs moving in turn"
      case .quiet: "a guitar 60 dB quieter"
      case .hot: "a guitar 24 dB hotter"
      case .silence: "silence"
      case .denormal: "denormal input"
      }
    return "\(what), blocks of \(blockFrames)"
  }
}
