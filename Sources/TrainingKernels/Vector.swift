/// The widest float vector of the instruction set that this copy of the kernels is compiled for.
#if ATTRACTOR_V4
  typealias Vector = SIMD16<Float>
#elseif ATTRACTOR_V3
  typealias Vector = SIMD8<Float>
#else
  typealias Vector = SIMD4<Float>
#endif

typealias Row = UnsafeMutablePointer<Vector>

extension Vector {
  /// self + a · b, fused where the instruction set has it.
  @inline(__always)
  func adding(_ a: Vector, _ b: Vector) -> Vector {
    #if ATTRACTOR_V3 || ATTRACTOR_V4 || arch(arm64)
      addingProduct(a, b)
    #else
      self + a * b
    #endif
  }
}

extension UnsafeMutablePointer<Float> {
  @inline(__always)
  var row: Row { UnsafeMutableRawPointer(self).assumingMemoryBound(to: Vector.self) }
}

/// Floats that grow when more are asked for.
struct Buffer {
  private(set) var floats = UnsafeMutablePointer<Float>.allocate(capacity: 1)
  private var capacity = 0

  /// Zeros where it has to grow.
  mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    deallocate()
    let raw = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
    floats = raw.bindMemory(to: Float.self, capacity: count)
    floats.initialize(repeating: 0, count: count)
    capacity = count
  }

  func deallocate() { UnsafeMutableRawPointer(floats).deallocate() }
}
