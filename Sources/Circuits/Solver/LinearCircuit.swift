/// A circuit for small signals around its operating point x₀, y₀:
/// dx/dt = A (x − x₀) + b u,  y = y₀ + c (x − x₀) + d u.
public struct LinearCircuit: Sendable, Hashable {
  /// Rows: derivative of each state; in 1/s and the states' units.
  public let a: [[Double]]
  /// Per volt of input.
  public let b: [Double]
  /// Volts of output per unit of state.
  public let c: [Double]
  /// Volts of output per volt of input.
  public let d: Double
}

extension TransientSolver {
  /// The exact small-signal circuit at the operating point of these knobs.
  ///
  /// Every independent capacitor becomes a voltage source, every independent inductor a current source; what flows
  /// through, or lies across, them is their derivative. Dependent ones answer with C·dv/dt and L·di/dt, which the
  /// states' derivatives decide in turn. Charges inside devices are left out, as if always settled.
  ///
  /// - Throws: also ``SolverError/inputSlopeMatters(circuit:element:)``.
  public func linearised(knobs: [Double]) throws(SolverError) -> LinearCircuit {
    try linearised(at: try restingLane(knobs: knobs))
  }

  /// The same for small deviations from where the circuit stands, as after ``setState(_:input:knobs:)``: how its
  /// derivatives depend on state and input there.
  public func linearisedHere() throws(SolverError) -> LinearCircuit { try linearised(at: lane) }

  private func linearised(at rest: Lane) throws(SolverError) -> LinearCircuit {
    let (n, states) = (plan.unknownCount, plan.stateMemories.map { plan.memories.pointer[$0] })
    let dependents = plan.dependentMemories.map { plan.memories.pointer[$0] }
    let problem = StaticProblem(rest, held: plan.stateMemories.map { rest.memory[$0] }, options: options)
    var point = [Double](repeating: 0, count: problem.count)
    for i in 0..<n { point[i] = rest.slots[i] }
    let (_, jacobian) = problem.assemble(point)
    var worst = 0
    guard let system = DenseSystem(jacobian, count: problem.count, singular: &worst) else {
      let node = problem.name(worst)
      throw .singular(circuit: circuit.name, at: circuit.place(of: node), node: node)
    }
    var capacitorBranch = n
    let branches = states.map { memory -> Int in
      guard !memory.isInductor else { return Int(memory.rowA) }
      capacitorBranch += 1
      return capacitorBranch - 1
    }

    // Right-hand sides: −∂F/∂(state), −∂F/∂u, and the sources standing for dependents.
    func response(_ fill: (inout [Double]) -> Void) -> [Double] {
      var right = [Double](repeating: 0, count: problem.count + 1)
      fill(&right)
      return system.solve(right)
    }
    let byState = branches.map { branch in response { $0[branch] = 1 } }
    let byInput = response { right in
      for entry in plan.unknownEntries..<max(plan.unknownEntries, plan.entryRows.count)
      where Int(plan.entrySlots.pointer[entry]) == plan.inputSlot {
        right[Int(plan.entryRows.pointer[entry])] -= rest.jacobian[entry]
      }
      // A state capacitor between the input and a node: v(a) − v(b) contains the input itself.
      for (memory, branch) in zip(states, branches) where !memory.isInductor {
        if Int(memory.a) == plan.inputSlot { right[branch] -= 1 }
        if Int(memory.b) == plan.inputSlot { right[branch] += 1 }
      }
    }
    let byDependent = dependents.map { memory in
      response { right in
        // A current from a to b through the capacitor, or a voltage across the inductor.
        let (rowA, rowB) = (min(Int(memory.rowA), problem.count), min(Int(memory.rowB), problem.count))
        if memory.isInductor {
          right[rowA] += 1
        } else {
          if rowA < n { right[rowA] -= 1 }
          if rowB < n { right[rowB] += 1 }
        }
      }
    }

    func slope(_ solution: [Double], _ index: Int) -> Double {
      let memory = states[index]
      guard memory.isInductor else { return solution[branches[index]] / memory.coefficient }
      // L di/dt is the voltage across: the incidence of the branch's own row.
      return voltage(of: plan.stateMemories[index], solution) / -memory.coefficient
    }
    func inductorEnds(_ index: Int) -> (Int, Int) {
      (Int(plan.inductorEnds[index]!.0), Int(plan.inductorEnds[index]!.1))
    }
    func voltage(of memory: Int, _ solution: [Double]) -> Double {
      let (a, b) = inductorEnds(memory)
      return (a < n ? solution[a] : 0) - (b < n ? solution[b] : 0)
    }
    func value(_ memory: Plan.Memory, _ solution: [Double], input: Double) -> Double {
      func part(_ slot: Int32) -> Double {
        Int(slot) < n ? solution[Int(slot)] : Int(slot) == plan.inputSlot ? input : 0
      }
      return part(memory.a) - part(memory.b)
    }
    let count = states.count
    var a = (0..<count).map { row in (0..<count).map { slope(byState[$0], row) } }
    var b = (0..<count).map { row in
      slope(byInput, row)
        + (states[row].isInductor
          ? inputAcross(plan.inductorEnds[plan.stateMemories[row]]!) / -states[row].coefficient : 0)
    }
    let mutuals = plan.mutuals.buffer.map { part in
      (
        row: plan.stateMemories.firstIndex { plan.memories.pointer[$0].rowA == part.row }!,
        column: plan.stateMemories.firstIndex(of: Int(part.memory))!, inductance: part.inductance
      )
    }
    if !dependents.isEmpty || !mutuals.isEmpty {
      for (index, memory) in dependents.enumerated() {
        let feeds = byDependent[index]
        let matters = (0..<count).contains { abs(slope(feeds, $0)) > 0 }
        if matters, abs(value(memory, byInput, input: 1)) > 1e-12 {
          throw .inputSlopeMatters(
            circuit: circuit.name, element: circuit.elements[circuit.topology.dependent[index]].name)
        }
      }
      // (I − K C T) ẋ = A₀ x + b₀ u with K the slopes a dependent causes, C its size, T its value by state.
      var mass = [Double](repeating: 0, count: count * count)
      for row in 0..<count {
        for column in 0..<count {
          var sum = row == column ? 1.0 : 0
          for (index, memory) in dependents.enumerated() {
            sum -= slope(byDependent[index], row) * abs(memory.coefficient) * value(memory, byState[column], input: 0)
          }
          mass[row * count + column] = sum
        }
      }
      // What another inductor's current induces: L di + M di₂ is the voltage across.
      for (row, column, inductance) in mutuals {
        mass[row * count + column] += inductance / -states[row].coefficient
      }
      guard let inverse = DenseSystem(mass, count: count, singular: &worst) else {
        let state = circuit.states[worst].name
        throw .singular(circuit: circuit.name, at: circuit.place(of: "current of " + state), node: state)
      }
      let columns = (0..<count).map { column in inverse.solve(a.map { $0[column] }) }
      a = (0..<count).map { row in columns.map { $0[row] } }
      b = inverse.solve(b)
    }
    let out = plan.outputSlot
    return LinearCircuit(
      a: a, b: b, c: byState.map { out < n ? $0[out] : 0 },
      d: out < n ? byInput[out] : out == plan.inputSlot ? 1 : 0)
  }

  private func inputAcross(_ ends: (Int32, Int32)) -> Double {
    (Int(ends.0) == plan.inputSlot ? 1 : 0) - (Int(ends.1) == plan.inputSlot ? 1 : 0)
  }
}
