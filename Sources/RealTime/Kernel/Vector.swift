extension SIMD8<Double> {
  /// As `Lanes` (a generic one could not be proven not to allocate).
  @inline(always)
  @_noLocks @_noAllocation
  func adding(_ a: SIMD8<Double>, times b: SIMD8<Double>) -> SIMD8<Double> {
    #if ATTRACTOR_V3 || ATTRACTOR_V4 || arch(arm64)
      addingProduct(a, b)
    #else
      self + a * b
    #endif
  }
}

extension Lanes {
  /// Per lane `self + a · b`; rounds once where the target has fused multiply-add, twice elsewhere.
  @inline(always)
  @_noLocks @_noAllocation
  func adding(_ a: Lanes, times b: Lanes) -> Lanes {
    #if ATTRACTOR_V3 || ATTRACTOR_V4 || arch(arm64)
      addingProduct(a, b)
    #else
      self + a * b
    #endif
  }

  /// The sum over all lanes, by halves: `sum()` and `lowHalf` of the standard library are calls, and casts to tuples
  /// leave the vector in pieces.
  var total: Float {
    @inline(always) @_noLocks @_noAllocation get {
      let half = SIMD4(self[0], self[1], self[2], self[3]) + SIMD4(self[4], self[5], self[6], self[7])
      let quarter = SIMD2(half[0], half[1]) + SIMD2(half[2], half[3])
      return quarter[0] + quarter[1]
    }
  }

  /// |x| per lane.
  var magnitude: Lanes {
    @inline(always) @_noLocks @_noAllocation get {
      masked(SIMD8<UInt32>(repeating: 0x7FFF_FFFF))
    }
  }

  /// The bits that the mask keeps.
  @inline(always)
  @_noLocks @_noAllocation
  func masked(_ mask: SIMD8<UInt32>) -> Lanes {
    unsafeBitCast(unsafeBitCast(self, to: SIMD8<UInt32>.self) & mask, to: Lanes.self)
  }

  /// The rational tanh, x (27 + x²) / (27 + 9 x²) on |x| ≤ 3, as x (1/9 + (8/3) / (3 + x²)): what follows the division
  /// is one multiply-add, what leads to it another.
  var saturated: Lanes {
    @inline(always) @_noLocks @_noAllocation get { saturate() }
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func saturate() -> Lanes {
    // As the processor's minimum and maximum: the comparison's operands are what is chosen from.
    let limit = Lanes(repeating: 3)
    let below = limit.replacing(with: self, where: self .< limit)
    let c = (-limit).replacing(with: below, where: below .> -limit)
    let share = Lanes(repeating: 8 / 3) / limit.adding(c, times: c)
    return (c * Lanes(repeating: 1 / 9)).adding(c, times: share)
  }
}

extension UnsafeMutablePointer<Float> {
  @inline(always)
  @_noLocks @_noAllocation
  func lanes(at offset: Int) -> UnsafeMutablePointer<Lanes> {
    UnsafeMutableRawPointer(self + offset).assumingMemoryBound(to: Lanes.self)
  }
}
