import HostKit

extension Check {
  static let equality = [
    Check("deterministic", "Two instances play the same sound.", needs: ["audio-all-written"], stopsAtWarning: true) {
      subject in
      let difference = Difference(try play(subject), try play(subject))
      try prefer(difference.share < 1e-4, "expected the same sound, found \(difference)")
      try expect(difference.size.isFinite, "expected the same sound, found \(difference)")
    },
    Check(
      "audio-block-split", "However it is cut into blocks, it is the same sound.",
      needs: ["deterministic", "audio-block-sizes"]
    ) {
      subject in
      let whole = try play(subject)
      var random = subject.random(7)
      let cuts = [[1, 511], [64], [37, 200, 3], (0..<16).map { _ in 1 + random.below(512) }]
      for sizes in cuts {
        let difference = Difference(whole, try play(subject, blocks: sizes))
        try expect(difference.share < 1e-4, "blocks of \(sizes): expected the same sound, found \(difference)")
      }
    },
    Check("audio-in-place", "In one buffer it is the same sound as in two.", needs: ["deterministic"]) { subject in
      try require(try subject.make().ports.canProcessInPlace, "the plugin declares no pair that may share a buffer")
      let difference = Difference(try play(subject), try play(subject, settings: StageSettings(inPlace: true)))
      try expect(difference.share < 1e-5, "expected the same sound, found \(difference)")
    },
    Check(
      "audio-64-bit", "In 64 bits it is the same sound as in 32, where it says that it can.", needs: ["deterministic"]
    ) {
      subject in
      let ports = try subject.make().ports
      try require(
        (ports.inputs + ports.outputs).allSatisfy(\.supports64Bits) && !ports.outputs.isEmpty,
        "the plugin does not declare 64-bit samples")
      let stage = Stage<Double>(try subject.playing())
      let noise = subject.noise(stage.inputChannels, 8192).map { $0.map(Double.init) }
      let take = try stage.take(noise, frames: 8192)
      try expect(take.blocks.allSatisfy { $0.unwritten == 0 }, "expected all 64-bit samples to be written")
      let difference = Difference(try play(subject), take.output)
      try expect(difference.share < 1e-4, "expected the same sound, found \(difference)")
    },
    Check(
      "audio-constant-input", "A constant_mask that is true of the input changes nothing.", needs: ["deterministic"]
    ) {
      subject in
      func take(_ mask: UInt64) throws -> [[Float]] {
        let stage = Stage<Float>(try subject.playing(), StageSettings(constantMask: mask))
        let level = Array(repeating: [Float](repeating: 0.3, count: 4096), count: stage.inputChannels)
        return try stage.take(level, frames: 4096).output
      }
      let difference = Difference(try take(0), try take(~0))
      try expect(difference.share < 1e-5, "expected the same sound, found \(difference)")
    },
    Check("reset-forgets", "After reset it sounds like new.", needs: ["deterministic"]) { subject in
      let fresh = try play(subject)
      let plugin = try subject.playing()
      let stage = Stage<Float>(plugin)
      _ = try stage.take(subject.noise(stage.inputChannels, 5000, level: 0.5, stream: 1), frames: 5000)
      try plugin.reset()
      let again = try stage.take(subject.noise(stage.inputChannels, 8192), frames: 8192).output
      let difference = Difference(fresh, again)
      try expect(difference.share < 1e-4, "expected the sound of a new instance, found \(difference)")
    },
    Check("reset-keeps-values", "reset keeps all values.", needs: ["plays"]) {
      let plugin = try $0.playing()
      plugin.flush(plugin.movable.map { .value($0.id, $0.value(at: 0.7)) })
      let before = plugin.values
      try plugin.reset()
      try expect(plugin.values == before, "expected the values to stay, found others")
    },
  ]

  private static func play(
    _ subject: Subject, blocks: [Int] = [512], settings: StageSettings = StageSettings()
  ) throws -> [[Float]] {
    let stage = Stage<Float>(try subject.playing(), settings)
    try require(!stage.layout.outputs.isEmpty, "the plugin has no audio output")
    return try stage.take(subject.noise(stage.inputChannels, 8192), frames: 8192, blocks: blocks).output
  }
}
