import ModelFormat

/// One stage alone, knobs at rest: what a benchmark times of the kernel. Not part of the engine.
package struct StageBench {
  private let arena = Arena()
  private var runner: StageRunner
  private let channelCount: Int

  /// - Parameters:
  ///   - stage: without coordinates of knobs.
  ///   - channelCount: 1 or 2.
  package init(_ stage: Model.Stage, rateHz: Double, channelCount: Int) {
    self.channelCount = channelCount
    let tables = UnsafePointer(arena.copy([StepTables(stage, controls: [], timeStep: 1 / rateHz, arena: arena)]))
    let work = Workspace([tables], channelCount: channelCount, sampleLimit: Lane.sampleLimit, arena: arena)
    let seat = StageSeat(
      tables, channelCount: channelCount, way: arena.zeroed(Float.self, SlabRamp.wayLength(tables)), work, arena: arena)
    runner = StageRunner(
      tables, on: seat, rateHz: rateHz, Decay(rateHz: rateHz, arena: arena), positions: [], arena: arena)
    runner.jumpToTargets()
  }

  /// Plays `count` samples of every channel, in chunks and runs as long as the engine's.
  ///
  /// - Parameters:
  ///   - inputs: volts, a pointer per channel.
  ///   - outputs: volts, a pointer per channel.
  @_noLocks @_noAllocation
  package mutating func run(
    _ inputs: UnsafePointer<UnsafePointer<Float>>, _ outputs: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int
  ) {
    var done = 0
    while done < count {
      let chunk = min(count - done, Lane.sampleLimit)
      var start = 0
      while start < chunk {
        let length = min(chunk - start, StepKernel.runLimit)
        for channel in 0..<channelCount { runner.feed(channel, inputs[channel] + done + start, count: length) }
        runner.run(start: start, count: length)
        start += length
      }
      for channel in 0..<channelCount {
        let (from, to) = (runner.voices[channel].output, outputs[channel] + done)
        for n in 0..<chunk { to[n] = from[n] }
      }
      done += chunk
    }
  }
}
