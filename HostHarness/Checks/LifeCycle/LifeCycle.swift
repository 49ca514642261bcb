import CLAP
import HostKit

extension Check {
  static let lifeCycle = [
    Check("plays", "It activates at 48 kHz, starts, plays a second of noise, stops and deactivates.") { subject in
      let plugin = try subject.playing()
      let stage = Stage<Float>(plugin)
      _ = try stage.take(subject.noise(stage.inputChannels, 48000), frames: 48000)
      plugin.deactivate()
    },
    Check(
      "reactivates", "It can be deactivated and activated again and again, at other rates and sizes.", needs: ["plays"]
    ) {
      let plugin = try $0.make()
      for (rate, frames) in [(48000.0, 64), (44100, 1024), (96000, 1), (48000, 512), (48000, 512)] {
        try plugin.activate(sampleRate: rate, maxFrames: frames)
        try plugin.startProcessing()
        let stage = Stage<Float>(plugin, maxFrames: frames)
        _ = try stage.take($0.noise(stage.inputChannels, frames), frames: frames, blocks: [frames])
        plugin.deactivate()
      }
    },
    Check("activates-idle", "It can be activated and deactivated without playing.") {
      let plugin = try $0.make()
      for _ in 0..<5 {
        try plugin.activate(sampleRate: 48000, maxFrames: 256)
        plugin.deactivate()
      }
    },
    Check("starts-and-stops", "Processing can be stopped and started while active.", needs: ["plays"]) {
      let plugin = try $0.playing()
      let stage = Stage<Float>(plugin)
      for _ in 0..<20 {
        let take = try stage.take($0.noise(stage.inputChannels, 512), frames: 512)
        try expectNormal(take.output)
        plugin.stopProcessing()
        try plugin.startProcessing()
      }
    },
    Check("resets-any-time", "reset is welcome between any two blocks.", needs: ["plays"]) {
      let plugin = try $0.playing()
      let stage = Stage<Float>(plugin)
      for _ in 0..<20 {
        try plugin.reset()
        try expectNormal(stage.take($0.noise(stage.inputChannels, 100), frames: 100).output)
      }
    },
    Check(
      "thread-rules", "In a whole life it calls the host only from threads and at times that CLAP allows.",
      needs: ["plays"]
    ) {
      let plugin = try $0.playing()
      let stage = Stage<Float>(plugin)
      _ = try stage.take($0.noise(stage.inputChannels, 4096), frames: 4096)
      plugin.flush(plugin.movable.map { .value($0.id, $0.value(at: 0.3)) })
      try plugin.reset()
      if plugin.rawExtension(CLAP_EXT_STATE) != nil { try plugin.loadState(try plugin.saveState()) }
      _ = plugin.tail
      plugin.setOffline(true)
      plugin.deactivate()
      let complaints = plugin.record.violations + plugin.record.logs.filter { $0.severity >= 5 }.map(\.message)
      try expect(complaints.isEmpty, complaints.first ?? "")
    },
    Check(
      "random-lives", "Lives of calls in random order, both threads beside each other, break nothing.", needs: ["plays"]
    ) { subject in
      let library = try subject.library()
      var settings = LifeCycleSettings()
      settings.lives = 8
      settings.seed = subject.seed
      let result = try LifeCycles.run(library, subject.plugin, settings)
      try expect(result.findings.isEmpty, result.findings.first ?? "")
    },
  ]
}
