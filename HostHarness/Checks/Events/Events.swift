import CLAP
import HostKit

extension Check {
  static let events = [
    Check(
      "event-foreign-space", "Events of foreign spaces are ignored, whatever their type.", needs: ["param-set-playing"]
    ) {
      let plugin = try $0.playing()
      let before = plugin.values
      for parameter in plugin.movable {
        var event = valueEvent(parameter, parameter.value(at: 0.95))
        event.header.space_id = 0x7777
        _ = Stage<Float>(plugin).play([], frames: 64, events: [.raw(event)])
        plugin.flush([.raw(event)])
        try expect(plugin.values == before, "\(parameter.name): expected its value to stay, found another")
      }
    },
    Check("event-unknown-type", "Events of unknown types and sizes are ignored.", needs: ["plays"]) {
      let plugin = try $0.playing()
      let before = plugin.values
      let stage = Stage<Float>(plugin)
      for (type, extra) in [(UInt16(200), 0), (UInt16.max, 8), (9999, 4000)] {
        var header = clap_event_header_t()
        header.size = UInt32(MemoryLayout<clap_event_header_t>.size + extra)
        header.type = type
        let bytes = withUnsafeBytes(of: header) { Array($0) } + [UInt8](repeating: 0xa5, count: extra)
        let played = stage.play([], frames: 64, events: [HostEvent(at: 7, .raw(bytes))])
        try expect(played.status != CLAP_PROCESS_ERROR, "type \(type): expected process to succeed, got an error")
      }
      try expect(plugin.values == before, "expected the values to stay, found others")
    },
    Check("event-unknown-param", "Values for ids that no parameter has are ignored.", needs: ["plays"]) {
      let plugin = try $0.playing()
      let known = Set(plugin.parameters.map(\.id))
      let before = plugin.values
      for id in [UInt32(0x5a5a_5a5a), CLAP_INVALID_ID, UInt32.max - 1] where !known.contains(id) {
        _ = Stage<Float>(plugin).play([], frames: 64, events: [.value(id, 0.5), .modulation(id, 1e9)])
        plugin.flush([.value(id, 1)])
      }
      try expect(plugin.values == before, "expected the values to stay, found others")
    },
    Check(
      "event-unsorted", "Events out of order or beyond the block do no harm, and the last one counts.",
      needs: ["param-set-playing"]
    ) {
      let plugin = try $0.playing()
      guard let parameter = plugin.continuous.first else { throw Verdict(.skipped, "no continuous parameter") }
      let events = [(300, 0.2), (10, 0.9), (5000, 0.6)].map {
        HostEvent.value(parameter.id, parameter.value(at: $0.1), at: $0.0)
      }
      let stage = Stage<Float>(plugin)
      let played = stage.play($0.noise(stage.inputChannels, 512), frames: 512, events: events)
      try expect(played.status != CLAP_PROCESS_ERROR, "expected process to succeed, got an error")
      try expectNormal(played.output)
      let found = plugin.value(of: parameter.id) ?? .nan
      try prefer(
        parameter.same(found, parameter.value(at: 0.6)),
        "\(parameter.name): expected the last of the events, \(parameter.value(at: 0.6)), found \(found)")
    },
    Check("event-dense", "A value at every frame does no harm.", needs: ["param-set-playing"]) {
      let plugin = try $0.playing()
      var random = $0.random(1)
      let stage = Stage<Float>(plugin)
      for parameter in plugin.movable {
        let events = (0..<512).map { HostEvent.value(parameter.id, parameter.value(at: random.uniform()), at: $0) }
        let played = stage.play($0.noise(stage.inputChannels, 512), frames: 512, events: events)
        try expect(played.status != CLAP_PROCESS_ERROR, "\(parameter.name): expected process to succeed, got an error")
        try expectNormal(played.output, "\(parameter.name): ")
      }
    },
    Check("event-output-order", "Events that the plugin sends are in order and lie within the block.", needs: ["plays"])
    {
      let plugin = try $0.playing()
      let stage = Stage<Float>(plugin)
      for frames in [512, 1, 64, 2, 300] {
        let events = plugin.movable.map { HostEvent.value($0.id, $0.value(at: 0.5), at: frames / 2) }
        let played = stage.play($0.noise(stage.inputChannels, frames), frames: frames, events: events)
        try expect(played.disorder == 0, "expected events in order of time, found \(played.disorder) out of order")
        let late = played.events.first { $0.time >= frames }
        try expect(late == nil, "expected events within \(frames) frames, found one at frame \(late?.time ?? 0)")
      }
    },
  ]

  private static func valueEvent(_ parameter: Parameter, _ value: Double) -> clap_event_param_value_t {
    var event = clap_event_param_value_t()
    event.header.size = UInt32(MemoryLayout<clap_event_param_value_t>.size)
    event.header.type = CLAP_EVENT_PARAM_VALUE
    event.param_id = parameter.id
    (event.note_id, event.port_index, event.channel, event.key) = (-1, -1, -1, -1)
    event.value = value
    return event
  }
}
