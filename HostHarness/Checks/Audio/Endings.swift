import CLAP
import HostKit

extension Check {
  static let endings = [
    Check("tail-long-enough", "After the tail that it tells nothing is left.", needs: ["audio-silence"]) {
      let plugin = try $0.playing()
      guard let tail = plugin.tail else { throw Verdict(.skipped, "the plugin tells no tail") }
      guard case .frames(let told) = tail else { throw Verdict(.skipped, "the tail is infinite") }
      let stage = Stage<Float>(plugin)
      try require(stage.inputChannels > 0, "the plugin has no input")
      try require(told < 20 * 48000, "the tail of \(told) frames is too long to wait for")
      let noise = try stage.take($0.noise(stage.inputChannels, 24000), frames: 24000).output
      let after = (plugin.tail == tail ? told : 0) + plugin.latency
      _ = try stage.take([], frames: after)
      let rest = try stage.take([], frames: 4800).output
      let zero = rest.map { [Float](repeating: 0, count: $0.count) }
      let (left, loud) = (Difference(rest, zero).size, Difference(noise, noise).peak)
      try expect(
        left <= max(1e-4 * loud, 1e-6), "expected -80 dB \(told) frames after the noise (peak \(loud)), found \(left)")
    },
    Check("latency-constant", "The latency stays the same while it is active.", needs: ["plays"]) {
      let plugin = try $0.playing()
      _ = try plugin.table(CLAP_EXT_LATENCY, clap_plugin_latency_t.self)
      let told = plugin.latency
      let stage = Stage<Float>(plugin)
      var random = $0.random(8)
      for turn in 0..<24 {
        let events = plugin.movable.map { HostEvent.value($0.id, $0.value(at: random.uniform())) }
        _ = try stage.take($0.noise(stage.inputChannels, 256), frames: 256, blocks: [256], events: events)
        let found = plugin.latency
        try expect(found == told, "after \(turn + 1) blocks: expected a latency of \(told), found \(found)")
      }
    },
  ]
}
