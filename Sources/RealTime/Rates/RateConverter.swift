/// One channel's way from the host's rate to the model's and back, through a cascade of half-band filters.
package struct RateConverter: BitwiseCopyable {
  private let stages: Int
  private let up: UnsafePointer<HalfBand>
  private let down: UnsafePointer<HalfBand>
  /// Before the way up and after the way down, where the host's rate is low.
  private let isEven: Bool
  private let equalisers: UnsafeMutablePointer<PhaseEqualiser>
  private let work: UnsafeMutablePointer<Float>
  private let even: UnsafeMutablePointer<Float>

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

  /// - Parameter sampleLimit: most model samples at once.
  init(plan: RatePlan, hostRateHz: Double, sampleLimit: Int, arena: Arena) {
    stages = plan.doublings
    let designs = Self.designs(hostRateHz: hostRateHz, stages: stages)
    up = UnsafePointer(arena.copy(designs.map { HalfBand(coefficients: $0, arena: arena) }))
    down = UnsafePointer(arena.copy(designs.map { HalfBand(coefficients: $0, arena: arena) }))
    work = arena.zeroed(Float.self, sampleLimit)
    even = arena.zeroed(Float.self, sampleLimit)
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
  func raise(_ from: UnsafePointer<Float>, count: Int, to: UnsafeMutablePointer<Float>) {
    if stages == 0 {
      for i in 0..<count { to[i] = from[i] }
      return
    }
    // Ping-pong so that the last stage writes to `to`.
    var source = from
    if isEven {
      equalisers[0].process(from, count: count, to: even)
      source = UnsafePointer(even)
    }
    var samples = count
    for stage in 0..<stages {
      let target = (stages - stage) % 2 == 1 ? to : work
      up[stage].double(source, count: samples, to: target)
      source = UnsafePointer(target)
      samples *= 2
    }
  }

  /// `count · factor` model samples to `count` host frames; `from` is used as working memory.
  @_noLocks @_noAllocation
  func lower(_ from: UnsafeMutablePointer<Float>, count: Int, to: UnsafeMutablePointer<Float>) {
    var stage = stages - 1
    while stage >= 0 {
      down[stage].halve(from, count: count << stage, to: from)
      stage -= 1
    }
    if isEven {
      equalisers[1].process(from, count: count, to: to)
    } else {
      for i in 0..<count { to[i] = from[i] }
    }
  }
}
