import HostKit

extension Check {
  static let eventEffects = [
    Check(
      "event-sample-accurate", "A value takes effect at its frame: as if the block began there.",
      needs: ["deterministic"]
    ) { subject in
      for parameter in try subject.make().continuous.prefix(2) {
        func take(_ blocks: [Int]) throws -> Take<Float> {
          let stage = Stage<Float>(try subject.playing())
          let event = HostEvent.value(parameter.id, parameter.value(at: 0.9), at: 712)
          return try stage.take(subject.noise(stage.inputChannels, 2048), frames: 2048, blocks: blocks, events: [event])
        }
        let difference = Difference(try take([512]).output, try take([512, 200, 312, 512]).output)
        try prefer(
          difference.share < 1e-4,
          "\(parameter.name) moved at frame 712: expected the same sound with a block that begins there, "
            + "found \(difference)")
      }
    },
    Check("event-repeats", "A value sent again changes nothing.", needs: ["deterministic"]) { subject in
      func take(_ repeats: Bool) throws -> [[Float]] {
        let plugin = try subject.playing()
        let parameters = plugin.movable
        let events = stride(from: 64, to: 4096, by: 64).flatMap { time in
          parameters.map { HostEvent.value($0.id, plugin.value(of: $0.id) ?? $0.defaultValue, at: time) }
        }
        let stage = Stage<Float>(plugin)
        return try stage.take(subject.noise(stage.inputChannels, 4096), frames: 4096, events: repeats ? events : [])
          .output
      }
      let difference = Difference(try take(false), try take(true))
      try expect(difference.share < 1e-5, "expected the same sound, found \(difference)")
    },
    Check("event-modulation", "Modulation is heard.", needs: ["deterministic", "param-set-playing"]) { subject in
      let parameters = try subject.make().parameters.filter { $0.isModulatable && !$0.isStepped }
      try require(!parameters.isEmpty, "no parameter can be modulated")
      for parameter in parameters {
        let span = parameter.range.upperBound - parameter.range.lowerBound
        let sign = parameter.defaultValue + 0.3 * span <= parameter.range.upperBound ? 1.0 : -1
        func take(_ events: [HostEvent]) throws -> [[Float]] {
          let stage = Stage<Float>(try subject.playing())
          return try stage.take(subject.noise(stage.inputChannels, 4096), frames: 4096, events: events).output
        }
        if Difference(try take([.modulation(parameter.id, sign * 0.3 * span)]), try take([])).size > 0 { return }
      }
      throw Verdict(.warned, "expected a modulated parameter to be heard, none was")
    },
  ]
}
