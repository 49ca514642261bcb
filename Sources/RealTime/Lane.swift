import ModelFormat

/// The circuit at one model rate: rate conversion, knobs, levels and all channels.
///
/// An engine has one lane per rate that its qualities need, so that changing quality allocates nothing.
struct Lane: BitwiseCopyable {
  /// Most model samples at once: buffers stay small whatever the host's blocks.
  static var sampleLimit: Int { @_noLocks @_noAllocation get { 256 } }

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
  ///   - tables: of the model's stages at the plan's rate.
  ///   - frameLimit: most host frames at once.
  init(
    model: Model, _ tables: [UnsafePointer<StepTables>], plan: RatePlan, hostRateHz: Double, channelCount: Int,
    positions: [Double],
    frameLimit: Int, _ work: Workspace, arena: Arena
  ) {
    self.plan = plan
    self.channelCount = channelCount
    chain = Chain(
      model, tables, rateHz: plan.modelRateHz, channelCount: channelCount, positions: positions,
      sampleLimit: frameLimit << plan.doublings, work, arena: arena)
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

  /// `count` host frames of every channel, at most `sampleLimit` / factor.
  @_noLocks @_noAllocation
  mutating func process(
    _ input: UnsafePointer<UnsafeMutablePointer<Float>>, _ output: UnsafePointer<UnsafeMutablePointer<Float>>,
    count: Int
  ) {
    var samples = count << plan.doublings
    if plan.isHalved {
      for channel in 0..<channelCount {
        samples = halvers[channel].lower(input[channel], count: count, to: dry.channel(channel))
      }
    } else {
      converter.raise(ChannelPair(input, count: channelCount), count: count, to: dry)
    }
    levels.prepare(count: samples)
    for channel in 0..<channelCount {
      chain.feed(channel, dry.channel(channel), gains: levels.inputGain, count: samples)
    }
    chain.run(samples)
    for channel in 0..<channelCount {
      let wet = chain.output(channel)
      levels.mix(dry: dry.channel(channel), wet: wet, count: samples)
      if plan.isHalved { halvers[channel].raise(wet, count: count, to: output[channel]) }
    }
    if plan.isHalved { return }
    converter.lower(
      ChannelPair(chain.output(0), chain.output(channelCount - 1)), count: count,
      to: ChannelPair(output, count: channelCount))
  }

  /// How often a circuit's state was not finite or had run away.
  @_noLocks @_noAllocation
  func faultCount() -> UInt64 { chain.faultCount() }
}
