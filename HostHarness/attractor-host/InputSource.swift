import AudioFiles
import Foundation
import HostKit

/// What is played into a plugin: an audio file, or a signal made on the spot.
enum InputSource {
  case file(String)
  case noise(seed: UInt64)
  case sine(hertz: Double)
  case silence

  static let help = "a file, noise:SEED, sine:HZ, or silence"

  /// A file of that name is a file, whatever it is called.
  init(parsing text: String) throws(HostError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let value = parts.count == 2 ? parts[1] : nil
    switch parts[0] {
    case _ where FileManager.default.fileExists(atPath: text): self = .file(text)
    case "silence" where value == nil: self = .silence
    case "noise":
      guard let seed = UInt64(value ?? "1") else {
        throw .badSetting(name: "input", expected: "noise:SEED with a whole number", actual: text)
      }
      self = .noise(seed: seed)
    case "sine":
      let number = value.map { $0.lowercased().hasSuffix("hz") ? String($0.dropLast(2)) : $0 } ?? "220"
      guard let hertz = Double(number), hertz > 0, hertz < 100_000 else {
        throw .badSetting(name: "input", expected: "sine:HZ such as sine:220", actual: text)
      }
      self = .sine(hertz: hertz)
    default: self = .file(text)
    }
  }

  /// - Parameters:
  ///   - rate: frames per second of a signal; a file keeps its own.
  ///   - seconds: how long a signal is; a file keeps its own length.
  func audio(rate: Double, seconds: Double) throws -> AudioBuffer<Float> {
    let frames = max(1, Int((rate * seconds).rounded()))
    switch self {
    case .file(let path): return try AudioFile.read(path)
    case .silence: return AudioBuffer(sampleRate: rate, channelCount: 1, frameCount: frames)
    case .sine(let hertz):
      let wave = (0..<frames).map { 0.5 * Float(sin(2 * .pi * hertz * Double($0) / rate)) }
      return AudioBuffer(sampleRate: rate, channels: [wave])
    case .noise(let seed):
      var state = seed
      let channels = (0..<2).map { _ in
        (0..<frames).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max) * 0.5
        }
      }
      return AudioBuffer(sampleRate: rate, channels: channels)
    }
  }
}
