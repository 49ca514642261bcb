import AudioFiles
import Foundation

/// The take as audio files, and as audio inside the page.
struct Recordings {
  /// Volts at digital full scale in every file.
  static let fullScaleVolts: Float = 2
  /// How much louder the difference is in the page, in decibels.
  static let differenceBoost: Float = 40

  let take: Take

  private var signals: [(name: String, samples: [Float])] {
    [
      ("dry", take.score.dry), ("plugin", take.plugin), ("circuit", take.circuit.output), ("difference", take.error),
    ]
  }

  /// 24-bit WAV at the take's rate. Returns the paths.
  func write(to folder: String) throws -> [String] {
    try signals.map { signal in
      let path = "\(folder)/\(signal.name).wav"
      let scaled = signal.samples.map { $0 / Self.fullScaleVolts }
      try AudioFile.write(AudioBuffer(sampleRate: Score.rateHz, channels: [scaled]), to: path, bits: .pcm24)
      return path
    }
  }

  /// Small copies (FLAC, 16 bit, 44.1 kHz) as data URIs, by name.
  func embedded(work folder: String) throws -> [String: String] {
    var sources: [String: String] = [:]
    for signal in signals {
      let gain = signal.name == "difference" ? pow(10, Self.differenceBoost / 20) : 1
      let scaled = signal.samples.map { min(max($0 / Self.fullScaleVolts * gain, -1), 1) }
      let audio = AudioBuffer(sampleRate: Score.rateHz, channels: [scaled]).resampled(to: 44100)
      let path = "\(folder)/.\(signal.name).flac"
      defer { unlink(path) }
      try AudioFile.write(audio, to: path, bits: .pcm16)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      sources[signal.name] = "data:audio/flac;base64,\(bytes.base64EncodedString())"
    }
    return sources
  }
}
