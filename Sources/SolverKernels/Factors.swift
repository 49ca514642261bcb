import SolverKernelInterface

/// The factors of eight matrices by the same pivots; see `SparseFactors` of the scalar solver.
extension LaneStep {
  /// Eliminates the constant pivots of the base matrix, and keeps what they leave.
  @inline(never)
  func prepareFactors() {
    let (lu, size) = (rows.pointee.factors, program.pointee.variableSize)
    let constant = program.pointee.constantSize
    for index in 0..<(constant + size) { lu[index] = Values(0) }
    for entry in 0..<program.pointee.unknownEntries {
      lu[Int(program.pointee.loads.pointer[entry])] += rows.pointee.base[entry]
    }
    eliminate(from: 0, to: program.pointee.constantPivots)
    let kept = lu + (constant + size)
    for index in 0..<size { kept[index] = lu[constant + index] }
  }

  /// Factorises the base matrix with the devices' slopes.
  @inline(__always)
  func factorise() {
    let (constant, size) = (program.pointee.constantSize, program.pointee.variableSize)
    guard size > 0 else { return }
    let lu = rows.pointee.factors
    let kept = lu + (constant &+ size)
    for index in 0..<size { lu[constant &+ index] = kept[index] }
    let (loads, slopes) = (program.pointee.slopeLoads.pointer, rows.pointee.slopes)
    for index in 0..<program.pointee.slopeLoads.count { lu[Int(loads[index])] += slopes[index] }
    eliminate(from: program.pointee.constantPivots, to: n)
  }

  /// A pivot that is zero leaves no numbers behind.
  @inline(__always)
  private func eliminate(from first: Int, to end: Int) {
    let (lu, pivots, targets) = (rows.pointee.factors, program.pointee.pivots.pointer, program.pointee.targets.pointer)
    for k in first..<max(first, end) {
      let pivot = pivots + k
      let right = Int(pivot.pointee.right)
      let start = lu + Int(pivot.pointee.start)
      let inverse = Values(1) / start.pointee
      start.pointee = inverse
      let row = start + 1
      let column = row + right
      var target = targets + Int(pivot.pointee.targets)
      for i in 0..<Int(pivot.pointee.below) {
        let factor = column[i] * inverse
        column[i] = factor
        for j in 0..<right {
          let place = lu + Int(target[j])
          place.pointee = place.pointee.subtracting(factor, row[j])
        }
        target += right
      }
    }
  }

  /// Solves for the update by the residual, which is zero in the rows of the pivots before `first`.
  @inline(__always)
  func solveUpdate(from first: Int) {
    let (pivots, places) = (program.pointee.pivots.pointer, program.pointee.places.pointer)
    let (lu, work, residual, update) = (
      rows.pointee.factors, rows.pointee.work, rows.pointee.residual, rows.pointee.update
    )
    for k in 0..<first { work[k] = Values(0) }
    for k in first..<n { work[k] = residual[Int(pivots[k].row)] }
    for k in first..<n {
      let pivot = pivots + k
      let value = work[k]
      let column = lu + (Int(pivot.pointee.start) &+ 1 &+ Int(pivot.pointee.right))
      let below = places + (Int(pivot.pointee.places) &+ Int(pivot.pointee.right))
      for i in 0..<Int(pivot.pointee.below) {
        work[Int(below[i])] = work[Int(below[i])].subtracting(column[i], value)
      }
    }
    var k = n
    while k > 0 {
      k &-= 1
      let pivot = pivots + k
      let start = lu + Int(pivot.pointee.start)
      let row = start + 1
      let columns = places + Int(pivot.pointee.places)
      var value = work[k]
      for j in 0..<Int(pivot.pointee.right) { value = value.subtracting(row[j], work[Int(columns[j])]) }
      value *= start.pointee
      work[k] = value
      update[Int(pivot.pointee.column)] = value
    }
  }
}
