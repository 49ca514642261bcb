import AudioFiles
import Foundation
import Testing

@Suite struct ErrorTests {
  let folder = TemporaryFolder()
  let audio = AudioBuffer<Float>(sampleRate: 48000, channels: [sine(440, rate: 48000, count: 20000).map { Float($0) }])

  @Test func aMissingFile() {
    #expect(throws: AudioFileError.missing(path: folder.file("no.wav"))) { try AudioFile.read(folder.file("no.wav")) }
  }

  @Test func aFileOfNoBytes() {
    let path = folder.write([], to: "empty.wav")
    #expect {
      try AudioFile.read(path)
    } throws: {
      "\($0)".contains("a file of 0 bytes") && "\($0)".contains(path)
    }
  }

  @Test func aFileThatIsNotAudio() {
    let path = folder.write(Array("not audio at all, only words in a file".utf8), to: "words.wav")
    #expect {
      try AudioFile.read(path)
    } throws: {
      guard case AudioFileError.unreadable(path, _, _) = $0 else { return false }
      return true
    }
  }

  @Test func aFolder() {
    #expect(throws: AudioFileError.self) { try AudioFile.read(folder.path) }
  }

  @Test func audioWithoutFrames() throws {
    let path = folder.file("nothing.wav")
    try AudioFile.write(AudioBuffer<Float>(sampleRate: 48000, channels: [[]]), to: path)
    #expect(throws: AudioFileError.empty(path: path)) { try AudioFile.read(path) }
  }

  @Test(arguments: ["t.wav", "t.aiff", "t.flac"])
  func aTruncatedFile(name: String) throws {
    try AudioFile.write(audio, to: folder.file(name), bits: .pcm16)
    let whole = Array(FileManager.default.contents(atPath: folder.file(name))!)
    let path = folder.write(Array(whole.prefix(whole.count / 2)), to: "half-" + name)
    #expect {
      try AudioFile.read(path)
    } throws: {
      // Chunk headers count as audio here: the promise is known to a few frames.
      guard case AudioFileError.truncated(path, let expected, let actual) = $0 else { return false }
      return abs(expected - 20000) < 16 && actual < 20000
    }
  }

  @Test func anUnknownExtension() {
    #expect {
      try AudioFile.write(audio, to: folder.file("a.mp9"))
    } throws: {
      guard case AudioFileError.unknownExtension(_, let expected, "a.mp9") = $0 else { return false }
      return expected.contains("wav")
    }
    #expect(folder.contents.isEmpty)
  }

  @Test func floatsDoNotFitInFLAC() {
    #expect(throws: AudioFileError.self) { try AudioFile.write(audio, to: folder.file("a.flac"), bits: .float32) }
    #expect(folder.contents.isEmpty)
  }

  @Test func anUnwritableFolder() {
    #expect(throws: AudioFileError.self) { try AudioFile.write(audio, to: folder.file("no/such/folder/a.wav")) }
  }

  @Test func anAbandonedWriterLeavesTheTargetAsItWas() throws {
    let path = folder.write([1, 2, 3], to: "kept.wav")
    do {
      let writer = try AudioFileWriter(path, sampleRate: 48000, channelCount: 1)
      try writer.write(audio.channels)
      #expect(throws: AudioFileError.self) { try writer.write([[Float(0)], [0]]) }
    }
    #expect(folder.contents == ["kept.wav"])
    #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
  }
}
