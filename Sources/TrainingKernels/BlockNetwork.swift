import TrainingKernelInterface

/// N and its anchor over one block of lanes, with derivatives by weights and state, all by hand.
///
/// Rows are as many floats as the block has lanes. `weights` holds one row per weight, since snapshots make each lane's own.
/// The anchored residual is ν(z) = N(z, κ) − N(0, κ) − J_N(0, κ) z.
struct BlockNetwork {
  let shape: BlockShape
  let vectors: Int
  /// Hidden values, slopes and (for the anchor) curvatures, rows of all layers one behind the other.
  private let value: Row
  private let slope: Row
  private let restValue: Row
  private let restSlope: Row
  private let restCurve: Row
  private let tangentSum: Row
  private let tangent: Row
  private let delta: Row
  private let restDelta: Row
  private let tangentDelta: Row
  private let block: UnsafeMutableRawPointer

  init(_ shape: BlockShape, lanes: Int) {
    self.shape = shape
    vectors = lanes / Vector.scalarCount
    let rows = shape.hiddenUnits * vectors
    block = .allocate(byteCount: 10 * rows * MemoryLayout<Vector>.stride, alignment: 64)
    let base = block.bindMemory(to: Vector.self, capacity: 10 * rows)
    base.initialize(repeating: Vector(repeating: 0), count: 10 * rows)
    (value, slope, restValue, restSlope, restCurve) = (
      base, base + rows, base + 2 * rows, base + 3 * rows, base + 4 * rows
    )
    (tangentSum, tangent, delta, restDelta, tangentDelta) = (
      base + 5 * rows, base + 6 * rows, base + 7 * rows, base + 8 * rows, base + 9 * rows
    )
  }

  func deallocate() { block.deallocate() }

  /// ν for `inputs` rows z (conditions behind), into `outputs` rows; of rows with windows N(z) − N(0) and, into
  /// `tangents`, J_N z.
  func evaluate(weights: Row, input: Row, output: Row, tangents: Row) {
    for layer in 0..<shape.layers {
      let start = shape.hiddenStart(layer)
      let width = shape.width(before: layer)
      let from = layer == 0 ? input : value + shape.hiddenStart(layer - 1) * vectors
      for i in 0..<shape.units[layer] {
        let matrix = weights + (shape.matrices[layer] + i * width) * vectors
        let at = (start + i) * vectors
        for v in 0..<vectors {
          var sum = shape.hasBiases ? weights[(shape.biases[layer] + i) * vectors + v] : Vector(repeating: 0)
          for j in 0..<width { sum = sum.adding(matrix[j * vectors + v], from[j * vectors + v]) }
          let (f, d, _) = saturation(sum)
          value[at + v] = f
          slope[at + v] = d
        }
      }
      evaluateAnchor(layer, weights, input)
    }
    let last = shape.hiddenStart(shape.layers - 1) * vectors
    let width = shape.units[shape.layers - 1]
    for row in 0..<shape.outputs {
      let matrix = weights + (shape.outputMatrix + row * width) * vectors
      if shape.windows[row] > 0 {
        evaluateWindowed(row, matrix, weights, input, output, tangents)
        continue
      }
      for v in 0..<vectors {
        var sum = Vector(repeating: 0)
        for j in 0..<width {
          let at = last + j * vectors + v
          sum = sum.adding(matrix[j * vectors + v], value[at] - restValue[at] - tangent[at])
        }
        output[row * vectors + v] = sum
      }
    }
  }

  @inline(__always)
  private func evaluateWindowed(
    _ row: Int, _ matrix: Row, _ weights: Row, _ input: Row, _ output: Row, _ tangents: Row
  ) {
    let last = shape.hiddenStart(shape.layers - 1) * vectors
    let direct = weights + (shape.skipMatrix + row * shape.signals) * vectors
    for v in 0..<vectors {
      var skip = Vector(repeating: 0)
      for z in 0..<shape.signals { skip = skip.adding(direct[z * vectors + v], input[z * vectors + v]) }
      var (sum, along) = (skip, skip)
      for j in 0..<shape.units[shape.layers - 1] {
        let at = last + j * vectors + v
        sum = sum.adding(matrix[j * vectors + v], value[at] - restValue[at])
        along = along.adding(matrix[j * vectors + v], tangent[at])
      }
      output[row * vectors + v] = sum
      tangents[row * vectors + v] = along
    }
  }

  /// Values at z = 0 and the tangent along z.
  @inline(__always)
  private func evaluateAnchor(_ layer: Int, _ weights: Row, _ input: Row) {
    let start = shape.hiddenStart(layer)
    let width = shape.width(before: layer)
    let signals = layer == 0 ? shape.states + shape.taps : width
    let before = layer == 0 ? 0 : shape.hiddenStart(layer - 1) * vectors
    for i in 0..<shape.units[layer] {
      let matrix = weights + (shape.matrices[layer] + i * width) * vectors
      let at = (start + i) * vectors
      for v in 0..<vectors {
        var along = Vector(repeating: 0)
        let from = layer == 0 ? input : tangent + before
        for j in 0..<signals { along = along.adding(matrix[j * vectors + v], from[j * vectors + v]) }
        tangentSum[at + v] = along
        if shape.isOdd {
          tangent[at + v] = along
          continue
        }
        var sum = shape.hasBiases ? weights[(shape.biases[layer] + i) * vectors + v] : Vector(repeating: 0)
        if layer == 0 {
          for j in signals..<width { sum = sum.adding(matrix[j * vectors + v], input[j * vectors + v]) }
        } else {
          for j in 0..<width { sum = sum.adding(matrix[j * vectors + v], restValue[before + j * vectors + v]) }
        }
        let (f, d, c) = saturation(sum)
        restValue[at + v] = f
        restSlope[at + v] = d
        restCurve[at + v] = c
        tangent[at + v] = d * along
      }
    }
  }

  /// ∂ν_row/∂weights into `jacobian` (one row per weight; rows of other outputs' matrices become zero) and
  /// ∂ν_row/∂state into `stateJacobian`; call after `evaluate` with the same rows.
  /// - Parameter bend: of a row with a window, its window where it stands.
  func differentiate(row: Int, weights: Row, input: Row, jacobian: Row, stateJacobian: Row, bend: Row) {
    let isWindowed = shape.windows[row] > 0
    let last = shape.layers - 1
    let width = shape.units[last]
    let top = shape.hiddenStart(last) * vectors
    for other in 0..<shape.outputs {
      let target = jacobian + (shape.outputMatrix + other * width) * vectors
      for j in 0..<width {
        for v in 0..<vectors {
          let at = top + j * vectors + v
          let along = isWindowed ? bend[v] * tangent[at] : tangent[at]
          target[j * vectors + v] = other == row ? value[at] - restValue[at] - along : Vector(repeating: 0)
        }
      }
    }
    if shape.hasWindows { differentiateSkip(row, input, jacobian, bend) }
    let matrix = weights + (shape.outputMatrix + row * width) * vectors
    for j in 0..<width {
      for v in 0..<vectors {
        let (at, weight) = (top + j * vectors + v, matrix[j * vectors + v])
        restDelta[at] = weight
        seed(at, weight, isWindowed ? weight * bend[v] : weight)
      }
    }
    var layer = last
    while layer >= 0 {
      differentiateLayer(layer, weights, input, jacobian)
      if layer > 0 { carryBack(layer, weights) }
      layer -= 1
    }
    for s in 0..<shape.states {
      for v in 0..<vectors {
        var sum = Vector(repeating: 0)
        for i in 0..<shape.units[0] {
          let at = i * vectors + v
          sum = sum.adding(
            weights[(shape.matrices[0] + i * shape.inputs + s) * vectors + v], delta[at] - tangentDelta[at])
        }
        if isWindowed {
          sum = sum.adding(weights[(shape.skipMatrix + row * shape.signals + s) * vectors + v], 1 - bend[v])
        }
        stateJacobian[s * vectors + v] = sum
      }
    }
  }

  @inline(__always)
  private func differentiateSkip(_ row: Int, _ input: Row, _ jacobian: Row, _ bend: Row) {
    for other in 0..<shape.outputs {
      let target = jacobian + (shape.skipMatrix + other * shape.signals) * vectors
      let counts = other == row && shape.windows[row] > 0
      for z in 0..<shape.signals {
        for v in 0..<vectors {
          target[z * vectors + v] = counts ? input[z * vectors + v] * (1 - bend[v]) : Vector(repeating: 0)
        }
      }
    }
  }

  /// Turns the derivatives by a hidden unit's output into those by its sum.
  @inline(__always)
  private func seed(_ at: Int, _ byValue: Vector, _ byTangent: Vector) {
    delta[at] = byValue * slope[at]
    if shape.isOdd {
      tangentDelta[at] = byTangent
    } else {
      tangentDelta[at] = byTangent * restSlope[at]
      restDelta[at] = restDelta[at] * restSlope[at] + byTangent * restCurve[at] * tangentSum[at]
    }
  }

  @inline(__always)
  private func differentiateLayer(_ layer: Int, _ weights: Row, _ input: Row, _ jacobian: Row) {
    let start = shape.hiddenStart(layer) * vectors
    let width = shape.width(before: layer)
    let signals = layer == 0 ? shape.states + shape.taps : width
    let before = layer == 0 ? 0 : shape.hiddenStart(layer - 1) * vectors
    let from = layer == 0 ? input : value + before
    let along = layer == 0 ? input : tangent + before
    let rest = layer == 0 ? input : restValue + before
    for i in 0..<shape.units[layer] {
      let at = start + i * vectors
      let target = jacobian + (shape.matrices[layer] + i * width) * vectors
      for j in 0..<width {
        for v in 0..<vectors {
          var sum = delta[at + v] * from[j * vectors + v]
          if j < signals { sum -= tangentDelta[at + v] * along[j * vectors + v] }
          // At rest the signals are zero, the conditions are not.
          if !shape.isOdd && (layer > 0 || j >= signals) { sum -= restDelta[at + v] * rest[j * vectors + v] }
          target[j * vectors + v] = sum
        }
      }
      if shape.hasBiases {
        let bias = jacobian + (shape.biases[layer] + i) * vectors
        for v in 0..<vectors { bias[v] = delta[at + v] - restDelta[at + v] }
      }
    }
  }

  /// From the sums of `layer` to the sums of the layer before.
  @inline(__always)
  private func carryBack(_ layer: Int, _ weights: Row) {
    let start = shape.hiddenStart(layer) * vectors
    let before = shape.hiddenStart(layer - 1) * vectors
    let width = shape.units[layer - 1]
    for j in 0..<width {
      for v in 0..<vectors {
        var byValue = Vector(repeating: 0)
        var byTangent = Vector(repeating: 0)
        var byRest = Vector(repeating: 0)
        for i in 0..<shape.units[layer] {
          let weight = weights[(shape.matrices[layer] + i * width + j) * vectors + v]
          let at = start + i * vectors + v
          byValue = byValue.adding(weight, delta[at])
          byTangent = byTangent.adding(weight, tangentDelta[at])
          if !shape.isOdd { byRest = byRest.adding(weight, restDelta[at]) }
        }
        let at = before + j * vectors + v
        restDelta[at] = byRest
        seed(at, byValue, byTangent)
      }
    }
  }

  /// The rational tanh with its first and second derivative.
  @inline(__always)
  private func saturation(_ x: Vector) -> (value: Vector, slope: Vector, curve: Vector) {
    let limit = Vector(repeating: 3)
    let c = x.replacing(with: limit, where: x .> limit).replacing(with: -limit, where: x .< -limit)
    let s = c * c
    let inverse = 1 / (9 + 3 * s)
    let r = (9 - s) * inverse
    // f' = r² with r = (9 − s) / (9 + 3 s), so f'' = 2 r r' with r' = −72 c / (9 + 3 s)².
    return (c * (27 + s) * inverse * (1.0 / 3), r * r, r * c * inverse * inverse * (-144))
  }
}
