import TrainingKernelInterface

#if ATTRACTOR_V4
  private typealias Doubles = SIMD8<Double>
#elseif ATTRACTOR_V3
  private typealias Doubles = SIMD4<Double>
#else
  private typealias Doubles = SIMD2<Double>
#endif

extension Doubles {
  @inline(__always)
  fileprivate func adding(_ a: Doubles, _ b: Doubles) -> Doubles {
    #if ATTRACTOR_V3 || ATTRACTOR_V4
      addingProduct(a, b)
    #else
      self + a * b
    #endif
  }
}

/// One block column of a left-looking Cholesky factorisation of a row-major lower triangle.
enum CholeskyPanel {
  /// Subtracts, for rows `rows` and columns `columns`, the products of what is factored left of `columns`.
  static func update(_ a: UnsafeMutablePointer<Double>, _ n: Int, columns: Range<Int>, rows: Range<Int>) {
    var i = rows.lowerBound
    while i < rows.upperBound {
      let height = min(4, rows.upperBound - i)
      var j = columns.lowerBound
      while j < columns.upperBound {
        let width = min(4, columns.upperBound - j)
        if height == 4 && width == 4 {
          let sums = tile(a + i * n, a + j * n, n, columns.lowerBound)
          for p in 0..<4 { for q in 0..<4 where j + q <= i + p { a[(i + p) * n + j + q] -= sums[4 * p + q] } }
        } else {
          for p in 0..<height {
            for q in 0..<width where j + q <= i + p {
              var sum = 0.0
              for k in 0..<columns.lowerBound { sum += a[(i + p) * n + k] * a[(j + q) * n + k] }
              a[(i + p) * n + j + q] -= sum
            }
          }
        }
        j += width
      }
      i += height
    }
  }

  /// Factors the diagonal block; false where it is not positive definite.
  static func factor(_ a: UnsafeMutablePointer<Double>, _ n: Int, columns: Range<Int>) -> Bool {
    for i in columns {
      for j in columns.lowerBound..<i {
        var sum = a[i * n + j]
        for k in columns.lowerBound..<j { sum -= a[i * n + k] * a[j * n + k] }
        a[i * n + j] = sum / a[j * n + j]
      }
      var pivot = a[i * n + i]
      for k in columns.lowerBound..<i { pivot -= a[i * n + k] * a[i * n + k] }
      guard pivot > 0, pivot.isFinite else { return false }
      a[i * n + i] = pivot.squareRoot()
    }
    return true
  }

  /// Divides rows below by the factored diagonal block.
  static func solve(_ a: UnsafeMutablePointer<Double>, _ n: Int, columns: Range<Int>, rows: Range<Int>) {
    for i in rows {
      for j in columns {
        var sum = a[i * n + j]
        for k in columns.lowerBound..<j { sum -= a[i * n + k] * a[j * n + k] }
        a[i * n + j] = sum / a[j * n + j]
      }
    }
  }

  /// The 16 dot products of four rows with four rows over the first `count` columns.
  @inline(__always)
  private static func tile(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ n: Int, _ count: Int
  ) -> SIMD16<Double> {
    typealias D = Doubles
    var (s00, s01, s02, s03) = (D(), D(), D(), D())
    var (s10, s11, s12, s13) = (D(), D(), D(), D())
    var (s20, s21, s22, s23) = (D(), D(), D(), D())
    var (s30, s31, s32, s33) = (D(), D(), D(), D())
    func load(_ p: UnsafePointer<Double>) -> D { UnsafeRawPointer(p).loadUnaligned(as: D.self) }
    var k = 0
    while k + D.scalarCount <= count {
      let (b0, b1, b2, b3) = (load(b + k), load(b + n + k), load(b + 2 * n + k), load(b + 3 * n + k))
      let (a0, a1, a2, a3) = (load(a + k), load(a + n + k), load(a + 2 * n + k), load(a + 3 * n + k))
      (s00, s01, s02, s03) = (s00.adding(a0, b0), s01.adding(a0, b1), s02.adding(a0, b2), s03.adding(a0, b3))
      (s10, s11, s12, s13) = (s10.adding(a1, b0), s11.adding(a1, b1), s12.adding(a1, b2), s13.adding(a1, b3))
      (s20, s21, s22, s23) = (s20.adding(a2, b0), s21.adding(a2, b1), s22.adding(a2, b2), s23.adding(a2, b3))
      (s30, s31, s32, s33) = (s30.adding(a3, b0), s31.adding(a3, b1), s32.adding(a3, b2), s33.adding(a3, b3))
      k += D.scalarCount
    }
    var sums = SIMD16(
      s00.sum(), s01.sum(), s02.sum(), s03.sum(), s10.sum(), s11.sum(), s12.sum(), s13.sum(),
      s20.sum(), s21.sum(), s22.sum(), s23.sum(), s30.sum(), s31.sum(), s32.sum(), s33.sum())
    while k < count {
      for p in 0..<4 { for q in 0..<4 { sums[4 * p + q] += a[p * n + k] * b[q * n + k] } }
      k += 1
    }
    return sums
  }
}

extension GaussKernel {
  public static func updatePanel(
    _ matrix: UnsafeMutablePointer<Double>, size: Int, columns: Range<Int>, rows: Range<Int>
  ) {
    CholeskyPanel.update(matrix, size, columns: columns, rows: rows)
  }

  public static func factorPanel(_ matrix: UnsafeMutablePointer<Double>, size: Int, columns: Range<Int>) -> Bool {
    CholeskyPanel.factor(matrix, size, columns: columns)
  }

  public static func solvePanel(
    _ matrix: UnsafeMutablePointer<Double>, size: Int, columns: Range<Int>, rows: Range<Int>
  ) {
    CholeskyPanel.solve(matrix, size, columns: columns, rows: rows)
  }
}
