import CSndFile
import Foundation

/// Writes an audio file block by block. The target appears complete with `finish`, or not at all: until then
/// everything goes to a temporary file beside it, which is removed with the writer. One thread at a time.
public final class AudioFileWriter {
  public let path: String
  private let temporary: String
  private let channelCount: Int
  private let file: SoundFile
  private var finished = false

  /// - Parameter sampleRate: frames per second, a whole number in every format written here (it is rounded).
  /// - Throws: `.unknownExtension`, `.unsupportedFormat`, `.unwritable`.
  public init(
    _ path: String, sampleRate: Double, channelCount: Int, bits: SampleFormat = .pcm24
  ) throws(AudioFileError) {
    let format = try Container(path: path).code(bits, path: path)
    var info = SF_INFO()
    info.samplerate = Int32(clamping: Int(sampleRate.rounded()))
    info.channels = Int32(clamping: channelCount)
    info.format = format
    guard sf_format_check(&info) != 0 else {
      throw .unsupportedFormat(
        path: path, expected: "a channel count and rate that the format takes",
        actual: "\(channelCount) channels at \(sampleRate) Hz")
    }
    let url = URL(fileURLWithPath: path)
    let name = ".\(url.lastPathComponent).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).tmp"
    temporary = url.deletingLastPathComponent().appendingPathComponent(name).path
    guard let handle = sf_open(temporary, Int32(SFM_WRITE), &info) else {
      let actual = SoundFile.message(nil)
      unlink(temporary)
      throw .unwritable(path: path, expected: "a folder to write in", actual: actual)
    }
    self.path = path
    self.channelCount = channelCount
    file = SoundFile(handle)
    sf_command(handle, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
    // The peak chunk carries a time stamp; without it equal audio makes equal files.
    sf_command(handle, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
  }

  deinit {
    if !finished {
      _ = file.close()
      unlink(temporary)
    }
  }

  /// Appends frames: `[channelCount][frames]`.
  ///
  /// - Throws: `.unsupportedFormat` for another number of channels, `.unwritable` when the disk takes no more.
  @_specialize(where Sample == Float)
  @_specialize(where Sample == Double)
  public func write<Sample: AudioSample>(_ channels: [[Sample]]) throws(AudioFileError) {
    guard channels.count == channelCount, channels.allSatisfy({ $0.count == channels[0].count }) else {
      throw .unsupportedFormat(
        path: path, expected: "\(channelCount) channels of equal length",
        actual: "channels of \(channels.map(\.count)) frames")
    }
    let total = channels.first?.count ?? 0
    var interleaved = [Sample](repeating: 0, count: min(total, 65536) * channelCount)
    var start = 0
    while start < total {
      let count = min(65536, total - start)
      for channel in 0..<channelCount {
        channels[channel].withUnsafeBufferPointer { samples in
          interleaved.withUnsafeMutableBufferPointer { interleaved in
            for frame in 0..<count { interleaved[frame * channelCount + channel] = samples[start + frame] }
          }
        }
      }
      let taken = interleaved.withUnsafeBufferPointer { Sample.writeFrames(file, $0.baseAddress!, count) }
      guard taken == count else { throw failure(SoundFile.message(file.handle)) }
      start += count
    }
  }

  /// Puts the file in its place: flushed to the disk, then renamed over the target.
  ///
  /// - Throws: `.unwritable`; the target is then as it was before.
  public func finish() throws(AudioFileError) {
    guard file.close() == 0 else { throw failure("an error while closing") }
    let descriptor = open(temporary, O_RDONLY)
    guard descriptor >= 0 else { throw failure(String(cString: strerror(errno))) }
    let synced = fsync(descriptor)
    let reason = errno
    close(descriptor)
    guard synced == 0 else { throw failure(String(cString: strerror(reason))) }
    guard rename(temporary, path) == 0 else { throw failure(String(cString: strerror(errno))) }
    finished = true
  }

  private func failure(_ actual: String) -> AudioFileError {
    .unwritable(path: path, expected: "room to write the whole file", actual: actual)
  }
}
