/// Finds a solution of the circuit without time, by ever more patient methods.
struct RestSearch {
  private var problem: StaticProblem
  private let plan: Plan
  private let lane: Lane
  /// The unknown furthest off, or the one a singular matrix does not determine.
  private var worst = 0
  private var objection: (name: String, place: SourcePosition?)?
  private(set) var isSingular = false

  /// The sources of the lane must be set.
  init(_ lane: Lane, held: [Double]?, options: SolverOptions) {
    (self.lane, plan) = (lane, lane.plan)
    problem = StaticProblem(lane, held: held, options: options)
  }

  /// Unknowns, then currents of held capacitors. The lane is left assembled there.
  ///
  /// First Newton's method with limited junctions, then damped; then with a conductance from every node to ground that
  /// is lowered step by step; then with supplies raised step by step. A solution with a junction beyond
  /// ``Junction/largestCurrent``, or with currents that do not add up, is none.
  mutating func find(from guess: [Double]) -> [Double]? {
    let zero = problem.start
    let guess = guess + zero[guess.count...]
    if let found = accept(problem.solveLimited(from: guess, fresh: false, worst: &worst)) { return found }
    if let found = accept(problem.solve(from: guess, worst: &worst)) { return found }
    isSingular = problem.isSingular(at: zero, worst: &worst)
    if let found = accept(problem.solveLimited(from: zero, fresh: true, worst: &worst)) { return found }
    if let found = accept(problem.solve(from: zero, worst: &worst)) { return found }
    if let found = accept(byLeak(from: zero)) { return found }
    if let found = accept(bySupply(from: zero)) { return found }
    // An expression without a number at nothing is what to tell of.
    _ = problem.assemble([Double](repeating: 0, count: problem.count))
    return nil
  }

  /// Where the search failed.
  var name: String { objection?.name ?? problem.name(worst) }
  var place: SourcePosition? { objection?.place ?? plan.circuit.place(of: name) }

  private mutating func accept(_ solution: [Double]?) -> [Double]? {
    guard let solution else { return nil }
    objection = problem.objection(to: solution)
    return objection == nil ? solution : nil
  }

  private mutating func either(from point: [Double]) -> [Double]? {
    problem.solveLimited(from: point, fresh: false, worst: &worst) ?? problem.solve(from: point, worst: &worst)
  }

  /// From 10 S down, by factors that adapt.
  private mutating func byLeak(from start: [Double]) -> [Double]? {
    var (leak, factor, point) = (10.0, 0.1, start)
    for _ in 0..<400 {
      problem.leak = leak
      if let next = either(from: point) {
        point = next
        factor = max(factor * factor, 1e-3)
        if leak < 1e-14 { break }
      } else {
        leak /= factor
        factor = factor.squareRoot()
        if factor > 0.99 { break }
      }
      leak *= factor
    }
    problem.leak = 0
    return either(from: point)
  }

  /// From no supply to all of it, by steps that adapt.
  private mutating func bySupply(from start: [Double]) -> [Double]? {
    defer { lane.setSupply(1) }
    var (share, step, point) = (0.0, 0.05, start)
    while share < 1 {
      lane.setSupply(min(1, share + step))
      if let next = either(from: point) {
        point = next
        share = min(1, share + step)
        step = min(2 * step, 0.2)
      } else {
        step /= 2
        if step < 1e-5 { return nil }
      }
    }
    return point
  }
}

extension Lane {
  /// Constant sources at a share of their values.
  func setSupply(_ share: Double) {
    slots[plan.groundSlot + 1] = share
    for (slot, value) in plan.supplies.buffer { slots[Int(slot)] = share * value }
    knobsChanged()
  }
}

extension Lane {
  /// The element that these knobs leave without a usable value, if one is.
  func unusableElement(time: Double) -> SolverError? {
    for (parameter, _, index) in plan.knobParameters.buffer {
      let (value, element) = (parameters[Int(parameter)], plan.circuit.elements[Int(index)])
      if case .resistor = element.kind {
        guard !(value > 0 && value < .infinity) else { continue }
        return .resistance(circuit: plan.circuit.name, at: element.position, element: element.name, ohms: 1 / value)
      }
      guard !value.isFinite else { continue }
      return .notANumber(circuit: plan.circuit.name, at: element.position, element: element.name, time: time)
    }
    return nil
  }

  /// The expression that is no number where the lane last was assembled, if one is.
  func notANumber(time: Double) -> SolverError? {
    for (index, part) in plan.behaviours.buffer.enumerated() where slots[Int(part.result)].isNaN {
      let element = plan.circuit.elements[plan.behaviourElements[index]]
      return .notANumber(circuit: plan.circuit.name, at: element.position, element: element.name, time: time)
    }
    return nil
  }
}
