/// What circuits that sing begin with: even noise of 1e-7 V peak, the same after every reset.
struct NoiseFloor: BitwiseCopyable {
  static var peakVolts: Float { @_noLocks @_noAllocation get { 1e-7 } }
  private static var seed: UInt32 { @_noLocks @_noAllocation get { 0x9E37_79B9 } }

  private var state = NoiseFloor.seed

  @_noLocks @_noAllocation
  mutating func reset() { state = Self.seed }

  /// The next sample, in volts.
  @inline(always)
  @_noLocks @_noAllocation
  mutating func next() -> Float {
    // Marsaglia's xorshift.
    state ^= state << 13
    state ^= state >> 17
    state ^= state << 5
    return Float(Int32(bitPattern: state)) * (Self.peakVolts / 2_147_483_648)
  }
}
