/// A small dense linear system, its rows and columns brought to one scale, factorised with partial pivoting.
struct DenseSystem {
  private var lu: [Double]
  private var order: [Int]
  private var rowScales: [Double]
  private var columnScales: [Double]
  private let n: Int

  /// Smallest pivot, all entries being at most 1, that still counts as one.
  private static let smallestPivot = 1e-14

  /// - Parameter matrix: row-major, n × n.
  /// - Returns: `nil`, with the column in `singular`, if a pivot vanishes.
  init?(_ matrix: [Double], count n: Int, singular: inout Int) {
    (lu, order, self.n) = (matrix, Array(0..<n), n)
    rowScales = (0..<n).map { row in 1 / (0..<n).reduce(0) { max($0, abs(matrix[row * n + $1])) } }
    columnScales = (0..<n).map { [rowScales] column in
      1 / (0..<n).reduce(0) { max($0, abs(matrix[$1 * n + column] * rowScales[$1])) }
    }
    for row in 0..<n { for column in 0..<n { lu[row * n + column] *= rowScales[row] * columnScales[column] } }
    for k in 0..<n {
      var largest = k
      for row in k..<n where abs(lu[row * n + k]) > abs(lu[largest * n + k]) { largest = row }
      let pivot = lu[largest * n + k]
      guard pivot.isFinite, abs(pivot) > Self.smallestPivot else {
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
    var x = order.map { right[$0] * rowScales[$0] }
    for row in 0..<n { for column in 0..<row { x[row] -= lu[row * n + column] * x[column] } }
    for row in stride(from: n - 1, through: 0, by: -1) {
      for column in (row + 1)..<max(n, row + 1) { x[row] -= lu[row * n + column] * x[column] }
      x[row] /= lu[row * n + row]
    }
    for row in 0..<n { x[row] *= columnScales[row] }
    return x
  }
}
