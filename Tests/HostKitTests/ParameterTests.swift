import HostKit
import Testing

@Suite struct ParameterTests {
  @Test func parametersAreListedWithTheirText() throws {
    let plugin = try Fixture.gain()
    let parameters = plugin.parameters
    #expect(parameters.map(\.name) == ["Gain", "Mode"])
    #expect(parameters[0].range == 0...4 && parameters[0].defaultValue == 1)
    #expect(parameters[0].isModulatable && !parameters[0].isStepped && parameters[1].isStepped)
    #expect(plugin.text(of: 0.5, parameter: 10) == "0.500 x")
    #expect(plugin.value(ofText: "2.5 x", parameter: 10) == 2.5)
    #expect(plugin.value(ofText: "nonsense", parameter: 10) == nil)
    #expect(plugin.text(of: 0, parameter: 99) == nil && plugin.value(of: 99) == nil)
  }

  @Test(arguments: ["Gain", "gain", "GAIN", "main/gain", "10", "id:10", "0", "index:0"])
  func aParameterIsFound(name: String) throws {
    #expect(try Fixture.gain().parameter(name).id == 10)
  }

  @Test(arguments: ["Gai", "", "2", "id:0", "index:10", "99"])
  func anUnknownParameterNamesThoseThereAre(name: String) throws {
    let plugin = try Fixture.gain()
    #expect(throws: HostError.unknownParameter(name: name, expected: ["Gain", "Mode"])) { try plugin.parameter(name) }
  }

  @Test func valuesAreNumbersOrText() throws {
    let plugin = try Fixture.gain()
    #expect(try plugin.setting("gain=2").value == 2)
    #expect(try plugin.setting("gain=2.5 x").value == 2.5)
    #expect(try plugin.setting("mode=Invert").value == 1)
    for text in ["gain", "gain=", "gain=loud", "gain=5", "gain=-1", "gain=nan", "mode=Sideways", "gian=1"] {
      #expect(throws: HostError.self) { try plugin.setting(text) }
    }
  }

  /// The ends of a range may be floats, of which a text shows a few digits.
  @Test func theEndsOfARangeAreReachedByText() throws {
    let plugin = try Fixture.gain()
    let gain = try plugin.parameter("gain")
    #expect(try plugin.value("4.000001", of: gain) == 4 && plugin.value("-0.000001", of: gain) == 0)
    #expect(throws: HostError.self) { try plugin.value("4.00001", of: gain) }
  }

  @Test func flushSetsValuesWhileInactiveAndActive() throws {
    let plugin = try Fixture.gain()
    plugin.flush([.value(10, 3)])
    #expect(plugin.value(of: 10) == 3)
    try plugin.activate(sampleRate: 48000, maxFrames: 64)
    plugin.flush([.value(10, 2)])
    #expect(plugin.value(of: 10) == 2)
  }

  @Test func automationIsRead() throws {
    let plugin = try Fixture.gain()
    let automation = try plugin.automation("gain=0s:0,1.5s:2 x,2500ms:1")
    #expect(automation.keyframes.map(\.time) == [0, 1.5, 2.5])
    #expect(automation.keyframes.map(\.value) == [0, 2, 1])
    #expect(automation.value(at: -1) == 0 && automation.value(at: 0.75) == 1 && automation.value(at: 9) == 1)
    #expect(try plugin.automation("gain=0:-0.5,1:0.5", isModulation: true).isModulation)
  }

  @Test(arguments: [
    "gain", "gain=", "gain=1", "gain=0s", "gain=x:1", "gain=-1s:0", "gain=1s:0,0s:1", "gain=0s:0,", "no=0s:1",
  ])
  func malformedAutomationIsRefused(text: String) throws {
    let plugin = try Fixture.gain()
    #expect(throws: HostError.self) { try plugin.automation(text) }
  }

  @Test func modulationNeedsAParameterThatAllowsIt() throws {
    let plugin = try Fixture.gain()
    #expect(throws: HostError.self) { try plugin.automation("mode=0s:1", isModulation: true) }
    #expect(throws: HostError.self) { try plugin.automation("gain=0s:9", isModulation: true) }
  }
}

@Suite struct StateTests {
  @Test(arguments: [1, 7, Int.max])
  func stateComesBackThroughShortStreams(chunk: Int) throws {
    let plugin = try Fixture.gain()
    plugin.flush([.value(10, 3.25), .value(11, 1)])
    let state = try plugin.saveState(chunk: chunk)
    #expect(state.count == 24)
    let other = try Fixture.gain()
    try other.loadState(state, chunk: chunk)
    #expect(other.value(of: 10) == 3.25 && other.value(of: 11) == 1)
  }

  @Test func aDamagedStateIsRefused() throws {
    let plugin = try Fixture.gain()
    for bytes in [[], [1, 2, 3], [UInt8](repeating: 0, count: 24)] {
      #expect(throws: HostError.stateRefused(id: plugin.descriptor.id, byteCount: bytes.count)) {
        try plugin.loadState(bytes)
      }
    }
    #expect(plugin.value(of: 10) == 1)
  }

  @Test func aPluginWithoutState() throws {
    let plugin = try Fixture.echo()
    #expect(throws: HostError.missingExtension(id: plugin.descriptor.id, name: "clap.state")) {
      try plugin.saveState()
    }
  }
}
