import CLAP
import Testing

/// States and presets that come while the plugin plays.
@Suite struct CrossFadeTests {
  private static let rate = 48_000.0
  private static let loadAt = 9_600

  private func moved(_ id: String, to share: Double) throws -> [UInt8] {
    let instance = try Instance(id)
    instance.flush(
      try instance.parameters.prefix { $0.name != "Morph" }.map { try instance.set($0.name, at: share) })
    return try #require(instance.save())
  }

  private func play(_ id: String, from: [UInt8], loading state: [UInt8]?, _ signal: [Float]) throws -> [Float] {
    let instance = try Instance(id)
    #expect(instance.load(from))
    try instance.activate(rate: Self.rate)
    var output = instance.render(Array(signal[..<Self.loadAt]))
    if let state { #expect(instance.load(state)) }
    output += instance.render(Array(signal[Self.loadAt...]))
    #expect(instance.host.calls.filter { $0.hasPrefix("request_restart") }.isEmpty)
    return output
  }

  @Test(arguments: Library.shared.ids) func theStateInForceIsInaudible(_ id: String) throws {
    let signal = Signal.sine(19_200, amplitude: 0.7)
    let state = try moved(id, to: 0.4)
    let still = try play(id, from: state, loading: nil, signal)
    let loaded = try play(id, from: state, loading: state, signal)
    #expect(still == loaded)
  }

  /// Within 10 ms of filling and 20 ms of fading the new state has taken over; no step is larger than either sound's.
  @Test(arguments: Library.shared.ids) func anotherStateFadesIn(_ id: String) throws {
    let signal = Signal.sine(28_800, hertz: 110, amplitude: 0.7)
    let (first, second) = (try moved(id, to: 0.3), try moved(id, to: 0.55))
    let before = try play(id, from: first, loading: nil, signal)
    let after = try play(id, from: second, loading: nil, signal)
    let output = try play(id, from: first, loading: second, signal)
    let fill = Self.loadAt + Int(0.009 * Self.rate)
    let end = Self.loadAt + Int(0.031 * Self.rate)
    let parts = zip(output, before).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? .max
    #expect(parts >= fill, "unheard while the filters fill")
    func largestStep(_ samples: some Collection<Float>) -> Float {
      zip(samples, samples.dropFirst()).reduce(0) { max($0, abs($1.1 - $1.0)) }
    }
    let usual = max(largestStep(before[Self.loadAt...]), largestStep(after[Self.loadAt...]))
    let size = max(before.map(abs).max()!, after.map(abs).max()!)
    #expect(largestStep(output[fill..<end]) <= usual + size / 200)
    // What the coupling capacitors still remember is small, and goes.
    let late = zip(output[(end + 9_600)...], after[(end + 9_600)...])
    let error = late.reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
    let power = after[(end + 9_600)...].reduce(0.0) { $0 + Double($1 * $1) }
    if try Instance(id).tail < UInt32(Int32.max) { #expect(error < 1e-4 * power) }
  }

  /// Engines that have had their day are freed on the main thread, asked for by request_callback.
  @Test(arguments: Library.shared.ids) func asksForTheMainThread(_ id: String) throws {
    let states = [try moved(id, to: 0.3), try moved(id, to: 0.5)]
    let instance = try Instance(id, rate: Self.rate)
    for round in 0..<20 {
      #expect(instance.load(states[round % 2]))
      if round % 3 == 0 { #expect(instance.load(states[(round + 1) % 2]), "before the last one is taken") }
      _ = instance.render(Signal.sine(round % 5 == 0 ? 100 : 2_400))
      if round % 4 == 0 { instance.reset() }
      if round % 2 == 0 { instance.plugin.pointee.on_main_thread(instance.plugin) }
    }
    #expect(instance.host.calls.contains("request_callback"))
    #expect(instance.load(states[0]))
    _ = instance.render(Signal.silence(4_800))
    #expect(instance.save() == states[0])
  }
}
