/// A small dense linear system, factorised with partial pivoting.
struct DenseSystem {
  private var lu: [Double]
  private var order: [Int]
  private let n: Int

  /// - Parameter matrix: row-major, n × n.
  /// - Returns: `nil`, with the column in `singular`, if a pivot vanishes against its column.
  init?(_ matrix: [Double], count n: Int, singular: inout Int) {
    (lu, order, self.n) = (matrix, Array(0..<n), n)
    for k in 0..<n {
      var largest = k
      for row in k..<n where abs(lu[row * n + k]) > abs(lu[largest * n + k]) { largest = row }
      let pivot = lu[largest * n + k]
      let scale = (0..<n).reduce(0) { max($0, abs(matrix[$1 * n + k])) }
      guard pivot.isFinite, abs(pivot) > 1e-15 * scale, pivot != 0 else {
        singular = k
        return nil
      }
      if largest != k {
        order.swapAt(k, largest)
        for column in 0..<n { lu.swapAt(k * n + column, largest * n + column) }
      }
      for row in (k + 1)..<max(n, k + 1) where lu[row * n + k] != 0 {
        let factor = lu[row * n + k] / pivot
        lu[row * n + k] = factor
        for column in (k + 1)..<n { lu[row * n + column] -= factor * lu[k * n + column] }
      }
    }
  }

  func solve(_ right: [Double]) -> [Double] {
    var x = order.map { right[$0] }
    for row in 0..<n { for column in 0..<row { x[row] -= lu[row * n + column] * x[column] } }
    for row in stride(from: n - 1, through: 0, by: -1) {
      for column in (row + 1)..<max(n, row + 1) { x[row] -= lu[row * n + column] * x[column] }
      x[row] /= lu[row * n + row]
    }
    return x
  }
}
