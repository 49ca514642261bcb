import ModelFormat

/// A made-up network: states move by what it puts out, x[n] = x[n−1] + N(x[n−1], u[n], u[n−1]) − N(0), and the first
/// one is heard.
struct KernelNetwork {
  let shape: KernelShape
  /// Per layer the matrix row by row, then the biases; last the output matrix row by row. As `model.json` has it.
  let weights: [Double]
  /// N at rest and its derivatives there, states × inputs.
  private let restOutput: [Double]
  private let slope: [[Double]]

  /// Random layers, and an output matrix that makes states decay: their slope is −A Aᵀ.
  init(_ shape: KernelShape) {
    self.shape = shape
    var dice = SeededDice(seed: UInt64(shape.layers * 1000 + shape.units))
    var weights: [Double] = []
    var values: [Double] = []
    // d(layer's values) / d(inputs)
    var slopes = (0..<KernelShape.inputs).map { row in (0..<KernelShape.inputs).map { $0 == row ? 1.0 : 0 } }
    for layer in 0..<shape.layers {
      let width = layer == 0 ? KernelShape.inputs : shape.units
      let matrix = (0..<shape.units).map { _ in (0..<width).map { _ in dice.normal() / Double(width).squareRoot() } }
      let biases = (0..<shape.units).map { _ in 0.3 * dice.normal() }
      let sums = matrix.indices.map { i in
        biases[i] + (layer == 0 ? 0 : zip(matrix[i], values).reduce(0) { $0 + $1.0 * $1.1 })
      }
      slopes = matrix.indices.map { i in
        (0..<KernelShape.inputs).map { z in
          Activation.rationalTanh.slope(sums[i]) * (0..<width).reduce(0) { $0 + matrix[i][$1] * slopes[$1][z] }
        }
      }
      values = sums.map(Activation.rationalTanh.value)
      weights += matrix.flatMap { $0 } + biases
    }
    let power = (0..<KernelShape.states).reduce(0) { sum, s in slopes.reduce(sum) { $0 + $1[s] * $1[s] } }
    let output = (0..<KernelShape.states).map { s in slopes.map { -0.2 / power * $0[s] } }
    restOutput = output.map { zip($0, values).reduce(0) { $0 + $1.0 * $1.1 } }
    slope = output.map { row in
      (0..<KernelShape.inputs).map { z in row.indices.reduce(0) { $0 + row[$1] * slopes[$1][z] } }
    }
    self.weights = weights + output.flatMap { $0 }
  }

  /// For those who have no anchor: the weights in single precision, and what cancels the output at rest behind them.
  var floats: [Float] { (weights + restOutput.map { -$0 }).map(Float.init) }

  /// The same network as a stage of a model. Its small-signal part is the network's own slope, so nothing is added
  /// to the network: the stage does what the others do.
  var stage: Model.Stage {
    Model.Stage(
      name: shape.name,
      states: ["x", "y"].map { .init(name: $0, unit: "V", scale: 1, limit: 100) },
      input: .init(scale: 1, limit: 20, taps: Array(0..<KernelShape.taps)),
      output: .init(scale: 1, fromStates: [1, 0], hasResidual: false), coordinates: [],
      smallSignal: .init(
        degrees: [], restStates: [[0], [0]], restOutput: [0], step: slope.map { row in row.map { [$0] } }),
      network: .init(
        activation: .rationalTanh, hasBiases: true, layers: Array(repeating: shape.units, count: shape.layers),
        conditions: [], residualScales: [1, 1], axes: [], weights: weights))
  }
}
