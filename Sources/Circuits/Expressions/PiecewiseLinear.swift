extension Operation {
  /// Whether it reads a table of constants.
  var isTable: Bool { self == .table || self == .roundedTable }
}

/// Straight pieces through the points x₀ y₀ x₁ y₁ ….
enum PiecewiseLinear {
  /// Value and slope at `x`.
  @inline(__always)
  static func value(
    _ x: Double, _ points: UnsafePointer<Double>, count: Int, isRounded: Bool
  ) -> (value: Double, slope: Double) {
    isRounded ? rounded(x, points, count: count) : straight(x, points, count: count)
  }

  static func value(_ x: Double, _ points: [Double], isRounded: Bool) -> (value: Double, slope: Double) {
    points.withUnsafeBufferPointer { value(x, $0.baseAddress!, count: points.count, isRounded: isRounded) }
  }

  /// The end pieces go on beyond the ends.
  @inline(__always)
  private static func straight(
    _ x: Double, _ points: UnsafePointer<Double>, count: Int
  ) -> (value: Double, slope: Double) {
    var piece = 0
    while piece + 4 < count && x > points[piece + 2] { piece += 2 }
    let slope = (points[piece + 3] - points[piece + 1]) / (points[piece + 2] - points[piece])
    return (points[piece + 1] + slope * (x - points[piece]), slope)
  }

  /// The value stays beyond the ends, and a parabola rounds every corner, those at the ends included: over a tenth of
  /// the shorter piece beside it to either side, as ngspice has it for `TABLE`.
  @inline(never)
  private static func rounded(
    _ x: Double, _ points: UnsafePointer<Double>, count: Int
  ) -> (value: Double, slope: Double) {
    // The nearest corner in reach, or the piece before the first one behind x.
    var (slope, length) = (0.0, Double.infinity)
    for corner in stride(from: 0, to: count, by: 2) {
      let (at, value) = (points[corner], points[corner + 1])
      let isLast = corner + 2 == count
      let nextLength = isLast ? Double.infinity : points[corner + 2] - at
      let nextSlope = isLast ? 0 : (points[corner + 3] - value) / nextLength
      let reach = 0.1 * min(length, nextLength)
      if x <= at - reach { return (value + slope * (x - at), slope) }
      if x < at + reach {
        let (way, bend) = (x - at + reach, (nextSlope - slope) / (2 * reach))
        return (value + slope * (x - at) + 0.5 * bend * way * way, slope + bend * way)
      }
      (slope, length) = (nextSlope, nextLength)
    }
    return (points[count - 1], 0)
  }
}
