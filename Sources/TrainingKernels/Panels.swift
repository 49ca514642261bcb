/// Derivatives as `Gram` reads them: `width` weights side by side, one J behind the other; panel × depth × width floats.
enum Panels {
  static var width: Int { Vector.scalarCount }

  static func count(_ weights: Int) -> Int { (weights + width - 1) / width }

  /// Where a weight's column begins.
  @inline(always)
  static func start(_ weight: Int, depth: Int) -> Int { weight / width * depth * width + weight % width }

  /// Four weights' rows of lanes to where their columns are side by side, for a multiple of four lanes.
  @inline(always)
  static func transpose(
    _ rows: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>), lanes: Int,
    to target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    typealias Four = SIMD4<Float>
    func load(_ row: UnsafePointer<Float>, _ lane: Int) -> Four { UnsafeRawPointer(row + lane).load(as: Four.self) }
    func store(_ four: Four, _ lane: Int) {
      UnsafeMutableRawPointer(target + lane * stride).storeBytes(of: four, as: Four.self)
    }
    for lane in Swift.stride(from: 0, to: lanes, by: 4) {
      let (a, b) = (load(rows.0, lane), load(rows.1, lane))
      let (c, d) = (load(rows.2, lane), load(rows.3, lane))
      store(Four(a[0], b[0], c[0], d[0]), lane)
      store(Four(a[1], b[1], c[1], d[1]), lane + 1)
      store(Four(a[2], b[2], c[2], d[2]), lane + 2)
      store(Four(a[3], b[3], c[3], d[3]), lane + 3)
    }
  }

  /// Adds Σ_k factor_k J_k onto doubles, whole panels.
  static func addSum(
    _ panels: UnsafePointer<Float>, count: Int, depth: Int, factors: UnsafePointer<Float>,
    times scale: Float = 1, to target: UnsafeMutablePointer<Double>
  ) {
    for panel in 0..<self.count(count) {
      let rows = UnsafeRawPointer(panels + panel * depth * width).assumingMemoryBound(to: Vector.self)
      var (s0, s1, s2, s3) = (Vector(), Vector(), Vector(), Vector())
      var k = 0
      while k + 4 <= depth {
        s0 = s0.adding(rows[k], Vector(repeating: factors[k]))
        s1 = s1.adding(rows[k + 1], Vector(repeating: factors[k + 1]))
        s2 = s2.adding(rows[k + 2], Vector(repeating: factors[k + 2]))
        s3 = s3.adding(rows[k + 3], Vector(repeating: factors[k + 3]))
        k += 4
      }
      while k < depth {
        s0 = s0.adding(rows[k], Vector(repeating: factors[k]))
        k += 1
      }
      let sum = (((s0 + s1) + s2) + s3) * scale
      let line = target + panel * width
      for lane in 0..<width { line[lane] += Double(sum[lane]) }
    }
  }
}
