/// An LU factorisation whose pivots were chosen once: a program over the positions of a dense n × n array, touching
/// only what is or becomes non-zero.
///
/// Pivots follow Markowitz (1957): fewest products among the entries at least a tenth of their row's largest.
final class SparseFactors: Sendable {
  let count: Int
  /// Position of every matrix entry, in their order.
  let loads: Frozen<Int32>
  /// Positions that fill in and start at zero.
  let fills: Frozen<Int32>
  let pivotRows: Frozen<Int32>
  let pivotColumns: Frozen<Int32>
  /// For each pivot: position, number of rows below, number of columns right of it; then those rows and columns;
  /// then for each row its position in the pivot's column.
  let program: Frozen<Int32>
  /// Where each pivot's part of the program starts.
  let starts: Frozen<Int32>

  /// - Parameter matrix: row-major n × n; `pattern` tells which may be non-zero at any time.
  /// - Returns: `nil` if the matrix is singular.
  init?(matrix: [Double], pattern: [Bool], count n: Int, entries: [(row: Int, column: Int)]) {
    var (a, used) = (matrix, pattern)
    var (rows, columns) = (Set(0..<n), Set(0..<n))
    var (pivotRows, pivotColumns, program, starts): ([Int32], [Int32], [Int32], [Int32]) = ([], [], [], [])
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    for _ in 0..<n {
      guard let (r, c) = Self.pivot(a, used, rows, columns, n) else { return nil }
      rows.remove(r)
      columns.remove(c)
      pivotRows.append(Int32(r))
      pivotColumns.append(Int32(c))
      let below = rows.filter { used[$0 * n + c] }.sorted()
      let right = columns.filter { used[r * n + $0] }.sorted()
      starts.append(Int32(program.count))
      program += [Int32(r * n + c), Int32(below.count), Int32(right.count)]
      program += below.map(Int32.init) + right.map(Int32.init)
      for row in below {
        let factor = a[row * n + c] / a[r * n + c]
        a[row * n + c] = factor
        for column in right {
          a[row * n + column] -= factor * a[r * n + column]
          used[row * n + column] = true
        }
      }
    }
    self.count = n
    loads = Frozen(entries.map { Int32($0.row * n + $0.column) })
    fills = Frozen(used.indices.filter { used[$0] && !pattern[$0] }.map(Int32.init))
    self.pivotRows = Frozen(pivotRows)
    self.pivotColumns = Frozen(pivotColumns)
    self.program = Frozen(program)
    self.starts = Frozen(starts)
  }

  private static func pivot(
    _ a: [Double], _ used: [Bool], _ rows: Set<Int>, _ columns: Set<Int>, _ n: Int
  ) -> (Int, Int)? {
    var best: (row: Int, column: Int, cost: Int, size: Double)?
    var inColumn: [Int: Int] = [:]
    for c in columns { inColumn[c] = rows.count { used[$0 * n + c] } }
    for r in rows.sorted() {
      let entries = columns.sorted().filter { used[r * n + $0] }
      let largest = entries.reduce(0) { max($0, abs(a[r * n + $1])) }
      guard largest > 0 else { return nil }
      for c in entries where abs(a[r * n + c]) >= 0.1 * largest {
        let cost = (entries.count - 1) * (inColumn[c]! - 1)
        let size = abs(a[r * n + c]) / largest
        if best.map({ (cost, -size) < ($0.cost, -$0.size) }) ?? true { best = (r, c, cost, size) }
      }
    }
    return best.map { ($0.row, $0.column) }
  }

  /// Factorises `entries` into `lu`. Returns false at a pivot that is zero or no number.
  @inline(__always)
  func factorise(_ entries: UnsafePointer<Double>, into lu: UnsafeMutablePointer<Double>) -> Bool {
    let n = count
    for index in 0..<fills.count { lu[Int(fills.pointer[index])] = 0 }
    for index in 0..<loads.count { lu[Int(loads.pointer[index])] = entries[index] }
    var step = UnsafePointer(program.pointer)
    for k in 0..<n {
      let pivot = Int(step[0])
      let (below, right) = (Int(step[1]), Int(step[2]))
      let inverse = 1 / lu[pivot]
      guard abs(inverse) < .infinity else { return false }
      lu[pivot] = inverse
      let c = Int(pivotColumns.pointer[k])
      let r = Int(pivotRows.pointer[k]) &* n
      let (rows, columns) = (step + 3, step + 3 + below)
      for i in 0..<below {
        let row = Int(rows[i]) &* n
        let factor = lu[row &+ c] * inverse
        lu[row &+ c] = factor
        for j in 0..<right {
          let column = Int(columns[j])
          lu[row &+ column] -= factor * lu[r &+ column]
        }
      }
      step += 3 + below + right
    }
    return true
  }

  /// Solves for `result`; `right` (n numbers, by row) is overwritten.
  @inline(__always)
  func solve(
    _ lu: UnsafePointer<Double>, right: UnsafeMutablePointer<Double>, result: UnsafeMutablePointer<Double>
  ) {
    let n = count
    var step = UnsafePointer(program.pointer)
    for k in 0..<n {
      let (below, columns) = (Int(step[1]), Int(step[2]))
      let c = Int(pivotColumns.pointer[k])
      let value = right[Int(pivotRows.pointer[k])]
      for i in 0..<below {
        let row = Int(step[3 &+ i])
        right[row] -= lu[row &* n &+ c] * value
      }
      step += 3 + below + columns
    }
    for k in stride(from: n - 1, through: 0, by: -1) {
      step = UnsafePointer(program.pointer) + Int(starts.pointer[k])
      let r = Int(pivotRows.pointer[k])
      let columns = step + 3 + Int(step[1])
      var value = right[r]
      for j in 0..<Int(step[2]) {
        let column = Int(columns[j])
        value -= lu[r &* n &+ column] * result[column]
      }
      result[Int(pivotColumns.pointer[k])] = value * lu[Int(step[0])]
    }
  }
}
