/// The same network as one writes it first: loops over rows and columns, one number after the other.
struct ScalarNetwork {
  private let shape: KernelShape
  private let weights: [Float]
  private var state = [Float](repeating: 0, count: KernelShape.states)
  private var previous: Float = 0
  private var layer: [Float]
  private var next: [Float]

  init(_ network: KernelNetwork) {
    shape = network.shape
    weights = network.floats
    layer = [Float](repeating: 0, count: shape.units)
    next = [Float](repeating: 0, count: shape.units)
  }

  mutating func run(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, count: Int) {
    for n in 0..<count { output[n] = step(input[n]) }
  }

  private mutating func step(_ input: Float) -> Float {
    (layer[0], layer[1], layer[2], layer[3]) = (state[0], state[1], input, previous)
    previous = input
    var at = 0
    var width = KernelShape.inputs
    for _ in 0..<shape.layers {
      let biases = at + shape.units * width
      for i in 0..<shape.units {
        var sum = weights[biases + i]
        for j in 0..<width { sum += weights[at + i * width + j] * layer[j] }
        next[i] = saturated(sum)
      }
      swap(&layer, &next)
      at = biases + shape.units
      width = shape.units
    }
    let biases = at + KernelShape.states * width
    for s in 0..<KernelShape.states {
      var sum = weights[biases + s]
      for j in 0..<width { sum += weights[at + s * width + j] * layer[j] }
      state[s] += sum
    }
    return state[0]
  }

  private func saturated(_ x: Float) -> Float {
    let c = min(max(x, -3), 3)
    let square = c * c
    return c * (27 + square) / (27 + 9 * square)
  }
}
