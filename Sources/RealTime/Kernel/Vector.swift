extension Lanes {
  /// Per lane `self + a · b`; rounds once where the target has fused multiply-add, twice elsewhere.
  @inline(__always)
  @_noLocks @_noAllocation
  func adding(_ a: Lanes, times b: Lanes) -> Lanes {
    #if ATTRACTOR_FMA
      addingProduct(a, b)
    #else
      self + a * b
    #endif
  }

  /// The rational tanh, x (27 + x²) / (27 + 9 x²) on |x| ≤ 3.
  var saturated: Lanes {
    @inline(__always) @_noLocks @_noAllocation get { saturate() }
  }

  @inline(__always)
  @_noLocks @_noAllocation
  private func saturate() -> Lanes {
    let limit = Lanes(repeating: 3)
    let c = replacing(with: limit, where: self .> limit).replacing(with: -limit, where: self .< -limit)
    let s = c * c
    return c * (s + 27) / (Lanes(repeating: 27).adding(s, times: Lanes(repeating: 9)))
  }
}

extension Float {
  /// The same of one number.
  var saturated: Float {
    @inline(__always) @_noLocks @_noAllocation get {
      let c = min(max(self, -3), 3)
      let s = c * c
      return c * (s + 27) / (27 + 9 * s)
    }
  }
}

extension UnsafeMutablePointer<Float> {
  @inline(__always)
  @_noLocks @_noAllocation
  func lanes(at offset: Int) -> UnsafeMutablePointer<Lanes> {
    UnsafeMutableRawPointer(self + offset).assumingMemoryBound(to: Lanes.self)
  }
}
