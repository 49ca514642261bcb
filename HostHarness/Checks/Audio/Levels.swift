import CLAP
import HostKit

extension Check {
  static let levels = [
    Check("audio-silence", "Silence in gives normal numbers out, and no noise to speak of.", needs: ["plays"]) {
      let stage = Stage<Float>(try $0.playing())
      let output = try stage.take([], frames: 48000).output
      try expectNormal(output)
      try require(stage.inputChannels > 0, "the plugin has no input")
      let peak = Difference(output, output.map { [Float](repeating: 0, count: $0.count) }).size
      try prefer(peak < 1e-2, "expected less than -40 dB for silence, found a peak of \(peak)")
    },
    Check("audio-subnormal-output", "What decays never ends in subnormal numbers.", needs: ["audio-silence"]) {
      let stage = Stage<Float>(try $0.playing())
      let noise = $0.noise(stage.inputChannels, 2048).map { $0 + [Float](repeating: 0, count: 96000) }
      try expectNormal(try stage.take(noise, frames: 98048).output, subnormal: true)
    },
    Check(
      "audio-subnormal-input", "Subnormal numbers in do no harm, and better none come out.", needs: ["plays"]
    ) {
      let stage = Stage<Float>(try $0.playing())
      let tiny = $0.noise(stage.inputChannels, 48000, level: .leastNonzeroMagnitude * 700_000)
      let output = try stage.take(tiny, frames: 48000).output
      try expectNormal(output)
      let found = output.joined().first(where: \.isSubnormal)
      try prefer(found == nil, "expected no subnormal number, found \(found ?? 0)")
    },
    Check("audio-loud", "Samples far above full scale give numbers all the same.", needs: ["plays"]) {
      let stage = Stage<Float>(try $0.playing())
      for level: Float in [10, 1000, 1e6] {
        try expectNormal(try stage.take($0.noise(stage.inputChannels, 4800, level: level), frames: 4800).output)
      }
    },
    Check("audio-rates", "It plays at all rates from 1 to 768 kHz, or refuses to be activated there.", needs: ["plays"])
    {
      let rates = [1000, 8000, 22050, 44100, 47999.5, 48000, 88200, 96000, 192_000, 768_000]
      var refused: [Double] = []
      for rate in rates {
        let plugin = try $0.make()
        guard (try? plugin.activate(sampleRate: rate, maxFrames: 256)) != nil else {
          refused.append(rate)
          continue
        }
        try plugin.startProcessing()
        let stage = Stage<Float>(plugin)
        let output = try stage.take($0.noise(stage.inputChannels, 1024), frames: 1024, blocks: [256]).output
        try expectNormal(output, "at \(rate) Hz: ")
      }
      let usual = refused.filter { [44100, 48000, 88200, 96000].contains($0) }
      try prefer(usual.isEmpty, "expected the usual rates to be accepted, refused: \(usual)")
    },
    Check("audio-block-sizes", "It plays blocks of 1 frame, of odd sizes and of 8192 frames.", needs: ["plays"]) {
      for size in [1, 3, 31, 480, 1023, 8192] {
        let plugin = try $0.playing(maxFrames: size)
        let stage = Stage<Float>(plugin, maxFrames: size)
        let frames = min(3 * size, 8192)
        let take = try stage.take($0.noise(stage.inputChannels, frames), frames: frames, blocks: [size])
        try expectNormal(take.output, "blocks of \(size): ")
      }
    },
    Check(
      "audio-zero-frames", "A block of no frames does no harm, and its events count.",
      needs: ["param-set-playing", "audio-within-bounds"]
    ) {
      let plugin = try $0.playing()
      let stage = Stage<Float>(plugin)
      let movable = plugin.movable
      for _ in 0..<4 {
        let events = movable.map { HostEvent.value($0.id, $0.value(at: 0.35)) }
        let played = stage.play([], frames: 0, events: events)
        try expect(played.status != CLAP_PROCESS_ERROR, "expected process to succeed, got an error")
        try expect(!played.wroteBeyondTheEnd, "expected no sample to be written, found some")
        try expectNormal(try stage.take($0.noise(stage.inputChannels, 64), frames: 64).output)
      }
      for parameter in movable {
        let (wanted, found) = (parameter.value(at: 0.35), plugin.value(of: parameter.id) ?? .nan)
        try prefer(parameter.same(wanted, found), "\(parameter.name): expected the value \(wanted), found \(found)")
      }
    },
  ]
}
