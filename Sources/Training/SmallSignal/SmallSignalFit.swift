import Circuits
import Glibc
import ModelFormat

/// The circuit's exact small-signal part over κ, in normalised quantities, as series.
package struct SmallSignalFit {
  let fit: ChebyshevFit
  let states: Int
  let taps: Int
  let hasOutputRow: Bool
  private let carrier: Int?
  /// C; where the output has a row of its own, what it follows besides.
  let fromStates: [Double]
  /// Largest error between the nodes, relative to a row's largest entry (of rest: to a normalised unit), in decibels.
  package let errorDecibels: Double

  /// What the functions stand for, in the order of the fit.
  /// - Parameter rate: R; rows of M are per unit of it.
  private static func functions(
    _ solver: TransientSolver, knobs: [Double], timeStep: Double, rate: Double, taps: [Int], scales: Scales,
    output: StageRecipe.OutputKind, followed outputFollows: [Double], carrier: Int?
  ) throws(SolverError) -> [Double] {
    let rest = try solver.operatingPoint(knobs: knobs)
    let linear = try solver.linearised(knobs: knobs)
    let step = LinearStep(a: linear.a, b: linear.b, timeStep: timeStep, taps: taps)
    let count = scales.states.count
    var values = rest.states.indices.map { rest.states[$0] / scales.states[$0] }
    values.append(rest.output / scales.output)
    let followed = try carrier.map { carrier throws(SolverError) in
      try FollowStep(
        solver, knobs: knobs, timeStep: timeStep, taps: taps, scales: scales, linear: linear, carrier: carrier)
    }
    for row in 0..<count {
      // The carrier's own row is the circuit's; the others' say what they do beside following it.
      let told = row == carrier ? nil : followed
      let (transition, inputs) = (told?.transition ?? step.transition, told?.taps ?? step.taps)
      for column in 0..<count {
        let change = transition[row, column] - (row == column ? 1 : 0)
        values.append(change * scales.states[column] / scales.states[row] / rate)
      }
      for tap in taps.indices { values.append(inputs[row, tap] * scales.input / scales.states[row] / rate) }
    }
    if output == .sum {
      // The states' part is C's; what is left is the input as it comes.
      for _ in 0..<count { values.append(0) }
      for tap in taps.indices { values.append(taps[tap] == 0 ? linear.d * scales.input / scales.output : 0) }
    }
    if output == .row {
      // What C says already is left out.
      let c = zip(linear.c, outputFollows).map { $0 - $1 }
      for column in 0..<count {
        let sum = (0..<count).reduce(0) { $0 + c[$1] * step.transition[$1, column] }
        values.append(sum * scales.states[column] / scales.output)
      }
      for tap in taps.indices {
        let sum = (0..<count).reduce(0) { $0 + c[$1] * step.taps[$1, tap] }
        values.append((sum + (taps[tap] == 0 ? linear.d : 0)) * scales.input / scales.output)
      }
    }
    if let carrier, let followed {
      values += (0..<count).map { followed.shares[$0] * scales.states[carrier] / scales.states[$0] }
    }
    return values
  }

  package init(_ solver: TransientSolver, plan: StagePlan, scales: Scales) throws(TrainingError) {
    let recipe = plan.recipe
    states = scales.states.count
    taps = recipe.taps.count
    hasOutputRow = recipe.output == .row || recipe.output == .sum
    carrier = plan.carrierIndex
    do throws(SolverError) {
      let sample = { (c: [Double]) throws(SolverError) -> [Double] in
        let (knobs, timeStep) = plan.physical(c)
        return try Self.functions(
          solver, knobs: knobs, timeStep: timeStep, rate: plan.rate(c), taps: recipe.taps, scales: scales,
          output: recipe.output, followed: plan.followed, carrier: plan.carrierIndex)
      }
      fit = try ChebyshevFit(degrees: recipe.coordinates.map(\.degree), sample: sample)
      let middle = try solver.linearised(knobs: plan.physical(plan.coordinates.map { _ in 0 }).knobs)
      let c = recipe.output == .row ? plan.followed : middle.c
      fromStates = c.indices.map { c[$0] * scales.states[$0] / scales.output }
      errorDecibels = try Self.check(fit, states: states, columns: states + taps, sample)
    } catch {
      throw .solver(error)
    }
  }

  /// The coordinate whose series ends too early: the one with the largest last coefficients, by its name.
  package func hardestCoordinate(_ names: [String]) -> String {
    var best = (size: -1.0, axis: 0)
    for axis in fit.degrees.indices {
      let inner = fit.degrees[(axis + 1)...].reduce(1) { $0 * ($1 + 1) }
      let order = fit.degrees[axis]
      for series in fit.series {
        let largest = max(series.reduce(0) { max($0, abs($1)) }, 1e-300)
        for (index, value) in series.enumerated() where index / inner % (order + 1) >= max(order - 1, 1) {
          if abs(value) / largest > best.size { best = (abs(value) / largest, axis) }
        }
      }
    }
    return names.indices.contains(best.axis) ? names[best.axis] : "none"
  }

  /// Compares the series with the circuit at points that are not nodes.
  private static func check(
    _ fit: ChebyshevFit, states: Int, columns: Int, _ sample: ([Double]) throws(SolverError) -> [Double]
  ) throws(SolverError) -> Double {
    var largest = [Double](repeating: 0, count: fit.series.count)
    var worst = largest
    // A low-discrepancy walk through the cube: multiples of the square roots of primes.
    let strides = [2.0, 3, 5, 7, 11, 13, 17, 19].map { $0.squareRoot() }
    for index in 0..<200 {
      let c = fit.degrees.indices.map { axis in
        let x = (Double(index) + 0.5) * strides[axis]
        return 2 * (x - floor(x)) - 1
      }
      let (exact, series) = (try sample(c), fit.values(at: c))
      for f in exact.indices {
        largest[f] = max(largest[f], abs(exact[f]))
        worst[f] = max(worst[f], abs(exact[f] - series[f]))
      }
    }
    // Rest counts against a normalised unit, a row of M against its largest entry: a supply's bias hides no row.
    var relative = worst[...states].max() ?? 0
    for row in stride(from: states + 1, to: worst.count, by: columns) {
      let entries = row..<min(row + columns, worst.count)
      relative = max(relative, (worst[entries].max() ?? 0) / max(largest[entries].max() ?? 0, 1e-300))
    }
    return 20 * log10(max(relative, 1e-30))
  }

  /// As `model.json` holds it.
  package var section: Model.SmallSignal {
    let signals = states + taps
    let steps = states + 1
    let outputs = steps + states * signals
    return Model.SmallSignal(
      degrees: fit.degrees, restStates: Array(fit.series[0..<states]), restOutput: fit.series[states],
      step: (0..<states).map { Array(fit.series[steps + $0 * signals..<steps + ($0 + 1) * signals]) },
      outputStep: hasOutputRow ? Array(fit.series[outputs..<outputs + signals]) : [],
      follow: carrier.map { .init(carrier: $0, shares: Array(fit.series.suffix(states))) })
  }
}

/// Physical values of one normalised unit.
package struct Scales: Codable, Equatable {
  package var states: [Double]
  package var input: Double
  package var output: Double

  package init(states: [Double], input: Double, output: Double) {
    self.states = states
    self.input = input
    self.output = output
  }
}
