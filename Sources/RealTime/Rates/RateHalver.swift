/// One channel's way to half the host's rate and back, for hosts beyond what the models cover.
///
/// Frames pair up on the instance's own clock; the way back lags by one frame (some 2 µs at these rates).
struct RateHalver: BitwiseCopyable {
  private let down: HalfBand
  private let up: HalfBand
  /// The pair that comes together, and the last one taken apart.
  private let pair: UnsafeMutablePointer<Float>
  private let split: UnsafeMutablePointer<Float>
  private var holdsFrame = false
  private var emitsPending = false
  private var pending: Float = 0

  init(hostRateHz: Double, arena: Arena) {
    let design = HalfBandDesign.coefficients(
      passbandEdge: RateConverter.passbandHz / hostRateHz, attenuationDecibels: RateConverter.attenuationDecibels)
    down = HalfBand(coefficients: design, arena: arena)
    up = HalfBand(coefficients: design, arena: arena)
    pair = arena.zeroed(Float.self, 2)
    split = arena.zeroed(Float.self, 2)
  }

  @_noLocks @_noAllocation
  mutating func rest() {
    down.rest()
    up.rest()
    pair[0] = 0
    pair[1] = 0
    holdsFrame = false
    emitsPending = false
    pending = 0
  }

  /// Host frames to model samples; returns how many were completed.
  @_noLocks @_noAllocation
  mutating func lower(_ from: UnsafePointer<Float>, count: Int, to: UnsafeMutablePointer<Float>) -> Int {
    var made = 0
    for n in 0..<count {
      pair[holdsFrame ? 1 : 0] = from[n]
      if holdsFrame {
        down.halve(pair, count: 1, to: to + made)
        made += 1
      }
      holdsFrame.toggle()
    }
    return made
  }

  /// Model samples back to `count` host frames: as many as `lower` made for the same frames.
  @_noLocks @_noAllocation
  mutating func raise(_ from: UnsafePointer<Float>, count: Int, to: UnsafeMutablePointer<Float>) {
    var used = 0
    for n in 0..<count {
      if emitsPending {
        up.double(from + used, count: 1, to: split)
        used += 1
        to[n] = split[0]
        pending = split[1]
      } else {
        to[n] = pending
      }
      emitsPending.toggle()
    }
  }
}
