import AudioFiles
import Training

/// Audio files as the commands read them: sound from the first sample to the last.
enum Recording {
  /// - Throws: `AudioFileError`; `LabError.sample` for the first value that is no number.
  static func read<Sample: AudioSample>(_ path: String, as type: Sample.Type) throws -> AudioBuffer<Sample> {
    let audio = try AudioFile.read(path, as: type)
    for (index, channel) in audio.channels.enumerated() {
      guard let sample = channel.firstIndex(where: { !$0.isFinite }) else { continue }
      throw LabError.sample(path: path, channel: index, index: sample, actual: "\(channel[sample])")
    }
    return audio
  }
}

extension Material {
  /// The first channel of an audio file.
  init(file path: String) throws {
    let audio = try Recording.read(path, as: Double.self)
    self.init(
      name: path.split(separator: "/").last.map(String.init) ?? path, samples: audio.channels[0],
      rateHz: audio.sampleRate)
  }
}
