import Glibc
import RealTime

/// Functions of κ sampled at Chebyshev nodes and turned into tensor series.
package struct ChebyshevFit {
  package let degrees: [Int]
  /// One list of coefficients per function.
  package private(set) var series: [[Double]]

  /// - Parameters:
  ///   - degrees: highest order in each coordinate.
  ///   - sample: values of all functions at a point of [−1, 1]ⁿ.
  package init<Failure: Error>(degrees: [Int], sample: ([Double]) throws(Failure) -> [Double]) throws(Failure) {
    self.degrees = degrees
    let nodes = degrees.map { degree in
      (0...degree).map { cos(.pi * (Double($0) + 0.5) / Double(degree + 1)) }
    }
    let length = degrees.reduce(1) { $0 * ($1 + 1) }
    var grid: [[Double]] = []
    for flat in 0..<length { grid.append(try sample(Self.point(flat, degrees, nodes))) }
    let count = grid[0].count
    series = (0..<count).map { f in
      var values = grid.map { $0[f] }
      for axis in degrees.indices { values = Self.transform(values, degrees, axis) }
      return values
    }
  }

  /// All functions at `c`.
  package func values(at c: [Double]) -> [Double] {
    var basis = [Double](repeating: 0, count: degrees.reduce(1) { $0 * ($1 + 1) })
    basis.withUnsafeMutableBufferPointer { basis in
      c.withUnsafeBufferPointer { c in
        degrees.withUnsafeBufferPointer {
          Chebyshev.fillBasis(
            basis.baseAddress!, coordinates: c.baseAddress ?? UnsafePointer(basis.baseAddress!),
            degrees: $0.baseAddress ?? UnsafePointer(bitPattern: 8)!, count: c.count)
        }
      }
    }
    return series.map { coefficients in
      var sum = 0.0
      for i in basis.indices { sum += basis[i] * coefficients[i] }
      return sum
    }
  }

  private static func point(_ flat: Int, _ degrees: [Int], _ nodes: [[Double]]) -> [Double] {
    var rest = flat
    var result = [Double](repeating: 0, count: degrees.count)
    for axis in degrees.indices.reversed() {
      result[axis] = nodes[axis][rest % (degrees[axis] + 1)]
      rest /= degrees[axis] + 1
    }
    return result
  }

  /// Values at the nodes of one axis to coefficients: a_t = (2 − δ_t0)/n Σ_k f(x_k) cos(π t (k + ½) / n).
  private static func transform(_ values: [Double], _ degrees: [Int], _ axis: Int) -> [Double] {
    let n = degrees[axis] + 1
    let inner = degrees[(axis + 1)...].reduce(1) { $0 * ($1 + 1) }
    let outer = degrees[..<axis].reduce(1) { $0 * ($1 + 1) }
    var result = [Double](repeating: 0, count: values.count)
    for o in 0..<outer {
      for t in 0..<n {
        let scale = (t == 0 ? 1.0 : 2.0) / Double(n)
        for k in 0..<n {
          let factor = scale * cos(.pi * Double(t) * (Double(k) + 0.5) / Double(n))
          for i in 0..<inner { result[(o * n + t) * inner + i] += factor * values[(o * n + k) * inner + i] }
        }
      }
    }
    return result
  }
}
