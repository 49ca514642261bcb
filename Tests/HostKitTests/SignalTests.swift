import HostKit
import Testing

@Suite struct SignalTests {
  @Test func signalsAreWhatTheySay() throws {
    let sine = try #require(try SignalSource(parsing: "sine:1kHz")).samples(sampleRate: 48000, seconds: 0.1)
    #expect(sine.frameCount == 4800 && sine.channelCount == 1)
    #expect(abs(sine.channels[0][12] - 0.5) < 1e-6 && abs(sine.channels[0][36] + 0.5) < 1e-6)
    #expect(try SignalSource(parsing: "SINE:220Hz") == .sine(hertz: 220))
    #expect(try SignalSource(parsing: "noise:7") == .noise(seed: 7))
    let noise = SignalSource.noise(seed: 7).samples(sampleRate: 48000, seconds: 1).channels[0]
    #expect(noise == SignalSource.noise(seed: 7).samples(sampleRate: 48000, seconds: 1).channels[0])
    #expect(noise != SignalSource.noise(seed: 8).samples(sampleRate: 48000, seconds: 1).channels[0])
    #expect(abs(noise.reduce(0, +)) / 48000 < 0.01 && noise.allSatisfy { abs($0) <= 0.5 })
    let impulse = SignalSource.impulse.samples(sampleRate: 44100, seconds: 0.01).channels[0]
    #expect(impulse[0] == 0.5 && impulse.dropFirst().allSatisfy { $0 == 0 })
    #expect(SignalSource.silence.samples(sampleRate: 44100, seconds: 0.01).channels[0].allSatisfy { $0 == 0 })
    // Half of a logarithmic sweep's time is below the geometric mean of its ends, 632 Hz.
    let sweep = SignalSource.sweep.samples(sampleRate: 48000, seconds: 1).channels[0]
    let crossings = zip(sweep.prefix(24000), sweep.prefix(24000).dropFirst()).count { $0 < 0 && $1 >= 0 }
    #expect(abs(Double(crossings) - (632.5 - 20) / 6.908) < 3)
  }

  @Test func pathsAreNoSignals() throws {
    for text in ["guitar.wav", "sine.wav", "./noise", "", "a:b"] { #expect(try SignalSource(parsing: text) == nil) }
    for text in ["sine:loud", "sine:-3", "noise:x"] {
      #expect(throws: HostError.self) { try SignalSource(parsing: text) }
    }
  }
}
