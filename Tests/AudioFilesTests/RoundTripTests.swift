import AudioFiles
import Foundation
import Testing

@Suite struct RoundTripTests {
  let folder = TemporaryFolder()
  let audio = AudioBuffer<Float>(
    sampleRate: 48000, channels: [440.0, 99].map { sine($0, rate: 48000, count: 70001).map { Float($0) } })

  @Test(arguments: [
    ("a.wav", SampleFormat.float32, Float(0)), ("a.aiff", .float32, 0), ("a.wav", .pcm24, 1.2e-7),
    ("a.flac", .pcm24, 1.2e-7), ("a.wav", .pcm16, 3.1e-5), ("a.flac", .pcm16, 3.1e-5), ("a.aif", .pcm24, 1.2e-7),
    ("a.ogg", .pcm16, 0.1),
  ])
  func whatIsWrittenIsReadBack(name: String, bits: SampleFormat, tolerance: Float) throws {
    try AudioFile.write(audio, to: folder.file(name), bits: bits)
    let back: AudioBuffer<Float> = try AudioFile.read(folder.file(name))
    #expect(back.sampleRate == 48000 && back.channelCount == 2 && back.frameCount == 70001)
    for channel in 0..<2 {
      let worst = zip(back.channels[channel], audio.channels[channel]).map { abs($0 - $1) }.max()!
      #expect(worst <= tolerance)
    }
    #expect(folder.contents == [name])
  }

  @Test func doublesKeepMoreThanFloats() throws {
    let exact = AudioBuffer(sampleRate: 44100, channels: [[0.5, -0.25, Double(Float(0.1))]])
    try AudioFile.write(exact, to: folder.file("d.wav"), bits: .float32)
    #expect(try AudioFile.read(folder.file("d.wav"), as: Double.self) == exact)
  }

  @Test func integersClip() throws {
    try AudioFile.write(
      AudioBuffer<Float>(sampleRate: 8000, channels: [[2, -2, 0]]), to: folder.file("c.wav"), bits: .pcm16)
    let back = try AudioFile.read(folder.file("c.wav"))
    #expect(back.channels[0][0] > 0.999 && back.channels[0][1] == -1 && back.channels[0][2] == 0)
  }

  @Test func equalAudioMakesEqualFiles() throws {
    for name in ["x.wav", "y.wav"] { try AudioFile.write(audio, to: folder.file(name), bits: .float32) }
    #expect(
      FileManager.default.contents(atPath: folder.file("x.wav"))
        == FileManager.default.contents(atPath: folder.file("y.wav")))
  }

  @Test func aReaderGivesBlocks() throws {
    try AudioFile.write(audio, to: folder.file("s.wav"), bits: .float32)
    let reader = try AudioFileReader(folder.file("s.wav"))
    var left: [Float] = []
    while case let block = try reader.read(frames: 1000), !block[0].isEmpty { left += block[0] }
    #expect(left == audio.channels[0])
  }
}
