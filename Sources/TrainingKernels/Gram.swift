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

  /// Floats that all of these need to work in.
  static func scratchCount(pairs: Int, depth: Int) -> Int {
    (1 + max(sequencesAtOnce, runsAtOnce)) * tileVectors * Vector.scalarCount + pairs * depth * rows
  }

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

  /// Adds, for at most `sequencesAtOnce` lanes l, Σ_l factor_l Σ_k J_lk J_lkᵀ for each of several factors that are the same for all of a lane's J, the lower
  /// triangle.
  /// - Parameters:
  ///   - packed: panels of each lane, `laneStride` floats from one to the next; beyond `count` weights they are zero.
  ///   - lanes: which of them.
  ///   - factors: targets × factorStride, a lane's at its index.
  static func addSequences(
    _ packed: UnsafePointer<Float>, laneStride: Int, lanes: ArraySlice<Int>, count: Int, depth: Int,
    factors: UnsafePointer<Float>, factorStride: Int, to targets: UnsafeBufferPointer<UnsafeMutablePointer<Double>>,
    stride: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    let totals = scratch.row
    let sums = totals + tileVectors
    var row = 0
    while row < count {
      let column = Panels.start(row, depth: depth)
      let panelCount = (row + rows + Panels.width - 1) / Panels.width
      for panel in Swift.stride(from: 0, to: panelCount, by: 2) {
        let isWide = panel + 1 < panelCount
        for (index, lane) in lanes.enumerated() {
          let panels = packed + lane * laneStride
          tile(
            panels + column, Panels.width, panels + panel * depth * Panels.width, isWide: isWide, depth: depth,
            next: depth, sums + index * tileVectors)
        }
        for pair in targets.indices {
          mix(sums, factors + pair * factorStride, at: lanes, into: totals)
          drain(totals, isWide: isWide, to: targets[pair] + row * stride + panel * Panels.width, stride)
        }
      }
      row += rows
    }
  }

  /// Adds Σ_r factor_r Σ_k J_k J_kᵀ over runs r of J, for each of several factors that are the same all through a run,
  /// the lower triangle.
  /// - Parameters:
  ///   - panels: of depth many J_k; beyond `count` weights they are zero.
  ///   - starts: where the runs begin, at most `runsAtOnce`.
  ///   - end: where the last of them ends.
  ///   - factors: targets × depth, a run's at its first J.
  static func addRuns(
    _ panels: UnsafePointer<Float>, count: Int, depth: Int, starts: ArraySlice<Int>, end: Int,
    factors: UnsafePointer<Float>, to targets: UnsafeBufferPointer<UnsafeMutablePointer<Double>>, stride: Int,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let totals = scratch.row
    let sums = totals + tileVectors
    var row = 0
    while row < count {
      let column = panels + Panels.start(row, depth: depth)
      let panelCount = (row + rows + Panels.width - 1) / Panels.width
      for panel in Swift.stride(from: 0, to: panelCount, by: 2) {
        let isWide = panel + 1 < panelCount
        let from = panels + panel * depth * Panels.width
        for index in starts.indices {
          let (first, last) = (starts[index], index + 1 < starts.endIndex ? starts[index + 1] : end)
          tile(
            column + first * Panels.width, Panels.width, from + first * Panels.width, isWide: isWide,
            depth: last - first, next: depth, sums + (index - starts.startIndex) * tileVectors)
        }
        for pair in targets.indices {
          mix(sums, factors + pair * depth, at: starts, into: totals)
          drain(totals, isWide: isWide, to: targets[pair] + row * stride + panel * Panels.width, stride)
        }
      }
      row += rows
    }
  }

  /// Σ factor · sums over tiles that stand one behind the other, whose factors are at `places`.
  @inline(always)
  private static func mix(_ sums: Row, _ factors: UnsafePointer<Float>, at places: ArraySlice<Int>, into totals: Row) {
    for at in Swift.stride(from: 0, to: tileVectors, by: 8) {
      var (t0, t1, t2, t3) = (Vector(), Vector(), Vector(), Vector())
      var (t4, t5, t6, t7) = (Vector(), Vector(), Vector(), Vector())
      var sum = sums + at
      for place in places {
        let factor = Vector(repeating: factors[place])
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
