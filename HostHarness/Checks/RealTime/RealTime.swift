import CallCounter
import HostKit

extension Check {
  static let realTime = [
    counted("process-allocates-nothing", "process allocates no memory.", "allocations", \.allocations),
    counted("process-frees-nothing", "process frees no memory.", "frees", \.frees),
    counted("process-takes-no-locks", "process takes no locks.", "locks", \.locks),
    counted("process-calls-no-system", "process makes no system calls.", "system calls", \.system_calls),
  ]

  /// Everything that a session asks of process: noise, values, silence, resets, states.
  private static func counted(
    _ id: String, _ sentence: String, _ what: String, _ count: KeyPath<attractor_calls_t, UInt64> & Sendable
  ) -> Check {
    Check(id, sentence, needs: ["plays", "host-counts"]) { subject in
      let plugin = try subject.playing()
      let stage = Stage<Float>(plugin)
      var random = subject.random(9)
      var blocks = 0
      func play(_ signal: [[Float]], _ events: [HostEvent] = []) throws {
        let frames = 1 + random.below(512)
        let calls = stage.play(signal, frames: frames, events: events).calls[keyPath: count]
        try expect(calls == 0, "block \(blocks), \(frames) frames: expected no \(what), counted \(calls)")
        blocks += 1
      }
      let noise = subject.noise(stage.inputChannels, 512)
      let parameters = plugin.movable
      for _ in 0..<8 { try play(noise) }
      for parameter in parameters {
        try play(noise, [.value(parameter.id, parameter.value(at: random.uniform()))])
        try play(noise)
      }
      try plugin.reset()
      let state = try? plugin.saveState()
      for turn in 0..<16 {
        if turn % 8 == 3, let state { try? plugin.loadState(state) }
        try play(turn > 12 ? [] : noise, parameters.map { .value($0.id, $0.value(at: random.uniform())) })
      }
    }
  }
}
