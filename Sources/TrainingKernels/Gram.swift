import TrainingKernelInterface

/// The product AᵀB of two blocks held lane by lane, where it is symmetric: Σ over lanes of a[lane, i] · b[lane, j].
enum Gram {
  /// Rows and columns of one tile; blocks are padded to whole column tiles.
  private static var tileRows: Int { 4 }
  static var tileColumns: Int { 2 * Vector.scalarCount }

  /// Adds the lower triangle into `target`.
  /// - Parameters:
  ///   - a: lanes × stride.
  ///   - b: lanes × stride.
  ///   - stride: a multiple of `tileColumns`; columns beyond `count` are zero.
  ///   - target: count × targetStride doubles.
  static func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, stride: Int, count: Int,
    to target: UnsafeMutablePointer<Double>,
    targetStride: Int
  ) {
    var i = 0
    while i < count {
      var j = 0
      while j < min(i + tileRows, count) {
        tile(a + i, b + j, stride) { row, sums in
          guard i + row < count else { return }
          let line = target + (i + row) * targetStride + j
          for column in 0..<min(tileColumns, targetStride - j) { line[column] += Double(sums[column]) }
        }
        j += tileColumns
      }
      i += tileRows
    }
  }

  /// Four rows by two vectors, over all lanes.
  @inline(__always)
  private static func tile(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ stride: Int,
    _ store: (_ row: Int, _ sums: UnsafePointer<Float>) -> Void
  ) {
    var (s00, s01, s10, s11) = (Vector(), Vector(), Vector(), Vector())
    var (s20, s21, s30, s31) = (Vector(), Vector(), Vector(), Vector())
    var (p, q) = (a, UnsafeRawPointer(b))
    for _ in 0..<BlockShape.lanes {
      let b0 = q.load(as: Vector.self)
      let b1 = q.load(fromByteOffset: MemoryLayout<Vector>.size, as: Vector.self)
      let (a0, a1) = (Vector(repeating: p[0]), Vector(repeating: p[1]))
      let (a2, a3) = (Vector(repeating: p[2]), Vector(repeating: p[3]))
      (s00, s01) = (s00.adding(a0, b0), s01.adding(a0, b1))
      (s10, s11) = (s10.adding(a1, b0), s11.adding(a1, b1))
      (s20, s21) = (s20.adding(a2, b0), s21.adding(a2, b1))
      (s30, s31) = (s30.adding(a3, b0), s31.adding(a3, b1))
      p += stride
      q += stride * MemoryLayout<Float>.stride
    }
    for (row, pair) in [(s00, s01), (s10, s11), (s20, s21), (s30, s31)].enumerated() {
      withUnsafeBytes(of: pair) { store(row, $0.baseAddress!.assumingMemoryBound(to: Float.self)) }
    }
  }
}
