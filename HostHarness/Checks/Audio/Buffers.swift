import HostKit

extension Check {
  static let buffers = [
    Check("audio-all-written", "Every sample of every output is written.", needs: ["audio-block-sizes"]) {
      let stage = Stage<Float>(try $0.playing())
      for frames in [512, 1, 33, 511] {
        let played = stage.play($0.noise(stage.inputChannels, frames), frames: frames)
        try expect(played.unwritten == 0, "\(frames) frames: expected all to be written, \(played.unwritten) were not")
      }
    },
    Check("audio-within-bounds", "Nothing is written beyond the end of a buffer.", needs: ["audio-block-sizes"]) {
      let stage = Stage<Float>(try $0.playing())
      for frames in [512, 1, 33, 511] {
        let played = stage.play($0.noise(stage.inputChannels, frames), frames: frames)
        try expect(!played.wroteBeyondTheEnd, "\(frames) frames: expected nothing behind them to change, it did")
      }
    },
    Check("audio-input-untouched", "Input buffers are read and never written.", needs: ["audio-block-sizes"]) {
      let stage = Stage<Float>(try $0.playing())
      for frames in [512, 1, 33, 511] {
        let played = stage.play($0.noise(stage.inputChannels, frames), frames: frames)
        try expect(!played.changedInput, "\(frames) frames: expected the input to stay, it was changed")
      }
    },
    Check("audio-float-mode", "process leaves the processor's floating-point mode as it found it.", needs: ["plays"]) {
      let plugin = try $0.playing()
      let stage = Stage<Float>(plugin)
      for _ in 0..<4 {
        let played = stage.play($0.noise(stage.inputChannels, 512), frames: 512)
        try expect(!played.changedFloatMode, "expected the same mode after process, found another")
      }
    },
    Check(
      "transport-absent", "It plays without transport and steady time, and no differently.", needs: ["deterministic"]
    ) {
      subject in
      func take(_ settings: StageSettings) throws -> [[Float]] {
        let stage = Stage<Float>(try subject.playing(), settings)
        return try stage.take(subject.noise(stage.inputChannels, 4096), frames: 4096).output
      }
      let without = try take(StageSettings(givesTransport: false))
      try expectNormal(without)
      let difference = Difference(without, try take(StageSettings()))
      try prefer(difference.share < 1e-6, "expected the same sound, found \(difference)")
    },
  ]
}
