import CLAP
import Foundation
import Synchronization
import Testing

@Suite struct StateTests {
  /// An instance with every parameter away from its default.
  private func moved(_ id: String, rate: Double? = nil) throws -> Instance {
    let instance = try Instance(id, rate: rate)
    instance.flush(
      instance.parameters.map { parameter in
        let share = parameter.isStepped ? 1 : 0.3711
        return .value(parameter.id, parameter.minimum + (parameter.maximum - parameter.minimum) * share)
      })
    return instance
  }

  @Test(arguments: Library.shared.ids) func roundTrip(_ id: String) throws {
    let source = try moved(id)
    let bytes = try #require(source.save())
    #expect(source.save() == bytes, "the same bytes twice")
    for chunk in [1, 7, .max] {
      let target = try Instance(id)
      #expect(source.save(chunk: chunk) == bytes)
      #expect(target.load(bytes, chunk: chunk))
      #expect(target.host.calls == TestHost.rescan)
      #expect(target.values == source.values)
      #expect(target.save() == bytes)
    }
  }

  @Test(arguments: Library.shared.ids) func damageIsRefused(_ id: String) throws {
    let bytes = try #require(moved(id).save())
    let target = try Instance(id)
    let before = target.save()
    for length in 0..<bytes.count {
      #expect(!target.load(Array(bytes.prefix(length))), "cut to \(length) bytes")
    }
    for index in bytes.indices {
      for bit in [0, 3, 7] {
        var flipped = bytes
        flipped[index] ^= 1 << bit
        #expect(!target.load(flipped), "bit \(bit) of byte \(index)")
      }
    }
    #expect(!target.load(bytes + [10]))
    #expect(!target.load([UInt8](repeating: 0, count: 4096)))
    #expect(!target.load([UInt8](repeating: 65, count: 3 << 20)))
    #expect(!target.load(bytes, chunk: 10, failsAt: 20))
    #expect(target.save() == before)
    #expect(target.host.calls.isEmpty)
    #expect(target.save(chunk: 10, failsAt: 20) == nil)
  }

  @Test(arguments: Library.shared.ids) func foreignAndNewerAreRefused(_ id: String) throws {
    let target = try Instance(id)
    let text = String(decoding: try #require(target.save()), as: UTF8.self)
    let circuit = id.replacing("org.attractor.", with: "")
    #expect(target.load(resealed(text)), "the test's own checksum is right")
    #expect(!target.load(resealed(text.replacing("attractor-state 2", with: "attractor-state 3"))))
    #expect(!target.load(resealed(text.replacing("circuit \(circuit)", with: "circuit another"))))
    #expect(!target.load(resealed(text.replacing("value plugin/mix 1.0", with: "value plugin/mix nan"))))
    #expect(!target.load(resealed(text.replacing("value plugin/mix 1.0", with: "value plugin/mix"))))
  }

  @Test(arguments: Library.shared.ids) func otherModelsOfTheCircuitAreRead(_ id: String) throws {
    let target = try Instance(id)
    let text = String(decoding: try #require(target.save()), as: UTF8.self)
    let input = try target.parameter("Input").id
    let mix = try target.parameter("Mix").id
    let changed = text.replacing("value plugin/input 0.0", with: "value plugin/input 999.0\nvalue lost-control 1.0")
      .replacing("value plugin/mix 1.0\n", with: "")
    target.flush([.value(mix, 0.5)])
    #expect(target.load(resealed(changed)))
    #expect(target.value(input) == 36, "clamped")
    #expect(target.value(mix) == 1, "missing values take their default")
  }

  @Test(arguments: Library.shared.ids) func loadingWhilePlaying(_ id: String) throws {
    let bytes = try #require(moved(id).save())
    let expected = try moved(id).values
    let playing = try Instance(id, rate: 48000)
    _ = playing.render(Signal.sine(1024))
    #expect(playing.load(bytes))
    #expect(playing.values == expected, "at once")
    let input = try playing.parameter("Input").id
    _ = playing.process([Signal.sine(64), Signal.sine(64)])
    #expect(playing.values == expected)
    playing.flush([.value(input, 1)])
    _ = playing.process([Signal.sine(64), Signal.sine(64)])
    #expect(playing.value(input) == 1, "taken over once, not again and again")
    #expect(playing.load(bytes))
    playing.deactivate()
    #expect(playing.values == expected)
    try playing.activate()
    #expect(playing.values == expected)
  }

  /// The main thread loads and saves while the audio thread plays and turns knobs.
  @Test(arguments: Library.shared.ids) func loadingBesideTheAudioThread(_ id: String) throws {
    let states = [try #require(Instance(id).save()), try #require(moved(id).save())]
    nonisolated(unsafe) let playing = try Instance(id, rate: 48000)
    let mix = try playing.parameter("Mix").id
    let isFinite = Mutex(true)
    let audio = Thread {
      let signal = Signal.sine(64)
      for block in 0..<3000 {
        let result = playing.process([signal, signal], events: [.value(mix, Double(block % 10) / 10, at: 32)])
        if !result.channels.joined().allSatisfy({ $0.isFinite }) { isFinite.withLock { $0 = false } }
      }
    }
    audio.start()
    var round = 0
    while !audio.isFinished {
      #expect(playing.load(states[round % 2], chunk: 50))
      #expect(playing.save() != nil)
      round += 1
    }
    #expect(isFinite.withLock { $0 } && round > 0)
    #expect(playing.load(states[1]))
    _ = playing.process([Signal.silence(16), Signal.silence(16)])
    #expect(playing.save() == states[1])
  }

  /// Versions before the present one stay readable: a state of each lies among the fixtures.
  @Test func earlierVersionsAreRead() throws {
    let path = Library.path.replacing("build/Attractor.clap", with: "Tests/Fixtures/states/tube-screamer-1.state")
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let instance = try Instance("org.attractor.tube-screamer")
    #expect(instance.load(bytes))
    let expected = [
      ("Drive", 0.8), ("Tone", 0.25), ("Diode", 1), ("Input", 6), ("Mix", 0.9), ("Quality", 1), ("Morph", 0),
    ]
    for (name, value) in expected { #expect(instance.value(try instance.parameter(name).id) == value, "\(name)") }
    #expect(String(decoding: try #require(instance.save()), as: UTF8.self).hasPrefix("attractor-state 2\n"))
  }

  /// For a preset what belongs to the session is neither saved nor loaded.
  @Test(arguments: Library.shared.ids) func contexts(_ id: String) throws {
    let source = try moved(id)
    let whole = try #require(source.save())
    #expect(source.save(for: 3) == whole && source.save(for: 2) == whole)
    let preset = try #require(source.save(for: 1))
    #expect(!String(decoding: preset, as: UTF8.self).contains("plugin/bypass"))
    let target = try Instance(id)
    #expect(target.load(preset, for: 1) && target.load(whole, for: 1))
    let (quality, bypass) = (try target.parameter("Quality").id, try target.parameter("Bypass").id)
    #expect(target.value(quality) == 0 && target.value(bypass) == 0)
    let rest = zip(target.parameters, zip(target.values, source.values)).filter { !$0.0.isStepped }
    #expect(rest.allSatisfy { $0.1.0 == $0.1.1 })
    #expect(target.load(whole, for: 3) && target.values == source.values)
    #expect(!target.load(whole, for: 0) && source.save(for: 9) == nil, "unknown contexts")
  }

  /// The text with a checksum that fits.
  private func resealed(_ text: String) -> [UInt8] {
    let body = text[..<(text.range(of: "checksum ")?.lowerBound ?? text.endIndex)]
    let hash = body.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    let hex = String(hash, radix: 16)
    return Array((body + "checksum \(String(repeating: "0", count: 16 - hex.count))\(hex)\n").utf8)
  }
}
