import HostKit

extension Check {
  static let badInput = [
    Check(
      "audio-nan-recovers", "A quarter second after samples that are no numbers it plays normal ones again.",
      needs: ["plays"]
    ) {
      for bad in [Float.nan, .infinity, -.infinity, .greatestFiniteMagnitude] {
        let stage = Stage<Float>(try $0.playing())
        try require(stage.inputChannels > 0, "the plugin has no input")
        let noise = $0.noise(stage.inputChannels, 512)
        let broken = noise.map { $0.enumerated().map { $0 % 50 == 7 ? bad : $1 } }
        _ = try stage.take(broken, frames: 512)
        _ = try stage.take($0.noise(stage.inputChannels, 12000), frames: 12000)
        try expectNormal(stage.take(noise, frames: 512).output, "a quarter second after \(bad): ")
      }
    },
    Check("reset-heals", "reset heals what samples that are no numbers have left behind.", needs: ["plays"]) {
      let plugin = try $0.playing()
      let stage = Stage<Float>(plugin)
      try require(stage.inputChannels > 0, "the plugin has no input")
      let bad = [[Float]](repeating: [Float](repeating: .nan, count: 512), count: stage.inputChannels)
      _ = try stage.take(bad, frames: 512)
      try plugin.reset()
      try expectNormal(stage.take($0.noise(stage.inputChannels, 4800), frames: 4800).output, "after reset: ")
    },
  ]
}
