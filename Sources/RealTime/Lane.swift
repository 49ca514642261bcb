import ModelFormat

/// The circuit at one model rate: rate conversion, knobs, levels and all channels.
///
/// An engine has one lane per rate that its qualities need, so that changing quality allocates nothing.
struct Lane: BitwiseCopyable {
  /// Most model samples at once: buffers stay small whatever the host's blocks.
  static var sampleLimit: Int { @_noLocks @_noAllocation get { 64 } }

  let plan: RatePlan
  private var chain: Chain
  private let converter: RateConverter
  private let halvers: UnsafeMutablePointer<RateHalver>
  private let channelCount: Int
  /// The host's signal at the model's rate.
  private let dry: ChannelPair
  var levels: Levels

  /// [main-thread]
  /// - Parameters:
  ///   - tables: of the model at the plan's rate.
  ///   - seats: one per stage, for the beginning.
  init(
    model: Model, _ tables: SharedTables, plan: RatePlan, hostRateHz: Double, channelCount: Int,
    positions: [Double],
    on seats: UnsafePointer<StageSeat>, _ work: Workspace, arena: Arena
  ) {
    self.plan = plan
    self.channelCount = channelCount
    chain = Chain(
      model, tables, rateHz: plan.modelRateHz, channelCount: channelCount, positions: positions,
      on: seats, work, arena: arena)
    converter = RateConverter(plan: plan, hostRateHz: hostRateHz, between: work.halfWay, arena: arena)
    halvers = arena.copy(
      plan.isHalved ? (0..<channelCount).map { _ in RateHalver(hostRateHz: hostRateHz, arena: arena) } : [])
    dry = work.dry
    levels = Levels(rateHz: plan.modelRateHz, work)
  }

  @_noLocks @_noAllocation
  mutating func head(_ knob: Int, for position: Double) {
    chain.head(knob, for: position)
  }

  /// Being left: its knobs go on in small steps.
  @_noLocks @_noAllocation
  mutating func giveWay() { chain.giveWay() }

  /// Rest at the knobs' and levels' targets.
  @_noLocks @_noAllocation
  mutating func reset() {
    chain.jumpToTargets()
    levels.jumpToTargets()
    settle()
  }

  /// Circuits and filters at exact rest, knobs as they are.
  @_noLocks @_noAllocation
  func settle() {
    chain.rest()
    restFilters()
  }

  @_noLocks @_noAllocation
  private func restFilters() {
    converter.rest()
    if plan.isHalved { for channel in 0..<channelCount { halvers[channel].rest() } }
  }

  /// Plays on seats that no one else plays on, one per stage; what stands there is another rate's until `follow`.
  @_noLocks @_noAllocation
  mutating func sit(on seats: UnsafePointer<StageSeat>) { chain.sit(on: seats) }

  /// Takes over knobs, levels and the circuits' physical state from a lane at another rate.
  @_noLocks @_noAllocation
  mutating func follow(_ other: Lane) {
    chain.follow(other.chain)
    levels.follow(other.levels)
    restFilters()
  }

  /// Takes over the circuits' physical state, and nothing else.
  @_noLocks @_noAllocation
  func followCircuits(_ other: Lane) {
    chain.followCircuits(other.chain)
  }

  /// Whether no knob, level or fade is moving.
  @_noLocks @_noAllocation
  func isSettled() -> Bool {
    chain.isSettled() && levels.isSettled()
  }

  /// `count` host frames of every channel.
  @_noLocks @_noAllocation
  mutating func process(_ input: ChannelPair, _ output: ChannelPair, count: Int) {
    let limit = max(Self.sampleLimit >> plan.doublings, 1)
    var done = 0
    while done < count {
      let frames = min(count - done, limit)
      play(input + done, output + done, count: frames)
      done += frames
    }
  }

  @_noLocks @_noAllocation
  private mutating func play(_ input: ChannelPair, _ output: ChannelPair, count: Int) {
    var samples = count << plan.doublings
    if plan.isHalved {
      for channel in 0..<channelCount {
        samples = halvers[channel].lower(input.channel(channel), count: count, to: dry.channel(channel))
      }
    } else {
      converter.raise(input, count: count, to: dry)
    }
    levels.prepare(count: samples)
    chain.run(dry, inputGain: levels.inputGain, samples)
    for channel in 0..<channelCount {
      let wet = chain.output(channel)
      levels.mix(dry: dry.channel(channel), wet: wet, count: samples)
      if plan.isHalved { halvers[channel].raise(wet, count: count, to: output.channel(channel)) }
    }
    if plan.isHalved { return }
    converter.lower(
      ChannelPair(chain.output(0), chain.output(channelCount - 1)), count: count, to: output)
  }

  /// How often a circuit's state was not finite or had run away.
  @_noLocks @_noAllocation
  func faultCount() -> UInt64 { chain.faultCount() }
}
