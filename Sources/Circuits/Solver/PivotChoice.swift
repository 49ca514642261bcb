/// Which entries of a matrix become pivots, in which order, and what that fills.
struct PivotChoice {
  struct Step {
    var row: Int
    var column: Int
    /// Columns right of the pivot in its row, and rows below it in its column, that are not zero.
    var right: [Int]
    var below: [Int]
  }

  let count: Int
  private(set) var steps: [Step] = []
  /// How many come first because nothing in their rows and columns depends on the unknowns.
  private(set) var constantPivots = 0

  private var matrix: [Double]
  private var used: [Bool]
  private var rows: [Int]
  private var columns: [Int]

  /// - Parameters:
  ///   - matrix: row-major n × n.
  ///   - pattern: which entries may be non-zero at any time.
  ///   - variable: which entries depend on the unknowns.
  /// - Returns: `nil` if the matrix is singular.
  init?(matrix: [Double], pattern: [Bool], variable: [Bool], count n: Int) {
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    (self.matrix, used, count) = (matrix, pattern, n)
    (rows, columns) = (Array(0..<n), Array(0..<n))
    let isVariableRow = (0..<n).map { row in (0..<n).contains { variable[row * n + $0] } }
    let isVariableColumn = (0..<n).map { column in (0..<n).contains { variable[$0 * n + column] } }
    while let (row, column) = best(rows: { !isVariableRow[$0] }, columns: { !isVariableColumn[$0] }) {
      take(row, column)
    }
    constantPivots = steps.count
    while !rows.isEmpty {
      guard let (row, column) = best(rows: { _ in true }, columns: { _ in true }) else { return nil }
      take(row, column)
    }
  }

  private func best(rows allowedRow: (Int) -> Bool, columns allowedColumn: (Int) -> Bool) -> (Int, Int)? {
    var best: (row: Int, column: Int, cost: Int, size: Double)?
    var inColumn = [Int](repeating: 0, count: count)
    for column in columns { inColumn[column] = rows.count { used[$0 * count + column] } }
    for row in rows where allowedRow(row) {
      let entries = columns.filter { used[row * count + $0] }
      let largest = entries.reduce(0) { max($0, abs(matrix[row * count + $1])) }
      guard largest > 0 else { continue }
      for column in entries where allowedColumn(column) && abs(matrix[row * count + column]) >= 0.1 * largest {
        let cost = (entries.count - 1) * (inColumn[column] - 1)
        let size = abs(matrix[row * count + column]) / largest
        if best.map({ (cost, -size) < ($0.cost, -$0.size) }) ?? true { best = (row, column, cost, size) }
      }
    }
    return best.map { ($0.row, $0.column) }
  }

  private mutating func take(_ row: Int, _ column: Int) {
    rows.removeAll { $0 == row }
    columns.removeAll { $0 == column }
    let below = rows.filter { used[$0 * count + column] }
    let right = columns.filter { used[row * count + $0] }
    steps.append(Step(row: row, column: column, right: right, below: below))
    for other in below {
      let factor = matrix[other * count + column] / matrix[row * count + column]
      for entry in right {
        matrix[other * count + entry] -= factor * matrix[row * count + entry]
        used[other * count + entry] = true
      }
    }
  }
}
