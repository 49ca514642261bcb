import ModelFormat

/// How one step of a stage depends on its state, knobs held: ∂x[n]/∂x[n−1] = 1 + R {D (J_N(z) − J_N(0)) + M}, the
/// state's columns of it; in rows with a window also by what that lets through.
package struct StageJacobian {
  private let stage: Model.Stage
  private let weights: [Double]
  private let conditions: [Double]
  private let rates: [Double]
  private let shares: [Double]
  /// S × (S + T): M, and J_N(0).
  private let step: Matrix
  private let slopesAtRest: Matrix
  /// x₀, normalised.
  package let rest: [Double]

  private var states: Int { stage.states.count }

  /// - Parameter positions: 0…1 by control id.
  package init(_ stage: Model.Stage, timeStep: Double, positions: [String: Double]) {
    self.stage = stage
    let c = stage.normalised(timeStep: timeStep) { positions[$0] ?? 0.5 }
    let basis = Self.basis(stage.smallSignal.degrees, c)
    func value(_ series: [Double]) -> Double { zip(series, basis).reduce(0) { $0 + $1.0 * $1.1 } }
    rest = stage.smallSignal.restStates.map(value)
    step = Matrix(stage.smallSignal.step.map { $0.map(value) }, columns: stage.signalCount)
    shares = stage.smallSignal.follow?.shares.map(value) ?? []
    rates = stage.states.map { state in
      guard let rate = state.rate.map({ stage.coordinates[$0] }) else { return 1 }
      return rate.physical(positions[rate.control ?? ""] ?? 0.5, timeStep: timeStep)
    }
    conditions = stage.network.conditions.map { c[$0] }
    weights = Self.weights(stage.network, c)
    let still = [Double](repeating: 0, count: stage.signalCount) + conditions
    slopesAtRest = Self.slopes(stage, weights, still)
  }

  /// At rest, where the network adds nothing.
  package var linear: Matrix {
    var moves = Matrix(states, states)
    for i in 0..<states { for j in 0..<states { moves[i, j] = rates[i] * step[i, j] } }
    return following(moves)
  }

  /// The whole step by the rows' own moves.
  private func following(_ moves: Matrix) -> Matrix {
    var result = Matrix.identity(states) + moves
    guard let carrier = stage.smallSignal.follow?.carrier else { return result }
    for i in 0..<states { for j in 0..<states { result[i, j] += shares[i] * moves[carrier, j] } }
    return result
  }

  /// - Parameter z: deviation of the state from rest and the taps, normalised.
  package func callAsFunction(_ z: [Double]) -> Matrix {
    guard !stage.isLinear else { return linear }
    let network = stage.network
    let slopes = Self.slopes(stage, weights, z + conditions)
    var moves = Matrix(states, states)
    for i in 0..<states {
      let scale = network.residualScales[i]
      let sigma = network.windows.isEmpty ? 0 : network.windows[i]
      // Of what the window lets through, by J_N(0) and by M.
      var (near, byLinear) = (1.0, 1.0)
      if sigma > 0 {
        let linear = z.indices.reduce(0) { $0 + step[i, $1] / scale * z[$1] }
        let missed = z.indices.reduce(linear) { $0 - slopesAtRest[i, $1] * z[$1] }
        near = 1 / (1 + (linear / sigma) * (linear / sigma))
        byLinear = near - 2 * linear / (sigma * sigma) * near * near * missed
      }
      for j in 0..<states {
        let own = slopes[i, j] - near * slopesAtRest[i, j]
        moves[i, j] = rates[i] * (scale * own + byLinear * step[i, j])
      }
    }
    return following(moves)
  }

  /// Products of Chebyshev polynomials, the last coordinate's index fastest.
  private static func basis(_ degrees: [Int], _ c: [Double]) -> [Double] {
    zip(degrees, c).reduce([1.0]) { basis, axis in
      var terms = [1.0, axis.1]
      while terms.count <= axis.0 { terms.append(2 * axis.1 * terms[terms.count - 1] - terms[terms.count - 2]) }
      return basis.flatMap { outer in terms.prefix(axis.0 + 1).map { outer * $0 } }
    }
  }

  private static func weights(_ network: Model.Network, _ c: [Double]) -> [Double] {
    var weights = network.weights
    for axis in network.axes {
      let (x, nodes) = (c[axis.coordinate], axis.nodes)
      let node = min(max((nodes.firstIndex { $0 > x } ?? nodes.count) - 1, 0), nodes.count - 2)
      let share = (x - nodes[node]) / (nodes[node + 1] - nodes[node])
      for (part, index) in [(1 - share, node), (share, node + 1)] where index > 0 {
        for w in weights.indices { weights[w] += part * axis.deltas[index - 1][w] }
      }
    }
    return weights
  }

  /// S × (S + T): how N's state rows depend on z at these inputs.
  private static func slopes(_ stage: Model.Stage, _ weights: [Double], _ inputs: [Double]) -> Matrix {
    let (network, rows, columns) = (stage.network, stage.states.count, stage.signalCount)
    guard !stage.isLinear else { return Matrix(rows, columns) }
    var value = inputs
    var slopes = Matrix(inputs.count, columns)
    for i in 0..<columns { slopes[i, i] = 1 }
    var at = 0
    for units in network.layers {
      let width = value.count
      let layer = matrix(weights[at..<at + units * width], units, width)
      at += units * width
      let biases = network.hasBiases ? Array(weights[at..<at + units]) : [Double](repeating: 0, count: units)
      at += biases.count * (network.hasBiases ? 1 : 0)
      var next = layer * slopes
      value = (0..<units).map { i in
        let sum = biases[i] + (0..<width).reduce(0) { $0 + layer[i, $1] * value[$1] }
        let slope = network.activation.slope(sum)
        for j in 0..<columns { next[i, j] *= slope }
        return network.activation.value(sum)
      }
      slopes = next
    }
    let result = matrix(weights[at..<at + rows * value.count], rows, value.count) * slopes
    guard !network.windows.isEmpty else { return result }
    at += stage.residualCount * value.count
    return result + matrix(weights[at..<at + rows * columns], rows, columns)
  }

  private static func matrix(_ values: ArraySlice<Double>, _ rows: Int, _ columns: Int) -> Matrix {
    var result = Matrix(rows, columns)
    result.values = Array(values)
    return result
  }
}
