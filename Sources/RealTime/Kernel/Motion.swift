/// The states of both channels while they are played, one lane each: x − x₀, normalised, and what rounding has left over
/// of each (so that slow states do not stall). Behind the states a lane of the output's own row, which keeps nothing.
struct Motion: BitwiseCopyable {
  private(set) var deviation: Pair
  private(set) var leftover: Pair

  /// - Parameter vector: of the rows.
  @inline(always)
  @_noLocks @_noAllocation
  init(_ first: Voice, _ second: Voice, vector: Int = 0) {
    deviation = Pair(PairPlaces(first.deviation, second.deviation), vector: vector)
    leftover = Pair(PairPlaces(first.leftover, second.leftover), vector: vector)
  }

  @inline(always)
  @_noLocks @_noAllocation
  func keep(_ voices: UnsafeMutablePointer<Voice>, _ channels: Int, vector: Int = 0) {
    PairPlaces(voices[0].deviation, voices[channels - 1].deviation).put(deviation, vector: vector, channels: channels)
    PairPlaces(voices[0].leftover, voices[channels - 1].leftover).put(leftover, vector: vector, channels: channels)
  }

  /// Moves the states by what a sum of floats drops and keeps (two-sum), `leftover` being in the change already. Lanes
  /// that are not kept begin at 0.
  @inline(always)
  @_noLocks @_noAllocation
  mutating func move(by change: Pair, keeping mask: SIMD8<UInt32>) {
    let before = Pair(deviation.first.masked(mask), deviation.second.masked(mask))
    let after = before + change
    let kept = after - before
    leftover = (before - (after - kept)) + (change - kept)
    deviation = after
  }

  /// Where x is, measured from a point of rest that was `step` nearer before the last change.
  @inline(always)
  @_noLocks @_noAllocation
  func heard(restMovedBy step: Lanes) -> Pair { deviation + Pair(both: step) }

  /// Moving knobs: x stands still while its point of rest moves away from under it.
  @inline(always)
  @_noLocks @_noAllocation
  mutating func follow(_ rest: Lanes, to next: Lanes) {
    move(by: Pair(both: rest - next) + leftover, keeping: SIMD8(repeating: .max))
  }
}
