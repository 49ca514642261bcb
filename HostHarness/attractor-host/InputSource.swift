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
  ///   - rate: frames per second of a signal; a file keeps its own.
  ///   - seconds: how long a signal is; a file keeps its own length.
  func audio(rate: Double, seconds: Double) throws -> AudioBuffer<Float> {
    switch self {
    case .file(let path): try AudioFile.read(path)
    case .signal(let signal): signal.samples(sampleRate: rate, seconds: seconds)
    }
  }
}
