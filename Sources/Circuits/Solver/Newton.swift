import Glibc

/// Newton's method on the stage at hand, in two strengths.
extension Lane {
  /// Solves F(x) = 0 from the unknowns in the slots. Returns false, with anything in the slots, if it cannot.
  @inline(__always)
  func solve(_ options: SolverOptions, guess: UnsafePointer<Double>) -> Bool {
    if plan.limitCount > 0 { more.pointee.limiting = .on }
    let found = plain(options)
    more.pointee.limiting = .off
    return found || patient(options, guess: guess)
  }

  @inline(never)
  private func patient(_ options: SolverOptions, guess: UnsafePointer<Double>) -> Bool {
    defer { settleLimits() }
    slots.update(from: guess, count: plan.unknownCount)
    if damped(options) { return true }
    // The pivots may have suited other values.
    slots.update(from: guess, count: plan.unknownCount)
    assemble()
    return choosePivots() && damped(options)
  }

  /// Chooses the order of pivots for the matrix just assembled.
  @inline(never)
  func choosePivots() -> Bool {
    more.pointee.pivots = nil
    guard let pivots = sparseFactors(of: jacobian) else { return false }
    usePivots(pivots)
    return true
  }

  func usePivots(_ pivots: SparseFactors) {
    guard more.pointee.pivots !== pivots else { return }
    more.pointee.pivots = pivots
    factors.deallocate()
    factors = .allocate(capacity: pivots.size + 1)
    more.pointee.isPrepared = false
  }

  /// Factors by pivots that suit these entries; `nil` if they make a singular matrix.
  func sparseFactors(of values: UnsafePointer<Double>) -> SparseFactors? {
    let n = plan.unknownCount
    var matrix = [Double](repeating: 0, count: n * n)
    var pattern = [Bool](repeating: false, count: n * n)
    var variable = [Bool](repeating: false, count: n * n)
    var entries: [(row: Int, column: Int)] = []
    for entry in 0..<plan.unknownEntries {
      let (row, column) = (Int(plan.entryRows.pointer[entry]), Int(plan.entrySlots.pointer[entry]))
      entries.append((row, column))
      matrix[row * n + column] = values[entry]
      pattern[row * n + column] = true
    }
    for entry in plan.variableEntries.buffer where Int(entry) < plan.unknownEntries {
      let (row, column) = entries[Int(entry)]
      variable[row * n + column] = true
    }
    guard let choice = PivotChoice(matrix: matrix, pattern: pattern, variable: variable, count: n) else { return nil }
    return SparseFactors(
      choice, entries: entries, variable: plan.variableEntries.buffer.map(Int.init).filter { $0 < plan.unknownEntries })
  }

  /// The unknown that the matrix just assembled leaves open, if one is.
  func undetermined() -> String? {
    let n = plan.unknownCount
    var matrix = [Double](repeating: 0, count: n * n)
    for entry in 0..<plan.unknownEntries {
      matrix[Int(plan.entryRows.pointer[entry]) * n + Int(plan.entrySlots.pointer[entry])] = jacobian[entry]
    }
    var open = 0
    return DenseSystem(matrix, count: n, singular: &open) == nil ? plan.unknownNames[open] : nil
  }

  /// Solves J·update = F.
  @inline(__always)
  private func solveUpdate() -> Bool {
    if plan.unknownCount == 1 {
      factors[0] = jacobian[0]
      update[0] = residual[0] / jacobian[0]
      return true
    }
    guard let pivots = more.pointee.pivots else { return false }
    if !more.pointee.isPrepared {
      guard pivots.prepare(base, into: factors) else { return false }
      more.pointee.isPrepared = true
    }
    guard pivots.factorise(jacobian, base: base, into: factors) else { return false }
    pivots.solve(factors, right: residual, work: right, result: update)
    return true
  }

  @inline(__always)
  private func plain(_ options: SolverOptions) -> Bool {
    let n = plan.unknownCount
    var last = Double.infinity
    var strikes = 0
    for iteration in 0..<options.plainIterations {
      let reused = iteration == 0 && mayReuseFactors(options)
      if reused {
        assemble(slopes: false)
        more.pointee.pivots!.solve(factors, right: residual, work: right, result: update)
      } else {
        assemble()
        if more.pointee.pivots == nil && n > 1 && !choosePivots() { return false }
        guard solveUpdate() else { return false }
        if plan.keepsFactors {
          factored.update(from: limits, count: plan.limitCount)
          more.pointee.isFactored = true
        }
      }
      var size = 0.0
      for i in 0..<n {
        let x = slots[i] - update[i]
        slots[i] = x
        let scaled = abs(update[i]) / (tolerance[i] + options.relativeTolerance * abs(x))
        if !(scaled <= size) {
          size = scaled.isNaN ? .infinity : scaled
          more.pointee.worst = i
        }
      }
      guard size < .infinity else { return false }
      let limited = more.pointee.limited > 0
      if !limited && isSettled(after: iteration, reused: reused, options) { return true }
      if size <= 1 && !limited && !reused && residualIsSmall(options) { return true }
      if size > 0.7 * last && !limited {
        strikes += 1
        if strikes > 2 { return false }
      }
      last = size
    }
    return false
  }

  /// Whether the factors at hand promise an update good enough without factorising anew.
  @inline(__always)
  private func mayReuseFactors(_ options: SolverOptions) -> Bool {
    guard plan.keepsFactors, more.pointee.isFactored, more.pointee.isPrepared else { return false }
    return 2 * max(more.pointee.outlook.last, more.pointee.outlook.before) <= options.junctionTolerance
  }

  /// Whether the update just made leaves, by what is known of the devices' curvature, less than the tolerance to do.
  ///
  /// An update of d on an exponential of steepness v leaves d²/2v. For expressions the same factor is learnt from one
  /// update to the next; expressions that jump are never trusted.
  @inline(__always)
  private func isSettled(after iteration: Int, reused: Bool, _ options: SolverOptions) -> Bool {
    guard plan.smoothness > .jumps else { return false }
    var curved = 0.0
    if plan.curvedUnknowns.count > 0 {
      for index in 0..<plan.curvedUnknowns.count {
        curved = max(curved, abs(update[Int(plan.curvedUnknowns.pointer[index])]))
      }
      if iteration > 0 {
        let last = more.pointee.lastCurved
        if last > 1e-9 { more.pointee.curvature = max(0.7 * more.pointee.curvature, curved / (last * last)) }
      }
      more.pointee.lastCurved = curved
      // Beyond a corner the update's own size is what it may be wrong by.
      guard plan.smoothness == .isSmooth || curved <= options.cornerTolerance else { return false }
      guard more.pointee.curvature * curved * curved <= 0.1 * options.voltageTolerance else { return false }
    }
    if plan.limitCount > 0 {
      let step = junctionStep()
      if iteration == 0 { more.pointee.outlook = (step.rest(reused: true), more.pointee.outlook.last) }
      guard step.rest(reused: reused) <= options.junctionTolerance else { return false }
    }
    more.pointee.unchecked += iteration == 0 ? 1 : 0
    guard iteration > 0 || more.pointee.unchecked < options.uncheckedStages else {
      more.pointee.unchecked = 0
      return false
    }
    return true
  }

  /// Whether no equation is further off than updates of the tolerated size explain.
  @inline(__always)
  private func residualIsSmall(_ options: SolverOptions) -> Bool {
    let (starts, columns) = (plan.rowStarts.pointer, plan.entrySlots.pointer)
    for row in 0..<plan.unknownCount {
      var allowed = 1e-12
      for entry in Int(starts[row])..<Int(starts[row + 1]) {
        let column = Int(columns[entry])
        allowed += abs(jacobian[entry]) * (tolerance[column] + 1e-9 * abs(slots[column]))
      }
      if !(abs(residual[row]) <= allowed) { return false }
    }
    return true
  }

  /// Damped by the natural monotonicity test (Deuflhard 1974): an update is shortened until the next one, measured
  /// with the same matrix, is smaller. It does not depend on the scale of equations.
  @inline(never)
  private func damped(_ options: SolverOptions) -> Bool {
    let n = plan.unknownCount
    more.pointee.isFactored = false
    assemble()
    if n > 1 && more.pointee.pivots == nil && !choosePivots() { return false }
    guard solveUpdate() else { return false }
    var size = norm(update)
    var damping = 1.0
    for _ in 0..<options.dampedIterations {
      guard size < .infinity else { return false }
      trial.update(from: slots, count: n)
      if size <= 1 {
        for i in 0..<n { slots[i] = trial[i] - update[i] }
        return residualIsSmall(options)
      }
      let step = (0..<n).map { update[$0] }
      while true {
        for i in 0..<n { slots[i] = trial[i] - damping * step[i] }
        assemble()
        if n == 1 {
          update[0] = residual[0] / factors[0]
        } else {
          more.pointee.pivots!.solve(factors, right: residual, work: right, result: update)
        }
        let next = norm(update)
        if next <= (1 - damping / 4) * size { break }
        damping /= 2
        if damping < 1e-10 { return false }
      }
      guard solveUpdate() else { return false }
      size = norm(update)
      damping = min(1, damping * 4)
    }
    return false
  }

  private func norm(_ values: UnsafePointer<Double>) -> Double {
    var size = 0.0
    for i in 0..<plan.unknownCount {
      let scaled = abs(values[i]) / tolerance[i]
      if !(scaled <= size) {
        size = scaled.isNaN ? .infinity : scaled
        more.pointee.worst = i
      }
    }
    return size
  }
}
