import ModelFormat

/// The circuit at one model rate: rate conversion, knobs, levels and all channels.
///
/// An engine has one lane per rate that its qualities need, so that changing quality allocates nothing.
struct Lane: BitwiseCopyable {
  /// Most model samples at once: buffers stay small whatever the host's blocks.
  static var sampleLimit: Int { @_noLocks @_noAllocation get { 256 } }

  let plan: RatePlan
  private let tables: StepTables
  private let kernel: StepKernel
  private var ramp: SlabRamp
  private let voices: UnsafeMutablePointer<Voice>
  private let converters: UnsafePointer<RateConverter>
  private let halvers: UnsafeMutablePointer<RateHalver>
  private let channelCount: Int
  /// Per channel the host's signal at the model's rate.
  private let dry: UnsafePointer<UnsafeMutablePointer<Float>>
  var levels: Levels

  /// [main-thread]
  init(model: Model, plan: RatePlan, hostRateHz: Double, channelCount: Int, positions: [Double], arena: Arena) {
    self.plan = plan
    self.channelCount = channelCount
    let tables = StepTables(
      model.stages[0], controls: model.controls.map(\.id), timeStep: 1 / plan.modelRateHz, arena: arena)
    self.tables = tables
    kernel = StepKernel(tables, arena: arena)
    ramp = SlabRamp(tables, rateHz: plan.modelRateHz, positions: positions, arena: arena)
    let channels = 0..<channelCount
    voices = arena.copy(
      channels.map { _ in
        Voice(tables, sampleLimit: Self.sampleLimit, rateHz: plan.modelRateHz, arena: arena)
      })
    converters = UnsafePointer(
      arena.copy(
        channels.map { _ in
          RateConverter(plan: plan, hostRateHz: hostRateHz, sampleLimit: Self.sampleLimit, arena: arena)
        }))
    halvers = arena.copy(plan.isHalved ? channels.map { _ in RateHalver(hostRateHz: hostRateHz, arena: arena) } : [])
    dry = UnsafePointer(arena.copy(channels.map { _ in arena.zeroed(Float.self, Self.sampleLimit) }))
    levels = Levels(rateHz: plan.modelRateHz, sampleLimit: Self.sampleLimit, arena: arena)
    ramp.jumpToTargets(kernel)
  }

  @_noLocks @_noAllocation
  mutating func head(_ knob: Int, for position: Double) {
    ramp.head(knob, for: position)
  }

  /// Rest at the knobs' and levels' targets.
  @_noLocks @_noAllocation
  mutating func reset() {
    ramp.jumpToTargets(kernel)
    levels.jumpToTargets()
    settle()
  }

  /// Circuits and filters at exact rest, knobs as they are.
  @_noLocks @_noAllocation
  func settle() {
    for channel in 0..<channelCount {
      voices[channel].rest(tables)
      converters[channel].rest()
      if plan.isHalved { halvers[channel].rest() }
    }
  }

  /// Takes over knobs, levels and the circuits' physical state from a lane at another rate.
  @_noLocks @_noAllocation
  mutating func follow(_ other: Lane) {
    ramp.follow(other.ramp, kernel)
    levels.follow(other.levels)
    for channel in 0..<channelCount {
      voices[channel].follow(other.voices[channel], tables)
      converters[channel].rest()
      if plan.isHalved { halvers[channel].rest() }
    }
  }

  /// Whether no knob, level or fade is moving.
  @_noLocks @_noAllocation
  func isSettled() -> Bool {
    ramp.isSettled() && levels.isSettled()
  }

  /// `count` host frames of every channel, at most `sampleLimit` / factor.
  @_noLocks @_noAllocation
  mutating func process(
    _ input: UnsafePointer<UnsafeMutablePointer<Float>>, _ output: UnsafePointer<UnsafeMutablePointer<Float>>,
    count: Int
  ) {
    var samples = count << plan.doublings
    for channel in 0..<channelCount {
      if plan.isHalved {
        samples = halvers[channel].lower(input[channel], count: count, to: dry[channel])
      } else {
        converters[channel].raise(input[channel], count: count, to: dry[channel])
      }
    }
    levels.prepare(count: samples)
    for channel in 0..<channelCount { feed(channel, samples) }
    runCircuits(samples)
    for channel in 0..<channelCount {
      levels.mix(dry: dry[channel], wet: voices[channel].output, count: samples)
      voices[channel].keepHistory(tables, count: samples)
      if plan.isHalved {
        halvers[channel].raise(voices[channel].output, count: count, to: output[channel])
      } else {
        converters[channel].lower(voices[channel].output, count: count, to: output[channel])
      }
    }
  }

  /// Input gain, the clamp to what training covered, and the model's scale.
  @_noLocks @_noAllocation
  private func feed(_ channel: Int, _ samples: Int) {
    let target = voices[channel].input + tables.deepestTap
    let source = dry[channel]
    let limit = Float(tables.inputLimit / tables.inputScale)
    let scale = Float(1 / tables.inputScale)
    for n in 0..<samples {
      let u = source[n] * levels.inputGain[n] * scale
      target[n] = u > limit ? limit : u < -limit ? -limit : u
    }
  }

  @_noLocks @_noAllocation
  private mutating func runCircuits(_ samples: Int) {
    var start = 0
    while start < samples {
      ramp.beginIfNeeded(kernel)
      let count = min(samples - start, ramp.remaining)
      if ramp.isMoving {
        kernel.runMoving(voices, channelCount, &ramp, start: start, count: count)
      } else {
        for channel in 0..<channelCount { kernel.run(voices + channel, slab: ramp.slab, start: start, count: count) }
        ramp.pass(count)
      }
      start += count
    }
  }

  /// How often a circuit's state was not finite or had run away.
  @_noLocks @_noAllocation
  func faultCount() -> UInt64 {
    var sum: UInt64 = 0
    for channel in 0..<channelCount { sum &+= voices[channel].faults }
    return sum
  }
}
