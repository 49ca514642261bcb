/// Tensor Chebyshev series in one or more coordinates, the last coordinate fastest.
public enum Chebyshev {
  /// Fills `basis` with the products T_i₀(c₀) T_i₁(c₁) …
  @_noLocks @_noAllocation
  public static func fillBasis(
    _ basis: UnsafeMutablePointer<Double>, coordinates c: UnsafePointer<Double>, degrees: UnsafePointer<Int>, count: Int
  ) {
    basis[0] = 1
    var filled = 1
    for axis in 0..<count {
      let order = degrees[axis] + 1
      // From the back, so that each product is read before it is overwritten.
      var source = filled - 1
      while source >= 0 {
        let outer = basis[source]
        let row = source * order
        var previous = 1.0
        var current = c[axis]
        basis[row] = outer
        if order > 1 { basis[row + 1] = outer * current }
        var term = 2
        while term < order {
          let next = 2 * c[axis] * current - previous
          previous = current
          current = next
          basis[row + term] = outer * next
          term += 1
        }
        source -= 1
      }
      filled *= order
    }
  }

  /// What `fillBasis` of one coordinate may write beyond the terms it was asked for.
  static var margin: Int { 8 }

  /// Fills `basis` with T₀(c) … of one coordinate, four at a time by T₍ₙ₊₄₎ = 2 T₄ Tₙ − T₍ₙ₋₄₎: at least `count` terms, at
  /// most `margin` more.
  @_noLocks @_noAllocation
  static func fillBasis(_ basis: UnsafeMutablePointer<Double>, at c: Double, count: Int) {
    let second = 2 * c * c - 1
    let (third, fourth) = (c * (2 * second - 1), 2 * second * second - 1)
    let twice = SIMD4<Double>(repeating: 2 * fourth)
    var before = SIMD4(fourth, third, second, c)
    var present = SIMD4(1, c, second, third)
    var term = 0
    while term < count {
      for lane in 0..<4 { basis[term + lane] = present[lane] }
      let next = twice * present - before
      before = present
      present = next
      term += 4
    }
  }

  /// Folds the coordinate at `axis` of one series away by evaluating it at `c`.
  public static func collapsed(_ series: [Double], degrees: [Int], axis: Int, at c: Double) -> [Double] {
    let order = degrees[axis] + 1
    let inner = degrees[(axis + 1)...].reduce(1) { $0 * ($1 + 1) }
    let outer = degrees[..<axis].reduce(1) { $0 * ($1 + 1) }
    var terms = [1.0, c]
    while terms.count < order { terms.append(2 * c * terms[terms.count - 1] - terms[terms.count - 2]) }
    var result = [Double](repeating: 0, count: outer * inner)
    for o in 0..<outer {
      for t in 0..<order {
        for i in 0..<inner { result[o * inner + i] += terms[t] * series[(o * order + t) * inner + i] }
      }
    }
    return result
  }
}
