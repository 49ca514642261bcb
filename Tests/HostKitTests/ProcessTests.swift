import CLAP
import HostKit
import Testing

@Suite struct ProcessTests {
  @Test(arguments: [false, true])
  func eventsTakeEffectAtTheirFrame(inPlace: Bool) throws {
    let plugin = try Fixture.gain()
    try plugin.activate(sampleRate: 48000, maxFrames: 8)
    let ones = [[Float]](repeating: [Float](repeating: 1, count: 8), count: 2)
    let result = try plugin.process(
      inputs: ones, events: [.value(10, 2, at: 3), .modulation(10, 0.5, at: 5), .value(11, 1, at: 7)],
      inPlace: inPlace)
    #expect(result.output[0] == [1, 1, 1, 2, 2, 2.5, 2.5, -2.5])
    #expect(result.output[1] == result.output[0])
    #expect(result.status == .continue)
  }

  @Test func foreignEventsArriveWhole() throws {
    let plugin = try Fixture.gain()
    try plugin.activate(sampleRate: 48000, maxFrames: 8)
    var foreign = clap_event_param_value_t()
    foreign.header = clap_event_header_t(
      size: UInt32(MemoryLayout<clap_event_param_value_t>.size), time: 0, space_id: 7, type: CLAP_EVENT_PARAM_VALUE,
      flags: 0)
    foreign.param_id = 10
    foreign.value = 4
    let ones = [[Float]](repeating: [1, 1], count: 2)
    #expect(try plugin.process(inputs: ones, events: [.raw(foreign, at: 1)]).output[0] == [1, 1])
    foreign.header.space_id = 0
    #expect(try plugin.process(inputs: ones, events: [.raw(foreign, at: 1)]).output[0] == [1, 4])
  }

  @Test func manyEventsInOneBlock() throws {
    let plugin = try Fixture.gain()
    try plugin.activate(sampleRate: 48000, maxFrames: 512)
    let events = (0..<512).flatMap { frame in
      [HostEvent.value(10, 0, at: frame), .value(10, Double(frame) / 512 * 4, at: frame)]
    }
    let ones = [[Float]](repeating: [Float](repeating: 1, count: 512), count: 2)
    let expected = (0..<512).map { Float(Double($0) / 512 * 4) }
    #expect(try plugin.process(inputs: ones, events: events).output[0] == expected)
  }

  @Test func callbacksAndRestartsAreHonoured() throws {
    let plugin = try Fixture.echo()
    try plugin.activate(sampleRate: 48000, maxFrames: 16)
    #expect(plugin.latency == 64 && plugin.tail == .frames(480))
    _ = try plugin.process(frames: 16)
    #expect(plugin.record.calls.isEmpty)
    _ = try plugin.process(frames: 16)
    #expect(plugin.record.calls == [.requestCallback])
    #expect(plugin.record.logs.map(\.message) == ["called back"])
    _ = try plugin.process(frames: 16)
    #expect(try plugin.restartIfRequested())
    #expect(try !plugin.restartIfRequested())
    #expect(plugin.state == .processing)
    #expect(plugin.record.logs.map(\.message) == ["called back", "restarted"])
  }
}
