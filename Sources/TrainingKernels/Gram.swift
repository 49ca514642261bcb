import TrainingKernelInterface

/// The product A Bᵀ of two row blocks where it is symmetric, added into a matrix of doubles.
enum Gram {
  /// Rows of one tile; both blocks hold a multiple of it.
  static var tile: Int { 4 }

  /// - Parameters:
  ///   - count: rows that matter; the rest of `padded` is zero.
  ///   - rowSet: block row of `equations.matrix`, at least `columnSet`.
  static func add(
    _ a: Row, _ b: Row, _ padded: Int, vectors: Int, count: Int, rowSet: Int, columnSet: Int,
    to equations: NormalEquations
  ) {
    let size = equations.size
    let corner = equations.matrix + rowSet * count * size + columnSet * count
    let mirrors = rowSet != columnSet
    var i = 0
    while i < padded {
      var j = 0
      while j <= i {
        let sums = product(a + i * vectors, b + j * vectors, vectors)
        for p in 0..<tile where i + p < count {
          for q in 0..<tile where j + q <= i + p {
            let value = Double(sums[p * tile + q])
            corner[(i + p) * size + j + q] += value
            if mirrors && j + q != i + p { corner[(j + q) * size + i + p] += value }
          }
        }
        j += tile
      }
      i += tile
    }
  }

  /// The 16 dot products of four rows with four rows.
  @inline(__always)
  private static func product(_ a: Row, _ b: Row, _ n: Int) -> SIMD16<Float> {
    var (s00, s01, s02, s03) = (Vector(), Vector(), Vector(), Vector())
    var (s10, s11, s12, s13) = (Vector(), Vector(), Vector(), Vector())
    var (s20, s21, s22, s23) = (Vector(), Vector(), Vector(), Vector())
    var (s30, s31, s32, s33) = (Vector(), Vector(), Vector(), Vector())
    for v in 0..<n {
      let (b0, b1, b2, b3) = (b[v], b[n + v], b[2 * n + v], b[3 * n + v])
      let (a0, a1, a2, a3) = (a[v], a[n + v], a[2 * n + v], a[3 * n + v])
      (s00, s01, s02, s03) = (s00.adding(a0, b0), s01.adding(a0, b1), s02.adding(a0, b2), s03.adding(a0, b3))
      (s10, s11, s12, s13) = (s10.adding(a1, b0), s11.adding(a1, b1), s12.adding(a1, b2), s13.adding(a1, b3))
      (s20, s21, s22, s23) = (s20.adding(a2, b0), s21.adding(a2, b1), s22.adding(a2, b2), s23.adding(a2, b3))
      (s30, s31, s32, s33) = (s30.adding(a3, b0), s31.adding(a3, b1), s32.adding(a3, b2), s33.adding(a3, b3))
    }
    return SIMD16(
      s00.sum(), s01.sum(), s02.sum(), s03.sum(), s10.sum(), s11.sum(), s12.sum(), s13.sum(),
      s20.sum(), s21.sum(), s22.sum(), s23.sum(), s30.sum(), s31.sum(), s32.sum(), s33.sum())
  }
}
