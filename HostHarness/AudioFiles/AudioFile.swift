import Foundation

/// Whole audio files: any format that libsndfile reads; WAV, FLAC, AIFF and Ogg Vorbis to write.
public enum AudioFile {
  /// Reads a whole file.
  ///
  /// - Returns: one array per channel, full scale ±1, at the file's own rate.
  /// - Throws: `.missing`, `.unreadable`, `.truncated`, or `.empty` for a file without a single frame.
  @_specialize(where Sample == Float)
  @_specialize(where Sample == Double)
  public static func read<Sample: AudioSample>(
    _ path: String, as type: Sample.Type = Float.self
  ) throws(AudioFileError) -> AudioBuffer<Sample> {
    let reader = try AudioFileReader(path)
    guard reader.frameCount > 0 else { throw .empty(path: path) }
    var channels = Array(repeating: [Sample](), count: reader.channelCount)
    while true {
      let block = try reader.read(frames: 65536, as: Sample.self)
      if block[0].isEmpty { break }
      for channel in channels.indices { channels[channel] += block[channel] }
    }
    return AudioBuffer(sampleRate: reader.sampleRate, channels: channels)
  }

  /// Writes a whole file: all of it, or nothing.
  ///
  /// The format follows from the extension. Samples beyond full scale are clipped in integer formats.
  ///
  /// - Throws: `.unknownExtension`, `.unsupportedFormat`, `.unwritable`; the target is then as it was before.
  @_specialize(where Sample == Float)
  @_specialize(where Sample == Double)
  public static func write<Sample: AudioSample>(
    _ audio: AudioBuffer<Sample>, to path: String, bits: SampleFormat = .pcm24
  ) throws(AudioFileError) {
    let writer = try AudioFileWriter(
      path, sampleRate: audio.sampleRate, channelCount: audio.channelCount, bits: bits)
    try writer.write(audio.channels)
    try writer.finish()
  }
}

extension AudioFile {
  /// Whether a file of that name and format could be written, before any work is done for it.
  ///
  /// - Throws: `.unknownExtension`, `.unsupportedFormat`, or `.unwritable` for a folder that does not exist.
  public static func check(_ path: String, bits: SampleFormat) throws(AudioFileError) {
    _ = try Container(path: path).code(bits, path: path)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw .unwritable(path: path, expected: "a folder to write in", actual: "no such folder, or no right to write")
    }
  }
}
