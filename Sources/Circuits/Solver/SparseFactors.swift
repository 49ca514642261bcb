/// An LU factorisation whose pivots were chosen once: a program over the non-zero entries of a matrix and its factors.
///
/// Pivots follow Markowitz (1957): fewest products among the entries at least a tenth of their row's largest. Rows and
/// columns in which no entry depends on the unknowns come first: what they contribute is computed by
/// ``prepare(_:into:)`` alone and kept.
///
/// Factors lie pivot by pivot: the pivot (inverted), its row to the right, its column below. Those of the constant
/// pivots come first, then all that remains of the matrix when these are done, then a copy of that as the constant
/// pivots leave it.
final class SparseFactors: Sendable {
  struct Pivot: Sendable {
    var start: Int32
    var right: Int32
    var below: Int32
    /// Of the matrix.
    var row: Int32
    var column: Int32
    /// Where its targets start: for each entry below, the entries to the right, one by one.
    var targets: Int32
    /// Where the places of its right and below entries in pivot order start.
    var places: Int32
  }

  let count: Int
  let constantPivots: Int
  /// Numbers of the factors of constant pivots, of the others, and of all with the copy.
  let constantSize: Int
  let variableSize: Int
  var size: Int { constantSize + 2 * variableSize }
  let pivots: Frozen<Pivot>
  let targets: Frozen<Int32>
  let places: Frozen<Int32>
  /// Place of every matrix entry among the factors.
  let loads: Frozen<Int32>
  /// Entries that depend on the unknowns.
  private let variable: Frozen<Int32>

  init(_ choice: PivotChoice, entries: [(row: Int, column: Int)], variable: [Int]) {
    let n = choice.count
    count = n
    constantPivots = choice.constantPivots
    var place = [Int32](repeating: -1, count: n * n)
    var next: Int32 = 0
    var pivots: [Pivot] = []
    for step in choice.steps {
      pivots.append(
        Pivot(
          start: next, right: Int32(step.right.count), below: Int32(step.below.count), row: Int32(step.row),
          column: Int32(step.column), targets: 0, places: 0))
      place[step.row * n + step.column] = next
      for (index, column) in step.right.enumerated() { place[step.row * n + column] = next + 1 + Int32(index) }
      for (index, row) in step.below.enumerated() {
        place[row * n + step.column] = next + 1 + Int32(step.right.count + index)
      }
      next += 1 + Int32(step.right.count + step.below.count)
    }
    constantSize = choice.constantPivots < n ? Int(pivots[choice.constantPivots].start) : Int(next)
    variableSize = Int(next) - constantSize
    var (targets, places): ([Int32], [Int32]) = ([], [])
    var (rowPlace, columnPlace) = ([Int: Int32](), [Int: Int32]())
    for (index, step) in choice.steps.enumerated() {
      rowPlace[step.row] = Int32(index)
      columnPlace[step.column] = Int32(index)
    }
    for (index, step) in choice.steps.enumerated() {
      pivots[index].targets = Int32(targets.count)
      pivots[index].places = Int32(places.count)
      for row in step.below { for column in step.right { targets.append(place[row * n + column]) } }
      places += step.right.map { columnPlace[$0]! } + step.below.map { rowPlace[$0]! }
    }
    self.pivots = Frozen(pivots)
    self.targets = Frozen(targets)
    self.places = Frozen(places)
    loads = Frozen(entries.map { place[$0.row * n + $0.column] })
    self.variable = Frozen(variable.map(Int32.init))
  }

  /// Eliminates the constant pivots of a matrix. Returns false at a pivot that is zero or no number.
  func prepare(_ base: UnsafePointer<Double>, into lu: UnsafeMutablePointer<Double>) -> Bool {
    lu.update(repeating: 0, count: size)
    for index in 0..<loads.count { lu[Int(loads.pointer[index])] += base[index] }
    guard eliminate(0..<constantPivots, lu) else { return false }
    (lu + constantSize + variableSize).update(from: lu + constantSize, count: variableSize)
    return true
  }

  /// Factorises `base` with what the unknowns add to it in `entries`. Returns false at a pivot that is zero or no
  /// number.
  @inline(__always)
  func factorise(
    _ entries: UnsafePointer<Double>, base: UnsafePointer<Double>, into lu: UnsafeMutablePointer<Double>
  ) -> Bool {
    let kept = lu + (constantSize &+ variableSize)
    for index in 0..<variableSize { lu[constantSize &+ index] = kept[index] }
    let (variable, loads) = (variable.pointer, loads.pointer)
    for index in 0..<self.variable.count {
      let entry = Int(variable[index])
      lu[Int(loads[entry])] += entries[entry] - base[entry]
    }
    return eliminate(constantPivots..<count, lu)
  }

  @inline(__always)
  private func eliminate(_ range: Range<Int>, _ lu: UnsafeMutablePointer<Double>) -> Bool {
    var isUsable = true
    for k in range {
      let pivot = pivots.pointer[k]
      let inverse = 1 / lu[Int(pivot.start)]
      isUsable = isUsable && abs(inverse) < .infinity
      lu[Int(pivot.start)] = inverse
      let right = Int(pivot.right)
      let row = lu + (Int(pivot.start) &+ 1)
      let column = row + right
      var target = targets.pointer + Int(pivot.targets)
      for i in 0..<Int(pivot.below) {
        let factor = column[i] * inverse
        column[i] = factor
        for j in 0..<right { lu[Int(target[j])] -= factor * row[j] }
        target += right
      }
    }
    return isUsable
  }

  /// Solves for `result`; `work` holds n numbers.
  @inline(__always)
  func solve(
    _ lu: UnsafePointer<Double>, right: UnsafePointer<Double>, work: UnsafeMutablePointer<Double>,
    result: UnsafeMutablePointer<Double>
  ) {
    let (pivots, places, n) = (pivots.pointer, places.pointer, count)
    for k in 0..<n { work[k] = right[Int(pivots[k].row)] }
    for k in 0..<n {
      let pivot = pivots[k]
      let value = work[k]
      let column = lu + (Int(pivot.start) &+ 1 &+ Int(pivot.right))
      let rows = places + (Int(pivot.places) &+ Int(pivot.right))
      for i in 0..<Int(pivot.below) { work[Int(rows[i])] -= column[i] * value }
    }
    var k = n
    while k > 0 {
      k &-= 1
      let pivot = pivots[k]
      let row = lu + (Int(pivot.start) &+ 1)
      let columns = places + Int(pivot.places)
      var value = work[k]
      for j in 0..<Int(pivot.right) { value -= row[j] * work[Int(columns[j])] }
      value *= lu[Int(pivot.start)]
      work[k] = value
      result[Int(pivot.column)] = value
    }
  }
}
