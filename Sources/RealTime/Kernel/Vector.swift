extension Lanes {
  /// Per lane `self + a · b`; rounds once where the target has fused multiply-add, twice elsewhere.
  @inline(always)
  @_noLocks @_noAllocation
  func adding(_ a: Lanes, times b: Lanes) -> Lanes {
    #if ATTRACTOR_V3 || ATTRACTOR_V4
      addingProduct(a, b)
    #else
      self + a * b
    #endif
  }

  /// The sum over all lanes, by halves: `sum()` and `lowHalf` of the standard library are calls.
  var total: Float {
    @inline(always) @_noLocks @_noAllocation get {
      let halves = unsafeBitCast(self, to: (SIMD4<Float>, SIMD4<Float>).self)
      let quarters = unsafeBitCast(halves.0 + halves.1, to: (SIMD2<Float>, SIMD2<Float>).self)
      let pair = quarters.0 + quarters.1
      return pair[0] + pair[1]
    }
  }

  /// The rational tanh, x (27 + x²) / (27 + 9 x²) on |x| ≤ 3.
  var saturated: Lanes {
    @inline(always) @_noLocks @_noAllocation get { saturate() }
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func saturate() -> Lanes {
    let limit = Lanes(repeating: 3)
    let c = replacing(with: limit, where: self .> limit).replacing(with: -limit, where: self .< -limit)
    let s = c * c
    return c * (s + 27) / (Lanes(repeating: 27).adding(s, times: Lanes(repeating: 9)))
  }
}

extension UnsafeMutablePointer<Float> {
  @inline(always)
  @_noLocks @_noAllocation
  func lanes(at offset: Int) -> UnsafeMutablePointer<Lanes> {
    UnsafeMutableRawPointer(self + offset).assumingMemoryBound(to: Lanes.self)
  }
}
