import AudioFiles
import Foundation
import HostKit
import Testing

@Suite struct CompareTests {
  private let noise = Fixture.noise(9600)

  @Test func equalIsEqual() throws {
    let result = try Comparison(noise, reference: noise)
    #expect(result.nullDecibels == Comparison.equal && result.peakDecibels == Comparison.equal && result.esr == 0)
    #expect(result.isWithin(-290) && result.levelDecibels == 0 && result.spectrumDecibels == 0)
  }

  /// −60 dB of gain error is −60 dB of null depth, and is told as a level too.
  @Test func aKnownErrorHasItsSize() throws {
    var other = noise
    other.channels = noise.channels.map { $0.map { $0 * 1.001 } }
    other.channels[1][777] += 0.25
    let result = try Comparison(other, reference: noise)
    let signal = noise.channels.joined().reduce(0.0) { $0 + Double($1 * $1) }
    #expect(abs(result.esr - (1e-6 + 0.0625 / signal)) < 0.05 * result.esr)
    #expect(result.peakChannel == 1 && result.peakFrame == 777 && abs(result.peakDecibels + 12) < 0.1)
    #expect(!result.isWithin(-60) && result.isWithin(-20))
    other.channels = noise.channels.map { $0.map { $0 * 2 } }
    let louder = try Comparison(other, reference: noise)
    #expect(abs(louder.levelDecibels - 6.02) < 0.01 && abs(louder.spectrumDecibels - 6.02) < 0.01)
  }

  @Test(arguments: [-700, -1, 0, 1, 3000]) func delaysAreFound(_ delay: Int) throws {
    func late(_ samples: [Float]) -> [Float] {
      delay >= 0
        ? [Float](repeating: 0, count: delay) + samples.dropLast(delay)
        : Array(samples.dropFirst(-delay)) + [Float](repeating: 0, count: -delay)
    }
    let other = AudioBuffer(sampleRate: noise.sampleRate, channels: noise.channels.map(late))
    let result = try Comparison(other, reference: noise, aligns: true)
    #expect(result.delayFrames == delay && result.nullDecibels == Comparison.equal)
    if delay != 0 { #expect(try !Comparison(other, reference: noise).isWithin(-20)) }
  }

  @Test func whatCannotBeCompared() throws {
    var mono = noise
    mono.channels.removeLast()
    #expect(throws: ComparisonError.different("channel count", expected: "2", actual: "1")) {
      try Comparison(mono, reference: noise)
    }
    var short = noise
    short.channels = noise.channels.map { Array($0.dropLast(10)) }
    #expect(try !Comparison(short, reference: noise).isWithin(0), "another length is a difference")
    var broken = noise
    broken.channels[0][5] = .nan
    let result = try Comparison(broken, reference: noise)
    #expect(result.nonFiniteSamples == 1 && !result.isWithin(0))
    let silence = AudioBuffer<Float>(sampleRate: 48000, channelCount: 2, frameCount: 9600)
    #expect(try Comparison(silence, reference: silence).isWithin(-300))
    #expect(try abs(Comparison(noise, reference: silence).nullDecibels + 10.8) < 0.1, "re full scale")
  }
}
