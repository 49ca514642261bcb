extension Lane {
  /// One step of SDIRK2 between two fractions of the time step; if it has no solution, or is too long for what goes on
  /// within it, two of half the length.
  func advance(
    from: Double, to: Double, timeStep: Double, options: SolverOptions, depth: Int
  ) throws(SolverError) {
    let gamma = TransientSolver.gamma
    let (plan, n) = (plan, plan.unknownCount)
    setCompanion(1 / (gamma * (to - from) * timeStep))
    // Stage 1, at γ: histories are the memories. The guess goes on from the last two points.
    for index in 0..<plan.memories.count { history[index] = memory[index] }
    for index in 0..<plan.charges.count { chargeHistory[index] = charge[index] }
    for i in 0..<n {
      guess[i] = accepted[i] + gamma * (2 * accepted[i] - 3 * before[i] + earlier[i])
      slots[i] = guess[i] + missedFirst[i]
    }
    setSources(at: from + gamma * (to - from))
    prepareStage()
    guard solve(options, guess: accepted) else {
      return try halve(from: from, to: to, timeStep: timeStep, options: options, depth: depth)
    }
    // Stage 2, at 1: the slope of stage 1 counts (1 − γ) h.
    let share = (1 - gamma) / gamma
    for index in 0..<plan.memories.count {
      let part = plan.memories.pointer[index]
      history[index] = memory[index] + share * (slots[Int(part.a)] - slots[Int(part.b)] - memory[index])
    }
    if plan.charges.count > 0 {
      readCharges(into: chargeHistory)
      for index in 0..<plan.charges.count {
        chargeHistory[index] = charge[index] + share * (chargeHistory[index] - charge[index])
      }
    }
    for i in 0..<n {
      let solved = slots[i]
      trial[i] = solved
      missedFirst[i] = solved - guess[i]
      guess[i] = solved + share * (solved - accepted[i])
      slots[i] = guess[i] + missedSecond[i]
    }
    stage.update(from: trial, count: n)
    setSources(at: to)
    prepareStage()
    guard solve(options, guess: stage) else {
      return try halve(from: from, to: to, timeStep: timeStep, options: options, depth: depth)
    }
    if depth < options.refinements && bend() > options.bendTolerance {
      return try halve(from: from, to: to, timeStep: timeStep, options: options, depth: depth)
    }
    for i in 0..<n { missedSecond[i] = slots[i] - guess[i] }
    earlier.update(from: before, count: n)
    before.update(from: accepted, count: n)
    accepted.update(from: slots, count: n)
    readMemories(into: memory)
    readCharges(into: charge)
  }

  /// Between both stages just solved: the largest change of a capacitor's slope, in volts per step.
  ///
  /// The histories are still those of stage 2, memory + (1 − γ) / γ · (v₁ − memory).
  @inline(__always)
  private func bend() -> Double {
    let gamma = TransientSolver.gamma
    var largest = 0.0
    for index in 0..<plan.memories.count {
      let part = plan.memories.pointer[index]
      guard !part.isInductor else { continue }
      let from = memory[index]
      let change = slots[Int(part.a)] - slots[Int(part.b)] - from
      largest = max(largest, abs(gamma * (1 - gamma) * change - gamma * (history[index] - from)))
    }
    return largest / (gamma * gamma * (1 - gamma))
  }

  @inline(never)
  private func halve(
    from: Double, to: Double, timeStep: Double, options: SolverOptions, depth: Int
  ) throws(SolverError) {
    let n = plan.unknownCount
    stage.update(from: accepted, count: n)
    slots.update(from: accepted, count: n)
    settleLimits()
    guard depth < options.halvings else {
      assemble()
      let time = more.pointee.time + from * timeStep
      if let error = unusableElement(time: time) ?? notANumber(time: time) { throw error }
      if let node = undetermined() {
        throw .singular(circuit: plan.circuit.name, at: plan.circuit.place(of: node), node: node)
      }
      let node = n > 0 ? plan.unknownNames[more.pointee.worst] : "v(out)"
      throw .noConvergence(
        circuit: plan.circuit.name, at: plan.circuit.place(of: node), time: time, node: node)
    }
    // Half-way between the last points, so that guesses go on from points as far apart as those to come.
    let points = (0..<n).map { (accepted[$0], before[$0]) }
    for i in 0..<n {
      let between = 0.375 * accepted[i] + 0.75 * before[i] - 0.125 * earlier[i]
      (earlier[i], before[i], missedFirst[i], missedSecond[i]) = (before[i], between, 0, 0)
    }
    let middle = (from + to) / 2
    try advance(from: from, to: middle, timeStep: timeStep, options: options, depth: depth + 1)
    try advance(from: middle, to: to, timeStep: timeStep, options: options, depth: depth + 1)
    for i in 0..<n { (before[i], earlier[i]) = points[i] }
  }
}
