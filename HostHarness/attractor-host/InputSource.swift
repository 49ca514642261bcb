import AudioFiles
import Foundation
import HostKit

/// What is played into a plugin: an audio file, or a signal made on the spot.
enum InputSource {
  case file(String)
  case signal(SignalSource)

  static let help = "a file, \(SignalSource.usage)"

  /// A file of that name is a file, whatever it is called.
  init(parsing text: String) throws(HostError) {
    if !FileManager.default.fileExists(atPath: text), let signal = try SignalSource(parsing: text) {
      self = .signal(signal)
    } else {
      self = .file(text)
    }
  }

  /// - Parameters:
  ///   - plugin: what it is for: a file that has more channels than the plugin takes is refused.
  ///   - rate: frames per second of a signal; a file keeps its own.
  ///   - seconds: how long a signal is; a file keeps its own length.
  func audio(for plugin: PluginInstance, rate: Double, seconds: Double) throws -> AudioBuffer<Float> {
    try check(for: plugin)
    switch self {
    case .file(let path): return try AudioFile.read(path)
    case .signal(let signal): return signal.samples(sampleRate: rate, seconds: seconds)
    }
  }

  /// Whether a file is there, as its header says, and fits the plugin.
  func check(for plugin: PluginInstance) throws {
    guard case .file(let path) = self else { return }
    let file = try AudioFileReader(path)
    guard file.frameCount > 0 else { throw AudioFileError.empty(path: path) }
    guard let most = plugin.mostInputChannels, file.channelCount > most else { return }
    throw AudioFileError.unsupportedFormat(
      path: path, expected: "\(most) channels at most, as \(plugin.descriptor.id) takes", actual: "\(file.channelCount)"
    )
  }
}
