import SolverKernelInterface

typealias Mask = SIMDMask<SIMD8<Int64>>

extension Values {
  /// self + a · b, fused where the instruction set has it.
  @inline(__always)
  func adding(_ a: Values, _ b: Values) -> Values {
    #if ATTRACTOR_V3 || ATTRACTOR_V4 || arch(arm64)
      addingProduct(a, b)
    #else
      self + a * b
    #endif
  }

  @inline(__always)
  func subtracting(_ a: Values, _ b: Values) -> Values {
    #if ATTRACTOR_V3 || ATTRACTOR_V4 || arch(arm64)
      addingProduct(-a, b)
    #else
      self - a * b
    #endif
  }

  @inline(__always)
  init(_ value: Double) { self.init(repeating: value) }

  @inline(__always)
  var bits: SIMD8<Int64> { unsafeBitCast(self, to: SIMD8<Int64>.self) }

  @inline(__always)
  init(bits: SIMD8<Int64>) { self = unsafeBitCast(bits, to: Values.self) }

  @inline(__always)
  var magnitude: Values { Values(bits: bits & SIMD8<Int64>(repeating: 0x7fff_ffff_ffff_ffff)) }

  /// self where the mask is set, else 0.
  @inline(__always)
  func only(where mask: Mask) -> Values { Values(bits: bits & unsafeBitCast(mask, to: SIMD8<Int64>.self)) }

  /// The larger of both, or self where it is no number.
  @inline(__always)
  func larger(_ other: Values) -> Values { replacing(with: other, where: self .< other) }

  @inline(__always)
  func smaller(_ other: Values) -> Values { replacing(with: other, where: self .> other) }
}

extension SIMDMask<SIMD8<Int64>> {
  @inline(__always)
  var isAnywhere: Bool {
    let m = unsafeBitCast(self, to: SIMD8<Int64>.self)
    let half = (m[0] | m[1]) | (m[2] | m[3])
    return half | ((m[4] | m[5]) | (m[6] | m[7])) != 0
  }

  /// One bit per lane.
  @inline(__always)
  var lanes: UInt8 {
    var result: UInt8 = 0
    for lane in 0..<8 where self[lane] { result |= 1 << UInt8(lane) }
    return result
  }

  @inline(__always)
  init(lanes: UInt8) {
    let bits: SIMD8<Int64> = [1, 2, 4, 8, 16, 32, 64, 128]
    self = (SIMD8<Int64>(repeating: Int64(lanes)) & bits) .!= SIMD8<Int64>(repeating: 0)
  }
}
