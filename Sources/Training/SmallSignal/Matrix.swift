/// Small dense matrices for the circuit's linear part.
package struct Matrix: Equatable {
  package let rows: Int
  package let columns: Int
  package var values: [Double]

  package init(_ rows: Int, _ columns: Int) {
    self.rows = rows
    self.columns = columns
    values = [Double](repeating: 0, count: rows * columns)
  }

  package init(_ nested: [[Double]], columns: Int) {
    rows = nested.count
    self.columns = columns
    values = nested.flatMap { $0 }
  }

  package static func identity(_ size: Int) -> Matrix {
    var result = Matrix(size, size)
    for i in 0..<size { result[i, i] = 1 }
    return result
  }

  package subscript(_ row: Int, _ column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  package static func * (a: Matrix, b: Matrix) -> Matrix {
    var result = Matrix(a.rows, b.columns)
    for i in 0..<a.rows {
      for k in 0..<a.columns where a[i, k] != 0 {
        for j in 0..<b.columns { result[i, j] += a[i, k] * b[k, j] }
      }
    }
    return result
  }

  package static func + (a: Matrix, b: Matrix) -> Matrix {
    var result = a
    for i in result.values.indices { result.values[i] += b.values[i] }
    return result
  }

  package static func * (factor: Double, a: Matrix) -> Matrix {
    var result = a
    for i in result.values.indices { result.values[i] *= factor }
    return result
  }

  /// e^A by scaling and squaring of the Taylor series.
  package func exponential() -> Matrix {
    let norm = (0..<rows).map { i in (0..<columns).reduce(0) { $0 + abs(self[i, $1]) } }.max() ?? 0
    var halvings = 0
    while norm / Double(1 << halvings) > 0.25 && halvings < 60 { halvings += 1 }
    let small = (1 / Double(sign: .plus, exponent: halvings, significand: 1)) * self
    var term = Matrix.identity(rows)
    var sum = term
    for order in 1...18 {
      term = (1 / Double(order)) * (term * small)
      sum = sum + term
    }
    for _ in 0..<halvings { sum = sum * sum }
    return sum
  }

  /// Solves self · x = b by Gaussian elimination with row pivoting; nil if singular.
  package func solve(_ b: Matrix) -> Matrix? {
    var a = self
    var x = b
    for column in 0..<rows {
      let pivot = (column..<rows).max { abs(a[$0, column]) < abs(a[$1, column]) }!
      guard abs(a[pivot, column]) > 1e-300 else { return nil }
      if pivot != column {
        for k in 0..<rows { (a[pivot, k], a[column, k]) = (a[column, k], a[pivot, k]) }
        for k in 0..<x.columns { (x[pivot, k], x[column, k]) = (x[column, k], x[pivot, k]) }
      }
      for row in 0..<rows where row != column {
        let factor = a[row, column] / a[column, column]
        if factor == 0 { continue }
        for k in column..<rows { a[row, k] -= factor * a[column, k] }
        for k in 0..<x.columns { x[row, k] -= factor * x[column, k] }
      }
    }
    for row in 0..<rows { for k in 0..<x.columns { x[row, k] /= a[row, row] } }
    return x
  }

  /// The x that makes self · x − b smallest, by Householder's reflections; nil where columns depend on each other.
  package func leastSquares(_ b: Matrix) -> Matrix? {
    var a = self
    var x = b
    for column in 0..<columns {
      let size = (column..<rows).reduce(0) { $0 + a[$1, column] * a[$1, column] }.squareRoot()
      guard size > 1e-300 else { return nil }
      let corner = a[column, column] > 0 ? -size : size
      var mirror = (column..<rows).map { a[$0, column] }
      mirror[0] -= corner
      let square = mirror.reduce(0) { $0 + $1 * $1 }
      func reflect(_ matrix: inout Matrix, _ k: Int) {
        let along = mirror.indices.reduce(0) { $0 + mirror[$1] * matrix[column + $1, k] } * 2 / square
        for i in mirror.indices { matrix[column + i, k] -= along * mirror[i] }
      }
      for k in column..<columns { reflect(&a, k) }
      for k in 0..<x.columns { reflect(&x, k) }
    }
    var result = Matrix(columns, x.columns)
    for k in 0..<x.columns {
      for row in (0..<columns).reversed() {
        let known = (row + 1..<max(columns, row + 1)).reduce(0) { $0 + a[row, $1] * result[$1, k] }
        result[row, k] = (x[row, k] - known) / a[row, row]
      }
    }
    return result
  }
}
