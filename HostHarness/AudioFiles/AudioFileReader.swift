import CSndFile
import Foundation

/// Reads an audio file block by block. One thread at a time.
public final class AudioFileReader {
  public let path: String

  /// Frames per second.
  public let sampleRate: Double
  public let channelCount: Int

  /// Frames as the header promises them.
  public let frameCount: Int

  private let file: SoundFile
  private var framesRead = 0

  /// - Throws: `.missing`; `.unreadable` for anything that is not audio; `.truncated` for a header that promises
  ///   more than the file holds.
  public init(_ path: String) throws(AudioFileError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { throw .missing(path: path) }
    let expected = "audio that libsndfile reads (WAV, FLAC, AIFF, Ogg, …)"
    guard !isDirectory.boolValue else { throw .unreadable(path: path, expected: expected, actual: "a folder") }
    var info = SF_INFO()
    guard let handle = sf_open(path, Int32(SFM_READ), &info) else {
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
      let actual = size == 0 ? "a file of 0 bytes" : SoundFile.message(nil)
      throw .unreadable(path: path, expected: expected, actual: actual)
    }
    self.path = path
    file = SoundFile(handle)
    sampleRate = Double(info.samplerate)
    channelCount = Int(info.channels)
    frameCount = Int(info.frames)
    if let promised = Self.promisedBytes(file.log), frameCount > 0 {
      let frameBytes = max(1, promised.actual / frameCount)
      throw .truncated(
        path: path, expectedFrames: frameCount + (promised.expected - promised.actual) / frameBytes,
        actualFrames: frameCount)
    }
  }

  /// The next frames, deinterleaved: `[channelCount][≤ frames]`; empty channels at the end.
  ///
  /// - Throws: `.truncated` when the audio ends before the header's count of frames.
  @_specialize(where Sample == Float)
  @_specialize(where Sample == Double)
  public func read<Sample: AudioSample>(
    frames: Int, as type: Sample.Type = Float.self
  ) throws(AudioFileError) -> [[Sample]] {
    var interleaved = [Sample](repeating: 0, count: frames * channelCount)
    let count = interleaved.withUnsafeMutableBufferPointer { Sample.readFrames(file, $0.baseAddress!, frames) }
    framesRead += count
    if count < frames, framesRead < frameCount {
      throw .truncated(path: path, expectedFrames: frameCount, actualFrames: framesRead)
    }
    return interleaved.withUnsafeBufferPointer { interleaved in
      (0..<channelCount).map { channel in
        [Sample](unsafeUninitializedCapacity: count) { samples, filled in
          for frame in 0..<count {
            samples.initializeElement(at: frame, to: interleaved[frame * channelCount + channel])
          }
          filled = count
        }
      }
    }
  }

  /// libsndfile shortens a chunk that runs past the end of the file and notes "data : 4096 (should be 1000)".
  /// Writers that stream to a pipe leave the size at its maximum: that is no truncation.
  private static func promisedBytes(_ log: String) -> (expected: Int, actual: Int)? {
    for line in log.split(separator: "\n") where line.contains("data") || line.contains("SSND") {
      guard let note = line.range(of: "(should be ") else { continue }
      let digits = line[..<note.lowerBound].split { !$0.isNumber }.last.flatMap { Int($0) }
      let actual = Int(line[note.upperBound...].prefix { $0.isNumber })
      if let digits, let actual, digits > actual, digits < 0x7fff_0000 { return (digits, actual) }
    }
    return nil
  }
}
