import ModelFormat

/// One stage at one model rate, in all channels.
struct StageRunner: BitwiseCopyable {
  let voices: UnsafeMutablePointer<Voice>
  private let tables: UnsafePointer<StepTables>
  private let kernel: UnsafePointer<StepKernel>
  private let ramp: UnsafeMutablePointer<SlabRamp>

  /// [main-thread]
  init(
    _ tables: UnsafePointer<StepTables>, channelCount: Int, sampleLimit: Int, _ work: Workspace, arena: Arena
  ) {
    self.tables = tables
    kernel = UnsafePointer(arena.copy([StepKernel(tables, channelCount: channelCount, work)]))
    ramp = arena.copy([SlabRamp(tables, work, arena: arena)])
    voices = arena.copy(
      (0..<channelCount).map { channel in
        Voice(
          tables.pointee, sampleLimit: sampleLimit, output: channel == 0 ? work.output.left : work.output.right,
          arena: arena)
      })
  }

  /// Stands at the knobs' present positions.
  @_noLocks @_noAllocation
  func settle(_ knobs: KnobMotion) { ramp.pointee.settle(kernel.pointee, knobs) }

  @_noLocks @_noAllocation
  func begin(_ knobs: KnobMotion) { ramp.pointee.begin(kernel.pointee, knobs) }

  /// `count` samples from `start`, within one sub-block.
  @_noLocks @_noAllocation
  func run(start: Int, count: Int) {
    var done = 0
    while done < count {
      let limit = ramp.pointee.isMoving ? ramp.pointee.toKnot : StepKernel.runLimit
      let samples = min(count - done, limit)
      kernel.pointee.run(voices, ramp, start: start + done, count: samples)
      if ramp.pointee.isMoving { ramp.pointee.pass(samples) }
      done += samples
    }
  }

  /// A sub-block in which knobs have moved is over.
  @_noLocks @_noAllocation
  func finish(_ knobs: KnobMotion) {
    if ramp.pointee.isMoving { ramp.pointee.finish(kernel.pointee, knobs, voices) }
  }

  /// Takes `volts` times `gains` as the first `count` samples of a channel's input, clamped to what training covered.
  @_noLocks @_noAllocation
  func feed(_ channel: Int, _ volts: UnsafePointer<Float>, gains: UnsafePointer<Float>, count: Int) {
    let target = voices[channel].input + tables.pointee.deepestTap
    let (limit, scale) = (tables.pointee.inputLimit, tables.pointee.inputShare)
    for n in 0..<count {
      let u = volts[n] * gains[n] * scale
      target[n] = u > limit ? limit : u < -limit ? -limit : u
    }
  }

  /// Takes `volts` as samples `start` to `end` of a channel's input, clamped to what training covered.
  @_noLocks @_noAllocation
  func feed(_ channel: Int, _ volts: UnsafePointer<Float>, from start: Int, to end: Int) {
    let target = voices[channel].input + tables.pointee.deepestTap
    let (limit, scale) = (tables.pointee.inputLimit, tables.pointee.inputShare)
    for n in start..<end {
      let u = volts[n] * scale
      target[n] = u > limit ? limit : u < -limit ? -limit : u
    }
  }
}
