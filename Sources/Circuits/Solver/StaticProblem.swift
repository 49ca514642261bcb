/// The circuit without time: capacitors open and inductors short, or every state held at a given value by a voltage
/// source in the capacitor's place and a current source in the inductor's.
struct StaticProblem {
  private let lane: Lane
  private let plan: Plan
  private let options: SolverOptions
  /// Given states, or `nil` for the operating point.
  private let held: [Double]?
  /// Siemens from every node to ground.
  var leak = 0.0
  /// Capacitors among the states, each with one more unknown: its current.
  private let capacitors: [(state: Int, memory: Plan.Memory)]
  private let inductors: [(state: Int, memory: Plan.Memory)]
  let count: Int

  /// Sources must be in the lane's slots already.
  init(_ lane: Lane, held: [Double]?, options: SolverOptions) {
    (self.lane, plan, self.held, self.options) = (lane, lane.plan, held, options)
    let parts = lane.plan.stateMemories.enumerated().map { ($0, lane.plan.memories.pointer[$1]) }
    capacitors = held == nil ? [] : parts.filter { !$0.1.isInductor }
    inductors = held == nil ? [] : parts.filter { $0.1.isInductor }
    count = lane.plan.unknownCount + capacitors.count
  }

  /// Residual and row-major Jacobian at `x`: unknowns, then capacitor currents.
  func assemble(_ x: [Double]) -> (residual: [Double], jacobian: [Double]) {
    let n = plan.unknownCount
    lane.setCompanion(0)
    for i in 0..<n { lane.slots[i] = x[i] }
    lane.prepareStage()
    lane.assemble()
    var residual = [Double](repeating: 0, count: count)
    var jacobian = [Double](repeating: 0, count: count * count)
    for i in 0..<n { residual[i] = lane.residual[i] }
    for entry in 0..<plan.unknownEntries {
      jacobian[Int(plan.entryRows.pointer[entry]) * count + Int(plan.entrySlots.pointer[entry])] = lane.jacobian[entry]
    }
    for row in plan.nodeRows {
      residual[row] += leak * x[row]
      jacobian[row * count + row] += leak
    }
    for (state, memory) in inductors {
      let row = Int(memory.rowA)
      residual[row] = x[row] - held![state]
      for column in 0..<count { jacobian[row * count + column] = column == row ? 1 : 0 }
    }
    for (index, (state, memory)) in capacitors.enumerated() {
      let branch = n + index
      residual[branch] = lane.slots[Int(memory.a)] - lane.slots[Int(memory.b)] - held![state]
      for (row, slot, sign) in [(memory.rowA, memory.a, 1.0), (memory.rowB, memory.b, -1.0)] {
        if Int(slot) < n { jacobian[branch * count + Int(slot)] += sign }
        guard Int(row) < n else { continue }
        residual[Int(row)] += sign * x[branch]
        jacobian[Int(row) * count + branch] += sign
      }
    }
    return (residual, jacobian)
  }

  /// Nothing anywhere, or nearly so where expressions have no number there: tubes divide by voltages.
  var start: [Double] {
    let zero = [Double](repeating: 0, count: count)
    guard !assemble(zero).residual.allSatisfy(\.isFinite) else { return zero }
    return (0..<count).map { 1e-3 * (1 + (0.618 * Double($0)).truncatingRemainder(dividingBy: 1)) }
  }

  /// Newton's method with junctions limited as SPICE does, which begins with them about to conduct.
  ///
  /// - Parameter fresh: whether junctions begin about to conduct, or where the lane's limits have them.
  /// - Returns: `nil` if it does not converge; `worst` then is the unknown furthest off.
  func solveLimited(from start: [Double], fresh: Bool, worst: inout Int) -> [Double]? {
    guard plan.limitCount > 0 else { return nil }
    var x = start
    if fresh { lane.startLimits() }
    lane.more.pointee.limiting = .held
    defer { lane.more.pointee.limiting = .off }
    for _ in 0..<options.dampedIterations {
      let (residual, jacobian) = assemble(x)
      let limited = lane.more.pointee.limited > 0
      lane.more.pointee.limiting = .on
      guard let system = DenseSystem(jacobian, count: count, singular: &worst) else { return nil }
      let update = system.solve(residual)
      let size = norm(update, at: x, &worst)
      guard size.isFinite else { return nil }
      for i in 0..<count { x[i] -= update[i] }
      if size <= 1 && !limited { return x }
    }
    return nil
  }

  /// What keeps a solution from holding: an equation that does not add up, or a device that would melt. Leaves the
  /// lane assembled there.
  func objection(to x: [Double]) -> (name: String, place: SourcePosition?)? {
    let (residual, jacobian) = assemble(x)
    for row in 0..<count {
      var scale = 0.0
      for column in 0..<count { scale += abs(jacobian[row * count + column]) * (abs(x[column]) + 1e-6) }
      if !(abs(residual[row]) <= 1e-9 + 1e-6 * scale) { return (name(row), nil) }
    }
    guard let device = lane.moltenDevice() else { return nil }
    return ("\(device.name), which would carry more than \(Int(Junction.largestCurrent)) A", device.position)
  }

  /// Whether the matrix at `x` leaves an unknown undetermined.
  func isSingular(at x: [Double], worst: inout Int) -> Bool {
    var column = 0
    guard DenseSystem(assemble(x).jacobian, count: count, singular: &column) == nil else { return false }
    worst = column
    return true
  }

  /// Newton's method, damped by the natural monotonicity test (Deuflhard 1974).
  ///
  /// - Returns: `nil` if it does not converge; `worst` then is the unknown furthest off.
  func solve(from start: [Double], worst: inout Int) -> [Double]? {
    var x = start
    var damping = 1.0
    var (residual, jacobian) = assemble(x)
    for _ in 0..<options.dampedIterations {
      guard let system = DenseSystem(jacobian, count: count, singular: &worst) else { return nil }
      let update = system.solve(residual)
      let size = norm(update, at: x, &worst)
      guard size.isFinite else { return nil }
      if size <= 1 {
        for i in 0..<count { x[i] -= update[i] }
        (residual, jacobian) = assemble(x)
        return residual.allSatisfy(\.isFinite) ? x : nil
      }
      while true {
        let trial = (0..<count).map { x[$0] - damping * update[$0] }
        (residual, jacobian) = assemble(trial)
        var ignored = 0
        if norm(system.solve(residual), at: trial, &ignored) <= (1 - damping / 4) * size {
          x = trial
          break
        }
        damping /= 2
        if damping < 1e-10 { return nil }
      }
      damping = min(1, 4 * damping)
    }
    return nil
  }

  private func norm(_ update: [Double], at x: [Double], _ worst: inout Int) -> Double {
    var size = 0.0
    for i in 0..<count {
      let tolerance = i < plan.unknownCount ? lane.tolerance[i] : options.currentTolerance
      let scaled = abs(update[i]) / (tolerance + options.relativeTolerance * abs(x[i]))
      if !(scaled <= size) {
        size = scaled.isNaN ? .infinity : scaled
        worst = i
      }
    }
    return size
  }

  func name(_ unknown: Int) -> String {
    unknown < plan.unknownCount
      ? plan.unknownNames[unknown]
      : "the current of " + plan.circuit.states[capacitors[unknown - plan.unknownCount].state].name
  }
}
