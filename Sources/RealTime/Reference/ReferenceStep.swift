import Glibc
import ModelFormat

/// The network's step in plain double precision, written for reading: what the kernels are held to.
///
/// Knobs may move every sample; everything is computed anew from the model at each of their positions.
/// Not for the audio thread.
public struct ReferenceStep {
  public let model: Model
  private let timeStep: Double
  /// x, normalised (not its deviation from rest).
  public private(set) var state: [Double]
  /// Normalised input, newest first.
  private var history: [Double]
  private var kappa: Kappa

  /// What stands still as long as the knobs do.
  private struct Kappa {
    var positions: [Double]
    var conditions: [Double]
    var weights: [Double]
    var restStates: [Double]
    var restOutput: Double
    /// Rows: states, then the output where it has a row.
    var step: [[Double]]
    var rates: [Double]
    /// N(0, κ) and J_N(0, κ).
    var anchorValue: [Double]
    var anchorSlopes: [[Double]]
  }

  /// At rest for `positions` (0…1 per control; defaults if nil) at a model rate in hertz.
  public init(_ model: Model, rateHz: Double, positions: [Double]? = nil) {
    self.model = model
    timeStep = 1 / rateHz
    let start = positions ?? model.controls.map { $0.position(ofPlain: $0.default) }
    kappa = Self.kappa(model, timeStep, start)
    state = kappa.restStates
    history = [Double](repeating: 0, count: (model.input.taps.last ?? 0) + 1)
  }

  /// Sets x in physical units.
  public mutating func setState(_ physical: [Double]) {
    for (index, value) in physical.enumerated() { state[index] = value / model.states[index].scale }
  }

  /// One sample: input in volts, knob positions 0…1, output in volts.
  public mutating func step(_ volts: Double, positions: [Double]) -> Double {
    if positions != kappa.positions { kappa = Self.kappa(model, timeStep, positions) }
    history.removeLast()
    history.insert(volts / model.input.scale, at: 0)
    let z = zip(state, kappa.restStates).map { $0 - $1 } + model.input.taps.map { history[$0] }
    let network = evaluate(z + kappa.conditions)
    let count = model.states.count
    var residual = [Double](repeating: 0, count: model.residualCount)
    for row in residual.indices {
      let linear = zip(kappa.anchorSlopes[row], z).reduce(0) { $0 + $1.0 * $1.1 }
      residual[row] = model.network.residualScales[row] * (network[row] - kappa.anchorValue[row] - linear)
    }
    let skip = kappa.step.map { row in zip(row, z).reduce(0) { $0 + $1.0 * $1.1 } }
    var output = kappa.restOutput
    for s in 0..<count {
      state[s] += kappa.rates[s] * (skip[s] + residual[s])
      output += model.output.fromStates[s] * (state[s] - kappa.restStates[s])
    }
    if skip.count > count { output += skip[count] + (model.output.hasResidual ? residual[count] : 0) }
    return output * model.output.scale
  }

  private func evaluate(_ input: [Double]) -> [Double] {
    Self.evaluate(model, kappa.weights, input, slopes: nil).value
  }

  /// N at `input`, and its derivative by the first `slopes` inputs.
  private static func evaluate(_ model: Model, _ weights: [Double], _ input: [Double], slopes: Int?) -> (
    value: [Double], slopes: [[Double]]
  ) {
    var value = input
    let columns = slopes ?? 0
    var jacobian = input.indices.map { i in (0..<columns).map { $0 == i ? 1.0 : 0 } }
    var at = 0
    for (layer, units) in (model.network.layers + [model.residualCount]).enumerated() {
      let isOutput = layer == model.network.layers.count
      let hasBias = model.network.hasBiases && !isOutput
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
        next[i] = isOutput ? sum : model.network.activation.value(sum)
        if !isOutput {
          let slope = model.network.activation.slope(sum)
          for c in 0..<columns { nextJacobian[i][c] *= slope }
        }
      }
      at += units * width + (hasBias ? units : 0)
      value = next
      jacobian = nextJacobian
    }
    return (value, jacobian)
  }

  private static func kappa(_ model: Model, _ timeStep: Double, _ positions: [Double]) -> Kappa {
    let c = model.coordinates.map { coordinate in
      switch coordinate.source {
      case .timeStep: coordinate.normalised(timeStep)
      case .control: coordinate.normalised(positions[model.controls.firstIndex { $0.id == coordinate.control }!])
      }
    }
    var weights = model.network.weights
    for axis in model.network.axes {
      let (node, fraction) = SnapshotAxisTable.interval(of: c[axis.coordinate], in: axis.nodes)
      for (share, index) in [(1 - fraction, node), (fraction, node + 1)] where index > 0 {
        for w in weights.indices { weights[w] += share * axis.deltas[index - 1][w] }
      }
    }
    func series(_ coefficients: [Double]) -> Double {
      var values = coefficients
      var degrees = model.smallSignal.degrees
      for axis in c.indices.reversed() {
        values = Chebyshev.collapsed(values, degrees: degrees, axis: axis, at: c[axis])
        degrees.removeLast()
      }
      return values[0]
    }
    let small = model.smallSignal
    let conditions = model.network.conditions.map { c[$0] }
    let inputs = model.states.count + model.input.taps.count
    let anchor = evaluate(
      model, weights, [Double](repeating: 0, count: inputs) + conditions, slopes: inputs)
    return Kappa(
      positions: positions, conditions: conditions, weights: weights, restStates: small.restStates.map(series),
      restOutput: series(small.restOutput),
      step: small.step.map { $0.map(series) } + (small.outputStep.isEmpty ? [] : [small.outputStep.map(series)]),
      rates: small.logRates.isEmpty ? model.states.map { _ in 1 } : small.logRates.map { exp(series($0)) },
      anchorValue: anchor.value, anchorSlopes: anchor.slopes)
  }
}
