import CLAP
import HostKit

extension Check {
  static let masks = [
    Check("constant-mask", "What it calls constant is constant.", needs: ["audio-all-written"]) {
      let stage = Stage<Float>(try $0.playing())
      let channels = stage.inputChannels
      let noise = $0.noise(channels, 2048)
      let silence = [[Float]](repeating: [Float](repeating: 0, count: 24000), count: channels)
      let level = silence.map { $0.map { _ in Float(0.2) } }
      for signal in [noise, silence, level, noise] {
        for block in try stage.take(signal, frames: signal.first?.count ?? 2048).blocks {
          var first = 0
          for (port, mask) in block.constantMasks.enumerated() {
            let count = stage.layout.outputs[port].channelCount
            for channel in 0..<count where mask & (1 << UInt64(channel)) != 0 {
              let samples = block.output[first + channel]
              let other = samples.firstIndex { $0 != samples[0] }
              try expect(
                other == nil,
                "output \(port), channel \(channel) called constant: expected \(samples.first ?? 0) "
                  + "throughout, found \(samples[other ?? 0]) at frame \(other ?? 0)")
            }
            first += count
          }
        }
      }
    },
    Check(
      "sleep-true", "It says SLEEP only when it would go on in silence, and wakes at a new input.", needs: ["plays"]
    ) {
      let plugin = try $0.playing()
      let stage = Stage<Float>(plugin)
      try require(stage.inputChannels > 0, "the plugin has no input")
      let noise = $0.noise(stage.inputChannels, 4096)
      var sleepsInNoise = false
      for round in 0..<2 {
        let awake = try stage.take(noise, frames: 4096)
        sleepsInNoise = sleepsInNoise || awake.blocks.contains { $0.status == CLAP_PROCESS_SLEEP }
        let heard = awake.output.joined().contains { abs($0) > 1e-6 }
        try expect(round == 0 || heard || !wasHeard(awake), "expected sound after it slept, found silence")
        let quiet = try stage.take([], frames: 96000)
        guard let slept = quiet.blocks.firstIndex(where: { $0.status == CLAP_PROCESS_SLEEP }) else {
          break
        }
        for block in quiet.blocks[(slept + 1)...] {
          let peak = block.output.joined().map(abs).max() ?? 0
          try expect(peak < 1e-4, "expected silence after SLEEP, found \(peak)")
        }
      }
      // A new input wakes it by the rules, and noise is always new.
      try prefer(!sleepsInNoise, "expected no SLEEP while noise plays, got one")
    },
  ]

  private static func wasHeard(_ take: Take<Float>) -> Bool { take.output.joined().contains { $0 != 0 } }
}
