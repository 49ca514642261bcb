/// One channel's way from the host's rate to the model's and back, through a cascade of half-band filters.
struct RateConverter: BitwiseCopyable {
  private let stages: Int
  private let up: UnsafePointer<HalfBand>
  private let down: UnsafePointer<HalfBand>
  private let work: UnsafeMutablePointer<Float>

  /// Audible band that the filters leave alone.
  static let passbandHz = 20_000.0
  static let attenuationDecibels = 86.0

  /// - Parameter sampleLimit: most model samples at once.
  init(plan: RatePlan, hostRateHz: Double, sampleLimit: Int, arena: Arena) {
    stages = plan.doublings
    var designs: [[Double]] = []
    for stage in 0..<stages {
      let higherRate = hostRateHz * Double(2 << stage)
      // The first stage is steep; later ones only keep images away from the audible band.
      let edge = min(Self.passbandHz, 0.4535 * hostRateHz) / higherRate
      designs.append(
        HalfBandDesign.coefficients(passbandEdge: edge, attenuationDecibels: Self.attenuationDecibels))
    }
    up = UnsafePointer(arena.copy(designs.map { HalfBand(coefficients: $0, arena: arena) }))
    down = UnsafePointer(arena.copy(designs.map { HalfBand(coefficients: $0, arena: arena) }))
    work = arena.zeroed(Float.self, sampleLimit)
  }

  @_noLocks @_noAllocation
  func rest() {
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
    for i in 0..<count { to[i] = from[i] }
  }
}
