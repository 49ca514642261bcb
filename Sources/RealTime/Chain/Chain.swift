import ModelFormat

/// A model at one rate: its stages one behind the other, its level gains, the guard over all of them.
///
/// Within a run each stage plays its samples before the next one does, so that its slab stays at hand.
struct Chain: BitwiseCopyable {
  private let stages: UnsafeMutablePointer<StageRunner>
  private let stageCount: Int
  private let guards: UnsafeMutablePointer<FaultGuard>
  private let noise: UnsafeMutablePointer<NoiseFloor>
  private let hasNoise: Bool
  /// One channel's input with the noise floor on it.
  private let noisy: UnsafeMutablePointer<Float>
  private let channelCount: Int
  /// Samples until channels that broke may come back.
  private var untilMending = 0
  private var levels: LevelGains
  /// The level gains of one sub-block.
  private let gains: UnsafeMutablePointer<Float>

  /// [main-thread] Must be told `jumpToTargets` or `follow` before it plays.
  /// - Parameters:
  ///   - shared: the model's tables at this rate.
  ///   - seats: one per stage, for the beginning.
  init(
    _ model: Model, _ shared: SharedTables, rateHz: Double, channelCount: Int, positions: [Double],
    on seats: UnsafePointer<StageSeat>, _ work: Workspace, arena: Arena
  ) {
    self.channelCount = channelCount
    stages = arena.copy(
      shared.tables.enumerated().map { index, tables in
        StageRunner(tables, on: seats[index], rateHz: rateHz, shared.decay, positions: positions, arena: arena)
      })
    stageCount = model.stages.count
    guards = arena.copy([FaultGuard](repeating: FaultGuard(rateHz: rateHz), count: channelCount))
    noise = arena.copy([NoiseFloor](repeating: NoiseFloor(), count: channelCount))
    hasNoise = model.selfOscillates
    noisy = work.noisy
    levels = LevelGains(model, rateHz: rateHz, shared.decay, positions: positions, arena: arena)
    gains = work.gains
  }

  /// Plays on seats that no one else plays on, one per stage; what stands there is another rate's until `follow`.
  @_noLocks @_noAllocation
  mutating func sit(on seats: UnsafePointer<StageSeat>) {
    levels.goSmoothly()
    for stage in 0..<stageCount { stages[stage].sit(on: seats[stage]) }
  }

  /// Where the control is heading, 0…1.
  @_noLocks @_noAllocation
  mutating func head(_ control: Int, for position: Double) {
    for stage in 0..<stageCount { stages[stage].head(control, for: position) }
    levels.head(control, for: position)
  }

  @_noLocks @_noAllocation
  mutating func jumpToTargets() {
    for stage in 0..<stageCount { stages[stage].jumpToTargets() }
    levels.jumpToTargets()
  }

  /// Being left: from here on knobs move in steps.
  @_noLocks @_noAllocation
  mutating func giveWay() {
    for stage in 0..<stageCount { stages[stage].giveWay() }
    levels.goInSteps()
  }

  /// Every stage at exact rest, knobs as they are.
  @_noLocks @_noAllocation
  func rest() {
    for channel in 0..<channelCount {
      for stage in 0..<stageCount { stages[stage].voices[channel].rest() }
      guards[channel].rest()
      noise[channel].reset()
    }
  }

  /// Takes over knobs and physical state from a chain at another rate.
  @_noLocks @_noAllocation
  mutating func follow(_ other: Chain) {
    for stage in 0..<stageCount { stages[stage].follow(other.stages[stage]) }
    levels.follow(other.levels)
    followCircuits(other)
  }

  /// Takes over physical state alone.
  @_noLocks @_noAllocation
  func followCircuits(_ other: Chain) {
    for channel in 0..<channelCount {
      for stage in 0..<stageCount {
        stages[stage].voices[channel].follow(other.stages[stage].voices[channel])
      }
      guards[channel].rest()
      noise[channel] = other.noise[channel]
    }
  }

  /// Whether every knob has arrived.
  @_noLocks @_noAllocation
  func isSettled() -> Bool {
    for stage in 0..<stageCount where !stages[stage].isSettled() { return false }
    return levels.isSettled()
  }

  /// Plays `count` samples of all channels, in volts, times `inputGain`.
  @_noLocks @_noAllocation
  mutating func run(_ input: ChannelPair, inputGain: UnsafePointer<Float>, _ count: Int) {
    var start = 0
    while start < count {
      if untilMending == 0 { mend() }
      let samples = min(count - start, untilMending)
      if !levels.isEmpty { levels.fill(gains, samples) }
      for channel in 0..<channelCount { feed(channel, input.channel(channel) + start, inputGain + start, samples) }
      for stage in 0..<stageCount {
        stages[stage].run(start: start, count: samples)
        if stage + 1 == stageCount { break }
        for channel in 0..<channelCount {
          stages[stage + 1].feed(channel, stages[stage].voices[channel].output + start, count: samples)
        }
      }
      for channel in 0..<channelCount { finish(channel, from: start, to: start + samples) }
      untilMending -= samples
      start += samples
    }
  }

  @_noLocks @_noAllocation
  private func feed(_ channel: Int, _ volts: UnsafePointer<Float>, _ inputGain: UnsafePointer<Float>, _ count: Int) {
    if hasNoise {
      for n in 0..<count { noisy[n] = volts[n] * inputGain[n] + noise[channel].next() }
      stages[0].feed(channel, noisy, count: count)
    } else {
      stages[0].feed(channel, volts, gains: inputGain, count: count)
    }
  }

  /// Channels that broke in the last samples come back.
  @_noLocks @_noAllocation
  private mutating func mend() {
    untilMending = StepKernel.runLimit
    for channel in 0..<channelCount where guards[channel].isBroken {
      // What the first stage remembers was played to it and is sound.
      stages[0].voices[channel].restState()
      for stage in 1..<max(stageCount, 1) {
        stages[stage].voices[channel].rest()
      }
      guards[channel].mend()
    }
  }

  @_noLocks @_noAllocation
  private func finish(_ channel: Int, from start: Int, to end: Int) {
    var fault = Int.max
    for stage in 0..<stageCount { fault = min(fault, stages[stage].voices[channel].takeFault()) }
    let samples = output(channel)
    guards[channel].pass(samples, from: start, to: end, fault: fault)
    if !levels.isEmpty { for n in start..<end { samples[n] *= gains[n - start] } }
  }

  /// What `run` has played, in volts.
  @_noLocks @_noAllocation
  func output(_ channel: Int) -> UnsafeMutablePointer<Float> { stages[stageCount - 1].voices[channel].output }

  /// How often a circuit's state was not finite or had run away.
  @_noLocks @_noAllocation
  func faultCount() -> UInt64 {
    var sum: UInt64 = 0
    for channel in 0..<channelCount { sum &+= guards[channel].faults }
    return sum
  }
}
