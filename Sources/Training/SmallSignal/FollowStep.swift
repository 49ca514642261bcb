import Circuits
import Glibc

/// One sample of what the states of a circuit do when the path of one of them, the carrier, is known.
///
/// With a single nonlinear current φ in the circuit, dx/dt = A x + b u + g φ. Its direction g does not depend on where
/// the circuit stands, so φ can be taken out of all rows but one: for the other states L and the carrier c, with
/// r = g_L / g_c and w = x_L − r x_c,
/// ```
/// dw/dt = Ã w + (Ã r + A_Lc − r A_cc) x_c + (b_L − r b_c) u,    Ã = A_LL − r A_cL
/// ```
/// is linear in all states of the circuit. Between two samples x_c runs in a straight line.
package struct FollowStep {
  /// S × S and S × T; the carrier's rows are zero.
  package private(set) var transition: Matrix
  package private(set) var taps: Matrix
  /// Step of each state per step of the carrier, in their units; zero for the carrier.
  package private(set) var shares: [Double]

  /// Largest part of a row's nonlinear derivatives that may not be the carrier's.
  private static let tolerance = 1e-4

  package init(
    _ solver: TransientSolver, knobs: [Double], timeStep: Double, taps delays: [Int], scales: Scales,
    linear: LinearCircuit, carrier: Int
  ) throws(SolverError) {
    let count = scales.states.count
    let others = (0..<count).filter { $0 != carrier }
    let r = try Self.direction(solver, knobs: knobs, scales: scales, linear: linear, carrier: carrier)
    let own = linear.a[carrier]
    let a = others.map { row in others.map { linear.a[row][$0] - r[row] * own[$0] } }
    let b = others.map { linear.b[$0] - r[$0] * linear.b[carrier] }
    let byCarrier = others.enumerated().map { index, row in
      others.indices.reduce(linear.a[row][carrier] - r[row] * own[carrier]) { $0 + a[index][$1] * r[others[$1]] }
    }
    let step = LinearStep(a: a, b: b, timeStep: timeStep, taps: delays)

    // Van Loan: the last column of the exponential holds the answer to a ramp, the one before it to a constant.
    let m = others.count
    var big = Matrix(m + 2, m + 2)
    for i in 0..<m {
      for j in 0..<m { big[i, j] = timeStep * a[i][j] }
      big[i, m] = timeStep * byCarrier[i]
    }
    big[m, m + 1] = 1
    let grown = big.exponential()

    transition = Matrix(count, count)
    taps = Matrix(count, delays.count)
    shares = [Double](repeating: 0, count: count)
    for (i, row) in others.enumerated() {
      var past = 0.0
      for (j, column) in others.enumerated() {
        transition[row, column] = step.transition[i, j]
        past += step.transition[i, j] * r[column]
      }
      shares[row] = grown[i, m + 1] + r[row]
      // x_c[n−1] also lies in x_c[n], whose change alone is the carrier's step.
      transition[row, carrier] = grown[i, m] - past + r[row]
      for tap in delays.indices { taps[row, tap] = step.taps[i, tap] }
    }
  }

  /// g over that of the carrier: what the derivatives' own derivatives change by where the circuit stands elsewhere.
  private static func direction(
    _ solver: TransientSolver, knobs: [Double], scales: Scales, linear: LinearCircuit, carrier: Int
  ) throws(SolverError) -> [Double] {
    let count = scales.states.count
    let rest = try solver.operatingPoint(knobs: knobs).states
    var moved = solver
    try moved.start(knobs: knobs)
    var (along, power) = ([Double](repeating: 0, count: count), 0.0)
    var changes: [[Double]] = []
    for place in 0..<2 * count {
      var state = rest
      state[place / 2] += (place % 2 == 0 ? 1 : -1) * scales.states[place / 2]
      let input = (place % 3 == 0 ? -1 : 1) * scales.input
      guard (try? moved.setState(state, input: input, knobs: knobs)) != nil, let here = try? moved.linearisedHere()
      else { continue }
      for column in 0...count {
        let size = column < count ? scales.states[column] : scales.input
        let change = (0..<count).map { row in
          (column < count ? here.a[row][column] - linear.a[row][column] : here.b[row] - linear.b[row]) * size
        }
        for row in 0..<count { along[row] += change[row] * change[carrier] }
        power += change[carrier] * change[carrier]
        changes.append(change)
      }
    }
    guard power > 0 else {
      throw .notUsable(quantity: "carrier \(solver.circuit.states[carrier].name), power", found: 0)
    }
    let r = along.map { $0 / power }
    for row in 0..<count {
      var (left, whole) = (0.0, 0.0)
      for change in changes {
        left += (change[row] - r[row] * change[carrier]) * (change[row] - r[row] * change[carrier])
        whole += change[row] * change[row]
      }
      // What rounding makes of a row is no change.
      let size = (0..<count).reduce(0) { max($0, abs(linear.a[row][$1] * scales.states[$1])) }
      let noise = Double(changes.count) * (1e-8 * size) * (1e-8 * size)
      guard left <= tolerance * tolerance * whole + noise else {
        throw .notUsable(
          quantity: "carrier \(solver.circuit.states[carrier].name) for \(solver.circuit.states[row].name), share",
          found: (left / whole).squareRoot())
      }
    }
    return r
  }
}
