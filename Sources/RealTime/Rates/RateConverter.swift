/// The way from the host's rate to the model's and back, through a cascade of half-band filters, in one channel or two.
package struct RateConverter: BitwiseCopyable {
  private let stages: Int
  private let up: UnsafePointer<HalfBandLanes>
  private let down: UnsafePointer<HalfBandLanes>
  /// Before the way up and after the way down, where the host's rate is low.
  private let isEven: Bool
  private let equalisers: UnsafeMutablePointer<PhaseEqualiser>
  private let work: ChannelPair

  /// What folds back to below this is `attenuationDecibels` down. The way through stays within 0.1 dB to 20 kHz (44.1 kHz
  /// hosts): a half-band's passband reaches far beyond the mirror image of its stopband. A steeper design would keep
  /// more of the top octave clean and bend the phase of all others.
  package static let passbandHz = 16_000.0
  static let attenuationDecibels = 80.0
  /// The same as a share of the host's rate, for hosts below 44.1 kHz.
  private static let passbandShare = 0.363

  /// All-pass coefficients of every stage, the one next to the host first.
  package static func designs(hostRateHz: Double, stages: Int) -> [[Double]] {
    let edge = min(passbandHz, passbandShare * hostRateHz)
    // The first stage is steep; later ones only keep images away from the audible band.
    return (0..<stages).map { stage in
      HalfBandDesign.coefficients(
        passbandEdge: edge / (hostRateHz * Double(2 << stage)), attenuationDecibels: attenuationDecibels)
    }
  }

  /// - Parameter work: room for the model samples of one call, between two stages.
  init(plan: RatePlan, hostRateHz: Double, between work: ChannelPair, arena: Arena) {
    stages = plan.doublings
    let designs = Self.designs(hostRateHz: hostRateHz, stages: stages)
    up = UnsafePointer(arena.copy(designs.map { HalfBandLanes(coefficients: $0, isSwapped: false, arena: arena) }))
    down = UnsafePointer(arena.copy(designs.map { HalfBandLanes(coefficients: $0, isSwapped: true, arena: arena) }))
    self.work = work
    // From 88.2 kHz up the filters bend phase far above the music, and the shortest way through is better.
    isEven = stages > 0 && hostRateHz < RatePlan.lowestModelRateHz * 0.999
    let coefficient = isEven ? PhaseEqualiser.coefficient(stages: designs, hostRateHz: hostRateHz) : 0
    equalisers = arena.copy([PhaseEqualiser](repeating: PhaseEqualiser(coefficient: coefficient), count: 2))
  }

  @_noLocks @_noAllocation
  func rest() {
    equalisers[0].rest()
    equalisers[1].rest()
    for stage in 0..<stages {
      up[stage].rest()
      down[stage].rest()
    }
  }

  /// `count` host frames to `count · factor` model samples.
  @_noLocks @_noAllocation
  package func raise(_ from: ChannelPair, count: Int, to: ChannelPair) {
    if stages == 0 {
      for i in 0..<count { to.left[i] = from.left[i] }
      for i in 0..<count { to.right[i] = from.right[i] }
      return
    }
    // Ping-pong so that the last stage writes to `to`.
    var source = from
    var samples = count
    for stage in 0..<stages {
      let target = (stages - stage) % 2 == 1 ? to : work
      up[stage].double(source, count: samples, to: target, stage == 0 && isEven ? equalisers : nil)
      source = target
      samples *= 2
    }
  }

  /// `count · factor` model samples to `count` host frames; `from` is used as working memory.
  @_noLocks @_noAllocation
  package func lower(_ from: ChannelPair, count: Int, to: ChannelPair) {
    if stages == 0 {
      for i in 0..<count { to.left[i] = from.left[i] }
      for i in 0..<count { to.right[i] = from.right[i] }
      return
    }
    var stage = stages - 1
    while stage >= 0 {
      down[stage].halve(
        from, count: count << stage, to: stage == 0 ? to : from, stage == 0 && isEven ? equalisers + 1 : nil)
      stage -= 1
    }
  }
}
