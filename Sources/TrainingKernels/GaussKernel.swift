import TrainingKernelInterface

/// Gauss–Newton sums over one-step or multi-step errors, with exact forward sensitivities.
///
/// With x the state and w the weights: S_n = S_{n−1} + ∂Δx/∂w + (∂Δx/∂x) S_{n−1}. Since a lane's weights are
/// Σ share_a · set_a, derivatives by the sets are those by the lane's own weights times its shares; the shares are
/// sums of fewer functions of position, so there is one weighted Gram matrix per row and pair of such functions.
public final class GaussKernel: BlockKernel {
  private let shape: BlockShape
  private let network: BlockNetwork
  private let vectors: Int
  private let memory: UnsafeMutableRawPointer
  private let laneWeights: Row
  private let jacobian: Row
  /// The weighted Jacobian lane by lane, and the same times the shares of a pair of sets.
  private let byLane: UnsafeMutablePointer<Float>
  private let scaled: UnsafeMutablePointer<Float>
  /// Sensitivities before and after the step: states × weights rows each.
  private var sensitivity: Row
  private var nextSensitivity: Row
  private let input: Row
  private let residual: Row
  private let deviation: Row
  private let change: Row
  private let stateJacobian: Row
  private let error: Row
  private let tangents: Row
  /// Of the row at hand: the window, and the derivative of what it lets through by the linear part.
  private let bend: Row
  private let linearBend: Row
  /// Floats per lane of these: weights padded to whole tiles.
  private let laneStride: Int

  public init(_ shape: BlockShape) {
    self.shape = shape
    network = BlockNetwork(shape)
    vectors = BlockShape.lanes / Vector.scalarCount
    laneStride = (shape.weights + Gram.tileColumns - 1) / Gram.tileColumns * Gram.tileColumns
    let counts = [
      shape.weights, shape.weights, laneStride, laneStride, shape.states * shape.weights, shape.states * shape.weights,
      shape.inputs, shape.outputs, shape.states, shape.states, shape.states, 1, shape.outputs, 1, 1,
    ]
    let total = counts.reduce(0, +) * vectors
    memory = .allocate(byteCount: total * MemoryLayout<Vector>.stride, alignment: 64)
    let base = memory.bindMemory(to: Vector.self, capacity: total)
    base.initialize(repeating: Vector(repeating: 0), count: total)
    var rows: [Row] = []
    var next = base
    for count in counts {
      rows.append(next)
      next += count * vectors
    }
    (laneWeights, jacobian) = (rows[0], rows[1])
    byLane = UnsafeMutableRawPointer(rows[2]).assumingMemoryBound(to: Float.self)
    scaled = UnsafeMutableRawPointer(rows[3]).assumingMemoryBound(to: Float.self)
    (sensitivity, nextSensitivity) = (rows[4], rows[5])
    (input, residual, deviation, change, stateJacobian, error) = (
      rows[6], rows[7], rows[8], rows[9], rows[10], rows[11]
    )
    (tangents, bend, linearBend) = (rows[12], rows[13], rows[14])
  }

  deinit {
    memory.deallocate()
    network.deallocate()
  }

  public func accumulate(_ block: GaussBlock, sets: UnsafePointer<Float>, into equations: NormalEquations?) -> Double {
    blend(block, sets)
    let signals = shape.states + shape.taps
    let externals = shape.taps + shape.conditions
    for i in 0..<shape.states * vectors {
      deviation[i] = block.start.row[i]
      change[i] = Vector(repeating: 0)
    }
    var sum = 0.0
    for step in 0..<block.steps {
      for i in 0..<shape.states * vectors { input[i] = deviation[i] }
      let external = block.inputs.row + step * externals * vectors
      for i in 0..<externals * vectors { input[shape.states * vectors + i] = external[i] }
      network.evaluate(weights: laneWeights, input: input, output: residual, tangents: tangents)
      for row in 0..<shape.outputs {
        let target = block.targets.row + (step * shape.outputs + row) * vectors
        let linear = block.linear.map { $0.row + row * signals * vectors }
        advance(row, linear, block)
        sum += weighError(row, target, block)
        if let equations, block.steps > 1 || counts(row, block) {
          differentiate(row, step, linear, block)
          add(row, block, equations.group(of: block))
        }
      }
      for i in 0..<shape.states * vectors { deviation[i] = block.start.row[i] + change[i] }
      if equations != nil { swap(&sensitivity, &nextSensitivity) }
    }
    return sum
  }

  /// Whether any lane's error in this row matters.
  @inline(__always)
  private func counts(_ row: Int, _ block: GaussBlock) -> Bool {
    for lane in 0..<BlockShape.lanes where block.weights[row * BlockShape.lanes + lane] != 0 { return true }
    return false
  }

  /// Each lane's own weights from the active sets.
  private func blend(_ block: GaussBlock, _ sets: UnsafePointer<Float>) {
    for w in 0..<shape.weights {
      for v in 0..<vectors {
        var sum = Vector(repeating: 0)
        for a in 0..<block.activeCount {
          let value = sets[block.activeSets[a] * shape.weights + w]
          sum = sum.adding(Vector(repeating: value), block.shares.row[a * vectors + v])
        }
        laneWeights[w * vectors + v] = sum
      }
    }
  }

  /// R (M z + D ν), or of a row with a window R D { N(z) − N(0) + h(M z / (D σ)) (M z / D − J_N z) }: onto the state's change, or as the output row's value left in `error`.
  @inline(__always)
  private func advance(_ row: Int, _ linear: Row?, _ block: GaussBlock) {
    let signals = shape.states + shape.taps
    let sigma = shape.windows[row]
    for v in 0..<vectors {
      var small = Vector(repeating: 0)
      if let linear { for z in 0..<signals { small = small.adding(linear[z * vectors + v], input[z * vectors + v]) } }
      let gain = block.gains.row[row * vectors + v]
      var nu = residual[row * vectors + v]
      if sigma > 0 {
        let (linear, reach) = (small / gain, small / (gain * sigma))
        let near = 1 / (1 + reach * reach)
        let missed = linear - tangents[row * vectors + v]
        nu += near * missed
        bend[v] = near
        linearBend[v] = near - (2 / sigma) * reach * near * near * missed
        small = Vector(repeating: 0)
      }
      let sum = gain * nu + small
      if row < shape.states {
        change[row * vectors + v] += sum
        error[v] = change[row * vectors + v]
      } else {
        error[v] = sum
      }
    }
  }

  @inline(__always)
  private func weighError(_ row: Int, _ target: Row, _ block: GaussBlock) -> Double {
    var squares = Vector(repeating: 0)
    for v in 0..<vectors {
      let e = (error[v] - target[v]) * block.weights.row[row * vectors + v]
      error[v] = e
      squares = squares.adding(e, e)
    }
    var sum = 0.0
    for lane in 0..<Vector.scalarCount { sum += Double(squares[lane]) }
    return sum
  }

  /// The row's derivatives by the lane's weights into `jacobian`, not yet weighted.
  @inline(__always)
  private func differentiate(_ row: Int, _ step: Int, _ linear: Row?, _ block: GaussBlock) {
    network.differentiate(
      row: row, weights: laneWeights, input: input, jacobian: jacobian, stateJacobian: stateJacobian, bend: bend)
    let gain = block.gains.row + row * vectors
    for w in 0..<shape.weights { for v in 0..<vectors { jacobian[w * vectors + v] *= gain[v] } }
    guard block.steps > 1 else { return }
    if step > 0 {
      for s in 0..<shape.states {
        for v in 0..<vectors {
          stateJacobian[s * vectors + v] *= gain[v]
          if let linear {
            let own = linear[s * vectors + v]
            stateJacobian[s * vectors + v] += shape.windows[row] > 0 ? own * linearBend[v] : own
          }
        }
        let past = sensitivity + s * shape.weights * vectors
        for w in 0..<shape.weights {
          for v in 0..<vectors {
            let at = w * vectors + v
            jacobian[at] = jacobian[at].adding(stateJacobian[s * vectors + v], past[at])
          }
        }
      }
    }
    guard row < shape.states else { return }
    let past = sensitivity + row * shape.weights * vectors
    let next = nextSensitivity + row * shape.weights * vectors
    for at in 0..<shape.weights * vectors {
      if step > 0 { jacobian[at] += past[at] }
      next[at] = jacobian[at]
    }
  }

  /// Adds the row's part of JᵀJ and Jᵀe.
  @inline(__always)
  private func add(_ row: Int, _ block: GaussBlock, _ group: EquationGroup) {
    let own = group.weights(ofRow: row)
    let weight = block.weights + row * BlockShape.lanes
    let scalars = UnsafeMutableRawPointer(jacobian).assumingMemoryBound(to: Float.self)
    for first in stride(from: 0, to: BlockShape.lanes, by: 16) {
      for w in 0..<own {
        let source = scalars + group.weight(w, ofRow: row) * BlockShape.lanes
        for lane in first..<first + 16 { byLane[lane * laneStride + w] = source[lane] * weight[lane] }
      }
    }
    let errors = UnsafeMutableRawPointer(error).assumingMemoryBound(to: Float.self)
    for m in 0..<block.basisCount {
      let basisM = block.basis + m * BlockShape.lanes
      scale(own) { basisM[$0] * errors[$0] }
      let gradient = group.gradient(row, m)
      for lane in 0..<BlockShape.lanes {
        for w in 0..<own { gradient[w] += Double(scaled[lane * laneStride + w]) }
      }
      for n in 0...m {
        let basisN = block.basis + n * BlockShape.lanes
        scale(own) { basisM[$0] * basisN[$0] }
        Gram.add(
          scaled, byLane, stride: laneStride, count: own, to: group.sum(row, m, n), targetStride: group.stride)
      }
    }
  }

  /// The weighted Jacobian times one factor per lane, into `scaled`.
  @inline(__always)
  private func scale(_ own: Int, _ factor: (Int) -> Float) {
    let vectors = (own + Vector.scalarCount - 1) / Vector.scalarCount
    for lane in 0..<BlockShape.lanes {
      let (from, to) = ((byLane + lane * laneStride).row, (scaled + lane * laneStride).row)
      let by = Vector(repeating: factor(lane))
      for v in 0..<vectors { to[v] = from[v] * by }
    }
  }
}
