import CLAP
import HostKit
import Testing

/// The plugin in the project's own host, which offers many extensions and notes every call from a wrong thread.
@Suite struct FriendlyHostTests {
  private func library() throws -> ClapLibrary { try ClapLibrary(Library.path) }

  @Test(arguments: Library.shared.ids) func aWholeLifeWithoutMisuse(_ id: String) throws {
    let plugin = try library().instantiate(id)
    let saved = try plugin.saveState()
    for rate in [44100.0, 96000] {
      try plugin.activate(sampleRate: rate, maxFrames: 512)
      for block in 0..<20 {
        let events = plugin.parameters.map { parameter in
          // With knobs that jump, far beyond 12 dB a circuit may leave what its training covered, be reset, and say so.
          let highest = parameter.name == "Input" ? 12 : parameter.range.upperBound
          return HostEvent.value(parameter.id, block % 2 == 0 ? highest : parameter.range.lowerBound, at: 7)
        }
        let signal = Signal.sine(1 + block * 25)
        let result = try plugin.process(inputs: [signal, signal], events: events, inPlace: block % 3 == 0)
        #expect(result.output.joined().allSatisfy { $0.isFinite && !$0.isSubnormal })
        #expect(result.events.isEmpty, "what the host set is never sent back")
      }
      try plugin.reset()
      plugin.flush(plugin.parameters.map { .value($0.id, $0.defaultValue) })
      try plugin.loadState(saved, chunk: 3)
      plugin.deactivate()
    }
    #expect(try plugin.saveState() == saved)
    #expect(plugin.record.violations.isEmpty)
    // A state that comes while the plugin is active leaves an engine behind, which the main thread is asked to free.
    let rescans = plugin.record.calls.filter { $0 != .requestCallback }
    #expect(rescans == Array(repeating: .rescanParameters(flags: CLAP_PARAM_RESCAN_VALUES), count: 2))
    #expect(plugin.record.logs.isEmpty)
  }

  /// A host that mixes up its threads is told so, and served.
  @Test func theWrongThreadIsNoticed() throws {
    let plugin = try library().instantiate(Library.shared.ids[0])
    let raw = plugin.pointer
    let isActive = plugin.onAudioThread { raw.pointee.activate(raw, 48000, 1, 64) }
    #expect(isActive && plugin.record.logs.count == 1)
    #expect(plugin.record.logs.first?.severity == CLAP_LOG_HOST_MISBEHAVING)
    #expect(plugin.record.logs.first?.message.hasPrefix("activate: expected a call on the main thread") == true)
    plugin.onMainThread { raw.pointee.deactivate(raw) }
    #expect(plugin.record.logs.count == 1)
  }

  @Test(arguments: Library.shared.ids) func refusalsAreLogged(_ id: String) throws {
    let plugin = try library().instantiate(id)
    let saved = try plugin.saveState()
    #expect(throws: HostError.self) { try plugin.loadState([]) }
    #expect(throws: HostError.self) { try plugin.loadState(Array("something else".utf8)) }
    #expect(throws: HostError.self) { try plugin.loadState(Array(saved.dropLast())) }
    #expect(throws: HostError.self) { try plugin.loadState(Array("attractor-state 7\n".utf8)) }
    #expect(
      plugin.record.logs.map(\.message) == [
        "The state is refused: it is empty.",
        "The state is refused: it was not written by this plugin.",
        "The state is refused: it is cut off or altered.",
        "The state is refused: it has version 7, this plugin reads up to 2.",
      ])
    #expect(plugin.record.calls.isEmpty && plugin.record.violations.isEmpty)
    #expect(throws: HostError.self) { try plugin.activate(sampleRate: 10, maxFrames: 64) }
    #expect(plugin.record.logs.count == 5)
  }
}
