import CLAP
import HostKit

extension Check {
  static let parameterValues = [
    Check("param-set-inactive", "flush sets values while inactive.", needs: ["param-info"]) {
      let plugin = try $0.make()
      try expectSet(plugin, share: 0.7) { plugin.flush($0) }
    },
    Check("param-set-active", "flush sets values while active, processing or not.", needs: ["param-set-inactive"]) {
      let plugin = try $0.make()
      try plugin.activate(sampleRate: 48000, maxFrames: 64)
      try expectSet(plugin, share: 0.7) { plugin.flush($0) }
      try plugin.startProcessing()
      try expectSet(plugin, share: 0.2) { plugin.flush($0) }
    },
    Check("param-set-playing", "process sets values, at whichever frame of the block.", needs: ["plays", "param-info"])
    {
      let plugin = try $0.playing()
      let stage = Stage<Float>(plugin)
      for (time, share) in [(0, 0.3), (17, 0.8), (511, 0.1)] {
        try expectSet(plugin, share: share) { events in
          _ = stage.play([], frames: 512, events: events.map { HostEvent(at: time, $0.body) })
        }
      }
    },
    Check("param-cookies", "Events without a cookie count as those with one.", needs: ["param-set-playing"]) {
      let plugin = try $0.playing()
      let stage = Stage<Float>(plugin, StageSettings(givesCookies: false))
      try expectSet(plugin, share: 0.6) { _ = stage.play([], frames: 512, events: $0) }
    },
    Check(
      "param-clamps", "Values out of range, or not numbers at all, leave a value within the range.",
      needs: ["param-set-playing"]
    ) {
      let plugin = try $0.playing()
      let stage = Stage<Float>(plugin)
      for parameter in plugin.movable {
        let span = parameter.range.upperBound - parameter.range.lowerBound
        let bad = [
          parameter.range.upperBound + span + 1, parameter.range.lowerBound - span - 1, 1e300, -.infinity, .nan,
        ]
        for value in bad {
          _ = stage.play([], frames: 16, events: [.value(parameter.id, value)])
          let found = plugin.value(of: parameter.id) ?? .nan
          try expect(
            parameter.range.contains(found),
            "\(parameter.name) set to \(value): expected a value within \(parameter.range), found \(found)")
        }
      }
    },
    Check(
      "param-modulation", "Modulation changes neither the value nor the state.",
      needs: ["param-set-playing", "state-same"]
    ) {
      let plugin = try $0.playing()
      let modulatable = plugin.parameters.filter(\.isModulatable)
      try require(!modulatable.isEmpty, "no parameter can be modulated")
      let hasState = plugin.rawExtension(CLAP_EXT_STATE) != nil
      let before = (plugin.values, hasState ? try plugin.saveState() : [])
      let stage = Stage<Float>(plugin)
      for parameter in modulatable {
        let span = parameter.range.upperBound - parameter.range.lowerBound
        _ = stage.play([], frames: 256, events: [.modulation(parameter.id, 0.25 * span)])
      }
      try expect(plugin.values == before.0, "expected the values to stay, found others")
      if hasState { try expect(try plugin.saveState() == before.1, "expected the state to stay, found another") }
    },
    Check("param-echo", "No value that the host has set comes back as an event.", needs: ["param-set-playing"]) {
      let plugin = try $0.playing()
      let stage = Stage<Float>(plugin)
      for parameter in plugin.movable {
        let value = parameter.value(at: 0.4)
        let played = stage.play([], frames: 512, events: [.value(parameter.id, value, at: 3)])
        let later = stage.play([], frames: 512)
        let flushed = plugin.flush([.value(parameter.id, parameter.value(at: 0.6))])
        for case .value(parameter.id, let sent) in (played.events + later.events + flushed).map(\.body) {
          throw Verdict(.failed, "\(parameter.name) set by the host: expected no event, got the value \(sent) back")
        }
      }
    },
  ]

  /// Sets all movable parameters and expects to read them.
  private static func expectSet(_ plugin: PluginInstance, share: Double, _ send: ([HostEvent]) -> Void) throws {
    let parameters = plugin.movable
    try require(!parameters.isEmpty, "no parameter can be moved")
    send(parameters.map { .value($0.id, $0.value(at: share)) })
    for parameter in parameters {
      let (wanted, found) = (parameter.value(at: share), plugin.value(of: parameter.id) ?? .nan)
      try expect(parameter.same(wanted, found), "\(parameter.name): expected the value \(wanted), found \(found)")
    }
  }
}
