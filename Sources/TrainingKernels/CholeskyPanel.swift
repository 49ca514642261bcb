/// One block column of a left-looking Cholesky factorisation of a row-major lower triangle.
///
/// What the block column's rows hold left of it is first packed in strips, k by k, as the tiles read it.
enum CholeskyPanel {
  #if ATTRACTOR_V4
    fileprivate typealias Doubles = SIMD8<Double>
    private static var tileRows: Int { 8 }
  #elseif ATTRACTOR_V3
    fileprivate typealias Doubles = SIMD4<Double>
    private static var tileRows: Int { 4 }
  #else
    fileprivate typealias Doubles = SIMD2<Double>
    private static var tileRows: Int { 4 }
  #endif
  fileprivate typealias Line = UnsafeMutablePointer<Doubles>
  private static var stripVectors: Int { 3 }
  private static var strip: Int { stripVectors * Doubles.scalarCount }

  /// Doubles that a packed block column takes.
  static func packedCount(_ columns: Range<Int>) -> Int {
    (columns.count + strip - 1) / strip * strip * columns.lowerBound
  }

  /// Columns left of the block column for its rows: strips × k × strip.
  static func pack(
    _ a: UnsafePointer<Double>, _ n: Int, columns: Range<Int>, into packed: UnsafeMutablePointer<Double>
  ) {
    let depth = columns.lowerBound
    for first in stride(from: 0, to: columns.count, by: strip) {
      let target = packed + first * depth
      for column in 0..<strip {
        if first + column < columns.count {
          let source = a + (depth + first + column) * n
          for k in 0..<depth { target[k * strip + column] = source[k] }
        } else {
          for k in 0..<depth { target[k * strip + column] = 0 }
        }
      }
    }
  }

  /// Subtracts, for rows `rows` and columns `columns`, the products of what is factored left of `columns`.
  static func update(
    _ a: UnsafeMutablePointer<Double>, _ n: Int, columns: Range<Int>, rows: Range<Int>, packed: UnsafePointer<Double>
  ) {
    let depth = columns.lowerBound
    guard depth > 0 else { return }
    withUnsafeTemporaryAllocation(
      byteCount: tileRows * stripVectors * MemoryLayout<Doubles>.stride, alignment: 64
    ) { buffer in
      let sums = buffer.baseAddress!.assumingMemoryBound(to: Doubles.self)
      let scalars = UnsafePointer(buffer.baseAddress!.assumingMemoryBound(to: Double.self))
      for first in stride(from: 0, to: columns.count, by: strip) {
        let width = min(strip, columns.count - first)
        for i in stride(from: rows.lowerBound, to: rows.upperBound, by: tileRows) {
          let height = min(tileRows, rows.upperBound - i)
          tile(a + i * n, n, height - 1, packed + first * depth, depth, sums)
          for row in 0..<height {
            let (line, from) = (a + (i + row) * n + depth + first, scalars + row * strip)
            // On the diagonal what lies above it is subtracted from too, and never read.
            if width == strip {
              for column in 0..<strip { line[column] -= from[column] }
            } else {
              for column in 0..<width { line[column] -= from[column] }
            }
          }
        }
      }
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

  /// Doubles that a diagonal block's inverse takes.
  static func inverseCount(_ columns: Range<Int>) -> Int { (columns.count + strip - 1) / strip * strip * columns.count }

  /// The factored diagonal block's inverse, transposed, in strips as the tiles read them: strips × k × strip.
  static func invert(
    _ a: UnsafePointer<Double>, _ n: Int, columns: Range<Int>, into packed: UnsafeMutablePointer<Double>
  ) {
    let width = columns.count
    let vectors = (width + strip - 1) / strip * stripVectors
    let padded = vectors * Doubles.scalarCount
    withUnsafeTemporaryAllocation(byteCount: width * padded * MemoryLayout<Double>.stride, alignment: 64) { buffer in
      let lines = buffer.baseAddress!.assumingMemoryBound(to: Doubles.self)
      let scalars = buffer.baseAddress!.assumingMemoryBound(to: Double.self)
      for i in 0..<width {
        let (line, row) = (lines + i * vectors, a + (columns.lowerBound + i) * n + columns.lowerBound)
        for c in 0..<vectors { line[c] = Doubles() }
        scalars[i * padded + i] = 1
        for k in 0..<i {
          let (above, by) = (lines + k * vectors, Doubles(repeating: -row[k]))
          for c in 0...k / Doubles.scalarCount { line[c] = line[c].adding(by, above[c]) }
        }
        let inverse = Doubles(repeating: 1 / row[i])
        for c in 0..<vectors { line[c] *= inverse }
      }
      for first in stride(from: 0, to: padded, by: strip) {
        for k in 0..<width {
          for column in 0..<strip {
            packed[first * width + k * strip + column] =
              first + column < width ? scalars[(first + column) * padded + k] : 0
          }
        }
      }
    }
  }

  /// Divides rows below by the factored diagonal block, whose inverse is given.
  static func solve(
    _ a: UnsafeMutablePointer<Double>, _ n: Int, columns: Range<Int>, rows: Range<Int>, inverse: UnsafePointer<Double>
  ) {
    let width = columns.count
    withUnsafeTemporaryAllocation(
      byteCount: tileRows * (stripVectors * MemoryLayout<Doubles>.stride + width * MemoryLayout<Double>.stride),
      alignment: 64
    ) { buffer in
      let sums = buffer.baseAddress!.assumingMemoryBound(to: Doubles.self)
      let scalars = UnsafePointer(buffer.baseAddress!.assumingMemoryBound(to: Double.self))
      let own = buffer.baseAddress!.assumingMemoryBound(to: Double.self) + tileRows * strip
      for i in stride(from: rows.lowerBound, to: rows.upperBound, by: tileRows) {
        let height = min(tileRows, rows.upperBound - i)
        for row in 0..<height {
          let source = a + (i + row) * n + columns.lowerBound
          for c in 0..<width { own[row * width + c] = source[c] }
        }
        for first in stride(from: 0, to: width, by: strip) {
          // Beyond its columns a strip of the triangle is zero.
          let depth = min(first + strip, width)
          tile(own, width, height - 1, inverse + first * width, depth, sums)
          for row in 0..<height {
            let target = a + (i + row) * n + columns.lowerBound + first
            for c in 0..<min(strip, width - first) { target[c] = scalars[row * strip + c] }
          }
        }
      }
    }
  }

  /// Dot products of a tile's rows with a strip over `depth` columns: tileRows × stripVectors.
  /// - Parameter last: index of the last row there is; it stands in for those behind it.
  @inline(never)
  private static func tile(
    _ a: UnsafePointer<Double>, _ n: Int, _ last: Int, _ packed: UnsafePointer<Double>, _ depth: Int, _ sums: Line
  ) {
    typealias D = Doubles
    let (p0, p1, p2, p3) = (a, a + min(1, last) * n, a + min(2, last) * n, a + min(3, last) * n)
    var (s00, s01, s02, s10, s11, s12) = (D(), D(), D(), D(), D(), D())
    var (s20, s21, s22, s30, s31, s32) = (D(), D(), D(), D(), D(), D())
    #if ATTRACTOR_V4
      let (p4, p5) = (a + min(4, last) * n, a + min(5, last) * n)
      let (p6, p7) = (a + min(6, last) * n, a + min(7, last) * n)
      var (s40, s41, s42, s50, s51, s52) = (D(), D(), D(), D(), D(), D())
      var (s60, s61, s62, s70, s71, s72) = (D(), D(), D(), D(), D(), D())
    #endif
    var b = UnsafeRawPointer(packed).assumingMemoryBound(to: D.self)
    for k in 0..<depth {
      let (b0, b1, b2) = (b[0], b[1], b[2])
      let (a0, a1, a2, a3) = (D(repeating: p0[k]), D(repeating: p1[k]), D(repeating: p2[k]), D(repeating: p3[k]))
      (s00, s01, s02) = (s00.adding(a0, b0), s01.adding(a0, b1), s02.adding(a0, b2))
      (s10, s11, s12) = (s10.adding(a1, b0), s11.adding(a1, b1), s12.adding(a1, b2))
      (s20, s21, s22) = (s20.adding(a2, b0), s21.adding(a2, b1), s22.adding(a2, b2))
      (s30, s31, s32) = (s30.adding(a3, b0), s31.adding(a3, b1), s32.adding(a3, b2))
      #if ATTRACTOR_V4
        let (a4, a5, a6, a7) = (D(repeating: p4[k]), D(repeating: p5[k]), D(repeating: p6[k]), D(repeating: p7[k]))
        (s40, s41, s42) = (s40.adding(a4, b0), s41.adding(a4, b1), s42.adding(a4, b2))
        (s50, s51, s52) = (s50.adding(a5, b0), s51.adding(a5, b1), s52.adding(a5, b2))
        (s60, s61, s62) = (s60.adding(a6, b0), s61.adding(a6, b1), s62.adding(a6, b2))
        (s70, s71, s72) = (s70.adding(a7, b0), s71.adding(a7, b1), s72.adding(a7, b2))
      #endif
      b += 3
    }
    (sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]) = (s00, s01, s02, s10, s11, s12)
    (sums[6], sums[7], sums[8], sums[9], sums[10], sums[11]) = (s20, s21, s22, s30, s31, s32)
    #if ATTRACTOR_V4
      (sums[12], sums[13], sums[14], sums[15], sums[16], sums[17]) = (s40, s41, s42, s50, s51, s52)
      (sums[18], sums[19], sums[20], sums[21], sums[22], sums[23]) = (s60, s61, s62, s70, s71, s72)
    #endif
  }
}

extension CholeskyPanel.Doubles {
  /// self + a · b, fused where the instruction set has it.
  @inline(always)
  fileprivate func adding(_ a: Self, _ b: Self) -> Self {
    #if ATTRACTOR_V3 || ATTRACTOR_V4 || arch(arm64)
      addingProduct(a, b)
    #else
      self + a * b
    #endif
  }
}

extension GaussKernel {
  public static func packedCount(columns: Range<Int>) -> Int {
    max(CholeskyPanel.packedCount(columns), CholeskyPanel.inverseCount(columns))
  }

  public static func packPanel(
    _ matrix: UnsafePointer<Double>, size: Int, columns: Range<Int>, into packed: UnsafeMutablePointer<Double>
  ) {
    CholeskyPanel.pack(matrix, size, columns: columns, into: packed)
  }

  public static func updatePanel(
    _ matrix: UnsafeMutablePointer<Double>, size: Int, columns: Range<Int>, rows: Range<Int>,
    packed: UnsafePointer<Double>
  ) {
    CholeskyPanel.update(matrix, size, columns: columns, rows: rows, packed: packed)
  }

  public static func factorPanel(
    _ matrix: UnsafeMutablePointer<Double>, size: Int, columns: Range<Int>, inverse: UnsafeMutablePointer<Double>
  ) -> Bool {
    guard CholeskyPanel.factor(matrix, size, columns: columns) else { return false }
    CholeskyPanel.invert(matrix, size, columns: columns, into: inverse)
    return true
  }

  public static func solvePanel(
    _ matrix: UnsafeMutablePointer<Double>, size: Int, columns: Range<Int>, rows: Range<Int>,
    inverse: UnsafePointer<Double>
  ) {
    CholeskyPanel.solve(matrix, size, columns: columns, rows: rows, inverse: inverse)
  }
}
