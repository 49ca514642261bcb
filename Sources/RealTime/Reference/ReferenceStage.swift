import ModelFormat

/// One stage of the reference; everything is computed anew when a knob that it depends on has moved.
///
/// Not for the audio thread.
struct ReferenceStage {
  let stage: Model.Stage
  private let timeStep: Double
  /// For each coordinate: its control, or nil for the time step.
  private let controls: [Int?]
  /// x, normalised (not its deviation from rest).
  private(set) var state: [Double]
  /// Normalised input, newest first.
  private var history: [Double]
  private var kappa: Kappa

  /// What stands still as long as the knobs do.
  private struct Kappa {
    /// The coordinates' source values.
    var sources: [Double]
    var conditions: [Double]
    var weights: [Double]
    var restStates: [Double]
    /// Rows: states, then the output where it has a row.
    var step: [[Double]]
    var rates: [Double]
    /// Of the state that the others follow; zeros where there is none.
    var shares: [Double]
    /// N(0, κ) and J_N(0, κ).
    var anchorValue: [Double]
    var anchorSlopes: [[Double]]
  }

  /// At rest for `positions`, in the order of the controls' ids.
  init(_ stage: Model.Stage, timeStep: Double, controls: [String], positions: [Double]) {
    self.stage = stage
    self.timeStep = timeStep
    let indices = stage.coordinates.map { coordinate in controls.firstIndex { $0 == coordinate.control } }
    self.controls = indices
    kappa = Self.kappa(stage, timeStep, Self.sources(indices, timeStep, positions))
    state = kappa.restStates
    history = [Double](repeating: 0, count: (stage.input.taps.last ?? 0) + 1)
  }

  /// Sets x in physical units.
  mutating func setState(_ physical: [Double]) {
    for (index, value) in physical.enumerated() { state[index] = value / stage.states[index].scale }
  }

  private static func sources(_ controls: [Int?], _ timeStep: Double, _ positions: [Double]) -> [Double] {
    controls.map { $0.map { positions[$0] } ?? timeStep }
  }

  /// One sample in volts, clamped to what training covered; output in volts, from rest.
  mutating func step(_ volts: Double, positions: [Double]) -> Double {
    let sources = Self.sources(controls, timeStep, positions)
    if sources != kappa.sources { kappa = Self.kappa(stage, timeStep, sources) }
    history.removeLast()
    history.insert(min(max(volts, -stage.input.limit), stage.input.limit) / stage.input.scale, at: 0)
    let z = zip(state, kappa.restStates).map { $0 - $1 } + stage.input.taps.map { history[$0] }
    let network = evaluate(z + kappa.conditions)
    let count = stage.states.count
    var skip = kappa.step.map { row in zip(row, z).reduce(0) { $0 + $1.0 * $1.1 } }
    // Zeros in a linear stage, which has none.
    var residual = skip.map { _ in 0.0 }
    for row in 0..<stage.residualCount {
      let linear = zip(kappa.anchorSlopes[row], z).reduce(0) { $0 + $1.0 * $1.1 }
      let scale = stage.network.residualScales[row]
      let sigma = stage.network.windows.isEmpty ? 0 : stage.network.windows[row]
      if sigma == 0 {
        residual[row] = scale * (network[row] - kappa.anchorValue[row] - linear)
      } else {
        let small = skip[row] / scale
        let near = 1 / (1 + (small / sigma) * (small / sigma))
        residual[row] = scale * (network[row] - kappa.anchorValue[row] + near * (small - linear))
        skip[row] = 0
      }
    }
    var output = 0.0
    let steps = (0..<count).map { kappa.rates[$0] * (skip[$0] + residual[$0]) }
    let carried = stage.smallSignal.follow.map { steps[$0.carrier] } ?? 0
    for s in 0..<count {
      state[s] += steps[s] + kappa.shares[s] * carried
      output += stage.output.fromStates[s] * (state[s] - kappa.restStates[s])
    }
    if skip.count > count { output += skip[count] + (stage.output.hasResidual ? residual[count] : 0) }
    return output * stage.output.scale
  }

  private func evaluate(_ input: [Double]) -> [Double] {
    Self.evaluate(stage, kappa.weights, input, slopes: nil).value
  }

  /// N at `input`, and its derivative by the first `slopes` inputs.
  private static func evaluate(_ stage: Model.Stage, _ weights: [Double], _ input: [Double], slopes: Int?) -> (
    value: [Double], slopes: [[Double]]
  ) {
    if stage.isLinear { return ([], []) }
    var value = input
    let columns = slopes ?? 0
    var jacobian = input.indices.map { i in (0..<columns).map { $0 == i ? 1.0 : 0 } }
    var at = 0
    for (layer, units) in (stage.network.layers + [stage.residualCount]).enumerated() {
      let isOutput = layer == stage.network.layers.count
      let hasBias = stage.network.hasBiases && !isOutput
      let width = value.count
      var next = [Double](repeating: 0, count: units)
      var nextJacobian = [[Double]](repeating: [Double](repeating: 0, count: columns), count: units)
      for i in 0..<units {
        var sum = hasBias ? weights[at + units * width + i] : 0
        for j in 0..<width {
          let weight = weights[at + i * width + j]
          sum += weight * value[j]
          for c in 0..<columns { nextJacobian[i][c] += weight * jacobian[j][c] }
        }
        next[i] = isOutput ? sum : stage.network.activation.value(sum)
        if !isOutput {
          let slope = stage.network.activation.slope(sum)
          for c in 0..<columns { nextJacobian[i][c] *= slope }
        }
      }
      at += units * width + (hasBias ? units : 0)
      value = next
      jacobian = nextJacobian
    }
    if !stage.network.windows.isEmpty {
      let signals = stage.signalCount
      for row in value.indices {
        for z in 0..<signals {
          value[row] += weights[at + row * signals + z] * input[z]
          if z < columns { jacobian[row][z] += weights[at + row * signals + z] }
        }
      }
    }
    return (value, jacobian)
  }

  /// A of x' = A x: one step of the states' deviation from rest while that is small and the input is silent.
  static func restStep(_ stage: Model.Stage, timeStep: Double, controls: [String], positions: [Double]) -> [[Double]] {
    let indices = stage.coordinates.map { coordinate in controls.firstIndex { $0 == coordinate.control } }
    let kappa = kappa(stage, timeStep, sources(indices, timeStep, positions))
    let states = stage.states.indices
    let steps = states.map { row in states.map { kappa.rates[row] * kappa.step[row][$0] } }
    return states.map { row in
      states.map { column in
        let carried = stage.smallSignal.follow.map { steps[$0.carrier][column] } ?? 0
        return (row == column ? 1 : 0) + steps[row][column] + kappa.shares[row] * carried
      }
    }
  }

  private static func kappa(_ stage: Model.Stage, _ timeStep: Double, _ sources: [Double]) -> Kappa {
    let c = zip(stage.coordinates, sources).map { $0.normalised($1, timeStep: timeStep) }
    let rates = stage.states.map { state in
      state.rate.map { stage.coordinates[$0].physical(sources[$0], timeStep: timeStep) } ?? 1
    }
    var weights = stage.network.weights
    for axis in stage.network.axes {
      let (node, fraction) = SnapshotAxisTable.interval(of: c[axis.coordinate], in: axis.nodes)
      for (share, index) in [(1 - fraction, node), (fraction, node + 1)] where index > 0 {
        for w in weights.indices { weights[w] += share * axis.deltas[index - 1][w] }
      }
    }
    func series(_ coefficients: [Double]) -> Double {
      var values = coefficients
      var degrees = stage.smallSignal.degrees
      for axis in c.indices.reversed() {
        values = Chebyshev.collapsed(values, degrees: degrees, axis: axis, at: c[axis])
        degrees.removeLast()
      }
      return values[0]
    }
    let small = stage.smallSignal
    let conditions = stage.network.conditions.map { c[$0] }
    let inputs = stage.states.count + stage.input.taps.count
    let anchor = evaluate(
      stage, weights, [Double](repeating: 0, count: inputs) + conditions, slopes: inputs)
    return Kappa(
      sources: sources, conditions: conditions, weights: weights, restStates: small.restStates.map(series),
      step: small.step.map { $0.map(series) } + (small.outputStep.isEmpty ? [] : [small.outputStep.map(series)]),
      rates: rates, shares: small.follow?.shares.map(series) ?? rates.map { _ in 0 },
      anchorValue: anchor.value, anchorSlopes: anchor.slopes)
  }
}
