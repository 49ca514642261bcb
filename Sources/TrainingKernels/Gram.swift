/// Sums of products J Jᵀ for one or several weightings, from derivatives packed in panels.
///
/// Panels hold `Panels.width` weights side by side: panel × depth × width floats, so that whatever a tile reads is one
/// stream. Sums are floats within a tile and doubles beyond.
enum Gram {
  #if ATTRACTOR_V4
    /// Rows of a tile; a tile is two panels wide, and one where the diagonal ends it.
    static var rows: Int { 8 }
    private typealias TileColumn = SIMD8<Float>
  #else
    static var rows: Int { 4 }
    private typealias TileColumn = SIMD4<Float>
  #endif
  private static var tileVectors: Int { 2 * rows }

  /// Sequences whose sums meet in floats, and whose derivatives are in the caches together.
  static var sequencesAtOnce: Int { 4 }

  /// Runs whose sums meet in floats.
  static var runsAtOnce: Int { 32 }

  /// Floats that `addSamples` needs to work in.
  static func sampleScratch(pairs: Int, depth: Int) -> Int { tileVectors * Vector.scalarCount + pairs * depth * rows }

  /// Floats that `addParts` needs to work in.
  static func partScratch(_ parts: Int) -> Int { (1 + parts) * tileVectors * Vector.scalarCount }

  /// Adds Σ_k factor_k J_k J_kᵀ for each of several factors, the lower triangle.
  /// - Parameters:
  ///   - panels: of depth many J_k; beyond `count` weights they are zero.
  ///   - factors: targets × depth.
  ///   - targets: `count` × stride doubles each, whole tiles.
  static func addSamples(
    _ panels: UnsafePointer<Float>, count: Int, depth: Int, factors: UnsafePointer<Float>,
    to targets: UnsafeBufferPointer<UnsafeMutablePointer<Double>>, stride: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    let sums = scratch.row
    let scaled = scratch + tileVectors * Vector.scalarCount
    var row = 0
    while row < count {
      let column = UnsafeRawPointer(panels + Panels.start(row, depth: depth))
      for pair in targets.indices {
        let into = UnsafeMutableRawPointer(scaled + pair * depth * rows)
        for k in 0..<depth {
          let factor = TileColumn(repeating: factors[pair * depth + k])
          let product = column.load(fromByteOffset: k * MemoryLayout<Vector>.size, as: TileColumn.self) * factor
          into.storeBytes(of: product, toByteOffset: k * MemoryLayout<TileColumn>.size, as: TileColumn.self)
        }
      }
      let panelCount = (row + rows + Panels.width - 1) / Panels.width
      for panel in Swift.stride(from: 0, to: panelCount, by: 2) {
        let isWide = panel + 1 < panelCount
        for pair in targets.indices {
          tile(
            scaled + pair * depth * rows, rows, panels + panel * depth * Panels.width, isWide: isWide, depth: depth,
            next: depth, sums)
          drain(sums, isWide: isWide, to: targets[pair] + row * stride + panel * Panels.width, stride)
        }
      }
      row += rows
    }
  }

  /// J that follow one another and share their factors: a lane's sequence, a run of samples at one position.
  struct Part {
    /// Floats before the first of them in the panels.
    let start: Int
    let depth: Int
    /// Where its factors stand.
    let factor: Int
  }

  /// Adds Σ_p factor_p Σ_k J_k J_kᵀ over parts p, for each of several factors, the lower triangle.
  /// - Parameters:
  ///   - panels: `panelDepth` J from one panel to the next; beyond `count` weights they are zero.
  ///   - parts: at most `sequencesAtOnce` or `runsAtOnce`.
  ///   - factors: targets × factorStride.
  ///   - targets: `count` × stride doubles each, whole tiles.
  static func addParts(
    _ panels: UnsafePointer<Float>, panelDepth: Int, parts: [Part], count: Int, factors: UnsafePointer<Float>,
    factorStride: Int, to targets: UnsafeBufferPointer<UnsafeMutablePointer<Double>>, stride: Int,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let totals = scratch.row
    let sums = totals + tileVectors
    var row = 0
    while row < count {
      let column = panels + Panels.start(row, depth: panelDepth)
      let panelCount = (row + rows + Panels.width - 1) / Panels.width
      for panel in Swift.stride(from: 0, to: panelCount, by: 2) {
        let isWide = panel + 1 < panelCount
        let first = panels + panel * panelDepth * Panels.width
        var into = sums
        for part in parts {
          tile(
            column + part.start, Panels.width, first + part.start, isWide: isWide, depth: part.depth, next: panelDepth,
            into)
          into += tileVectors
        }
        for pair in targets.indices {
          mix(sums, factors + pair * factorStride, parts, into: totals)
          drain(totals, isWide: isWide, to: targets[pair] + row * stride + panel * Panels.width, stride)
        }
      }
      row += rows
    }
  }

  /// Σ factor · sums over the tiles of parts, one behind the other.
  @inline(always)
  private static func mix(_ sums: Row, _ factors: UnsafePointer<Float>, _ parts: [Part], into totals: Row) {
    for at in Swift.stride(from: 0, to: tileVectors, by: 8) {
      var (t0, t1, t2, t3) = (Vector(), Vector(), Vector(), Vector())
      var (t4, t5, t6, t7) = (Vector(), Vector(), Vector(), Vector())
      var sum = sums + at
      for part in parts {
        let factor = Vector(repeating: factors[part.factor])
        (t0, t1) = (t0.adding(sum[0], factor), t1.adding(sum[1], factor))
        (t2, t3) = (t2.adding(sum[2], factor), t3.adding(sum[3], factor))
        (t4, t5) = (t4.adding(sum[4], factor), t5.adding(sum[5], factor))
        (t6, t7) = (t6.adding(sum[6], factor), t7.adding(sum[7], factor))
        sum += tileVectors
      }
      let total = totals + at
      (total[0], total[1], total[2], total[3]) = (t0, t1, t2, t3)
      (total[4], total[5], total[6], total[7]) = (t4, t5, t6, t7)
    }
  }

  /// Adds a tile's sums.
  @inline(always)
  private static func drain(_ sums: Row, isWide: Bool, to target: UnsafeMutablePointer<Double>, _ stride: Int) {
    let floats = UnsafeMutableRawPointer(sums).assumingMemoryBound(to: Float.self)
    for row in 0..<rows {
      let (line, source) = (target + row * stride, floats + row * 2 * Panels.width)
      if isWide {
        for column in 0..<2 * Panels.width { line[column] += Double(source[column]) }
      } else {
        for column in 0..<Panels.width { line[column] += Double(source[column]) }
      }
    }
  }

  /// The sums over `depth` of a few weights times one or two panels: rows × 2 vectors.
  /// - Parameter next: vectors from one panel to the next.
  @inline(always)
  private static func tile(
    _ a: UnsafePointer<Float>, _ step: Int, _ b: UnsafePointer<Float>, isWide: Bool, depth: Int, next: Int,
    _ sums: Row
  ) {
    if isWide { wideTile(a, step, b, depth, next, sums) } else { narrowTile(a, step, b, depth, sums) }
  }

  @inline(never)
  private static func wideTile(
    _ a: UnsafePointer<Float>, _ step: Int, _ b: UnsafePointer<Float>, _ depth: Int, _ next: Int, _ sums: Row
  ) {
    var (s00, s01, s10, s11) = (Vector(), Vector(), Vector(), Vector())
    var (s20, s21, s30, s31) = (Vector(), Vector(), Vector(), Vector())
    #if ATTRACTOR_V4
      var (s40, s41, s50, s51) = (Vector(), Vector(), Vector(), Vector())
      var (s60, s61, s70, s71) = (Vector(), Vector(), Vector(), Vector())
    #endif
    var p = a
    let first = UnsafeRawPointer(b).assumingMemoryBound(to: Vector.self)
    let second = first + next
    for k in 0..<depth {
      let (b0, b1) = (first[k], second[k])
      (s00, s01) = (s00.adding(Vector(repeating: p[0]), b0), s01.adding(Vector(repeating: p[0]), b1))
      (s10, s11) = (s10.adding(Vector(repeating: p[1]), b0), s11.adding(Vector(repeating: p[1]), b1))
      (s20, s21) = (s20.adding(Vector(repeating: p[2]), b0), s21.adding(Vector(repeating: p[2]), b1))
      (s30, s31) = (s30.adding(Vector(repeating: p[3]), b0), s31.adding(Vector(repeating: p[3]), b1))
      #if ATTRACTOR_V4
        (s40, s41) = (s40.adding(Vector(repeating: p[4]), b0), s41.adding(Vector(repeating: p[4]), b1))
        (s50, s51) = (s50.adding(Vector(repeating: p[5]), b0), s51.adding(Vector(repeating: p[5]), b1))
        (s60, s61) = (s60.adding(Vector(repeating: p[6]), b0), s61.adding(Vector(repeating: p[6]), b1))
        (s70, s71) = (s70.adding(Vector(repeating: p[7]), b0), s71.adding(Vector(repeating: p[7]), b1))
      #endif
      p += step
    }
    (sums[0], sums[1], sums[2], sums[3]) = (s00, s01, s10, s11)
    (sums[4], sums[5], sums[6], sums[7]) = (s20, s21, s30, s31)
    #if ATTRACTOR_V4
      (sums[8], sums[9], sums[10], sums[11]) = (s40, s41, s50, s51)
      (sums[12], sums[13], sums[14], sums[15]) = (s60, s61, s70, s71)
    #endif
  }

  @inline(never)
  private static func narrowTile(
    _ a: UnsafePointer<Float>, _ step: Int, _ b: UnsafePointer<Float>, _ depth: Int, _ sums: Row
  ) {
    var (s0, s1, s2, s3) = (Vector(), Vector(), Vector(), Vector())
    #if ATTRACTOR_V4
      var (s4, s5, s6, s7) = (Vector(), Vector(), Vector(), Vector())
    #endif
    var p = a
    let panel = UnsafeRawPointer(b).assumingMemoryBound(to: Vector.self)
    for k in 0..<depth {
      let b0 = panel[k]
      s0 = s0.adding(Vector(repeating: p[0]), b0)
      s1 = s1.adding(Vector(repeating: p[1]), b0)
      s2 = s2.adding(Vector(repeating: p[2]), b0)
      s3 = s3.adding(Vector(repeating: p[3]), b0)
      #if ATTRACTOR_V4
        s4 = s4.adding(Vector(repeating: p[4]), b0)
        s5 = s5.adding(Vector(repeating: p[5]), b0)
        s6 = s6.adding(Vector(repeating: p[6]), b0)
        s7 = s7.adding(Vector(repeating: p[7]), b0)
      #endif
      p += step
    }
    (sums[0], sums[2], sums[4], sums[6]) = (s0, s1, s2, s3)
    #if ATTRACTOR_V4
      (sums[8], sums[10], sums[12], sums[14]) = (s4, s5, s6, s7)
    #endif
  }
}
