import TrainingKernelInterface

/// Gauss–Newton sums over one-step or multi-step errors, with exact forward sensitivities.
///
/// With x the state and w the weights: S_n = S_{n−1} + ∂Δx/∂w + (∂Δx/∂x) S_{n−1}. Since a lane's weights are
/// Σ share_a · set_a, derivatives by the sets are those by the lane's own weights times its shares; the shares are
/// sums of fewer functions of position, so there is one weighted Gram matrix per row and pair of such functions. A
/// sequence keeps its position: one Gram matrix over its steps and rows, added with a weight per pair. So it is with
/// runs of samples at the same position.
public final class GaussKernel: BlockKernel {
  private let shape: BlockShape
  private let sampleNetwork: BlockNetwork
  private let runNetwork: BlockNetwork
  private let sequenceNetwork: BlockNetwork
  private let memory: UnsafeMutableRawPointer
  private let laneWeights: Row
  private let jacobian: Row
  /// Zeros.
  private let nothing: Row
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
  /// The weighted derivatives in panels, of a row of samples or of all judged steps and rows lane by lane; errors beside them.
  private var packed = Buffer()
  private var packedErrors = Buffer()
  /// Products of functions of position, pairs × lanes, and what `Gram` works in.
  private var factors = Buffer()
  private var scratch = Buffer()
  /// The block's runs of samples at one position, as many at once as `Gram` takes.
  private var runs: [[Gram.Part]] = []

  public init(_ shape: BlockShape) {
    self.shape = shape
    let (samples, runs) = (BlockShape.lanes(steps: 1), BlockShape.lanes(steps: 1, inRuns: true))
    let sequences = BlockShape.lanes(steps: 2)
    sampleNetwork = BlockNetwork(shape, lanes: samples)
    runNetwork = BlockNetwork(shape, lanes: runs)
    sequenceNetwork = BlockNetwork(shape, lanes: sequences)
    let vectors = runs / Vector.scalarCount
    let past = shape.states * shape.weights * sequences / Vector.scalarCount
    let counts =
      [past, past]
      + [
        shape.weights, shape.weights, shape.inputs, shape.outputs, shape.states, shape.states, shape.states, 1,
        shape.outputs, 1, 1, 1,
      ].map { $0 * vectors }
    let total = counts.reduce(0, +)
    memory = .allocate(byteCount: total * MemoryLayout<Vector>.stride, alignment: 64)
    let base = memory.bindMemory(to: Vector.self, capacity: total)
    base.initialize(repeating: Vector(repeating: 0), count: total)
    var rows: [Row] = []
    var next = base
    for count in counts {
      rows.append(next)
      next += count
    }
    (sensitivity, nextSensitivity, laneWeights, jacobian) = (rows[0], rows[1], rows[2], rows[3])
    (input, residual, deviation, change, stateJacobian, error) = (
      rows[4], rows[5], rows[6], rows[7], rows[8], rows[9]
    )
    (tangents, bend, linearBend, nothing) = (rows[10], rows[11], rows[12], rows[13])
  }

  deinit {
    memory.deallocate()
    sampleNetwork.deallocate()
    runNetwork.deallocate()
    sequenceNetwork.deallocate()
    for buffer in [packed, packedErrors, factors, scratch] { buffer.deallocate() }
  }

  public func accumulate(_ block: GaussBlock, sets: UnsafePointer<Float>, into equations: NormalEquations?) -> Double {
    let vectors = block.lanes / Vector.scalarCount
    let network = block.steps > 1 ? sequenceNetwork : block.runStarts == nil ? sampleNetwork : runNetwork
    let group = equations?.group(of: block)
    blend(block, sets, vectors)
    if group != nil { prepare(block) }
    let externals = shape.taps + shape.conditions
    for i in 0..<shape.states * vectors {
      deviation[i] = block.start.row[i]
      change[i] = Vector(repeating: 0)
    }
    var sum = 0.0
    var depth = 0
    for step in 0..<block.steps {
      for i in 0..<shape.states * vectors { input[i] = deviation[i] }
      let external = block.inputs.row + step * externals * vectors
      for i in 0..<externals * vectors { input[shape.states * vectors + i] = external[i] }
      network.evaluate(weights: laneWeights, input: input, output: residual, tangents: tangents)
      let isJudged = block.isJudged(step)
      for row in 0..<shape.outputs {
        let target = block.targets.row + (step * shape.outputs + row) * vectors
        let linear = block.linear.map { $0.row + row * shape.signals * vectors }
        advance(row, linear, block, vectors)
        if isJudged { sum += weighError(row, target, block, vectors) }
        guard let group else { continue }
        let counts = isJudged && counts(row, block)
        if counts || (block.steps > 1 && row < shape.states) {
          network.differentiate(
            row: row, weights: laneWeights, input: input, jacobian: jacobian, stateJacobian: stateJacobian, bend: bend)
        }
        if block.steps == 1 {
          if counts { addSamples(row, block, group, vectors) }
        } else {
          if counts || row < shape.states { carry(row, step, linear, block, vectors) }
          if counts {
            pack(row, depth, block, vectors)
            depth += 1
          }
        }
      }
      for i in 0..<shape.states * vectors { deviation[i] = block.start.row[i] + change[i] }
      if group != nil { swap(&sensitivity, &nextSensitivity) }
    }
    if let group, block.steps > 1 { addSequences(depth, block, group) }
    return sum
  }

  /// Whether any lane's error in this row matters.
  @inline(__always)
  private func counts(_ row: Int, _ block: GaussBlock) -> Bool {
    for lane in 0..<block.lanes where block.weights[row * block.lanes + lane] != 0 { return true }
    return false
  }

  /// Each lane's own weights from the active sets.
  private func blend(_ block: GaussBlock, _ sets: UnsafePointer<Float>, _ vectors: Int) {
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
  private func advance(_ row: Int, _ linear: Row?, _ block: GaussBlock, _ vectors: Int) {
    let signals = shape.signals
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
  private func weighError(_ row: Int, _ target: Row, _ block: GaussBlock, _ vectors: Int) -> Double {
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

  /// Room for a block's sums, and the products of its functions of position.
  private func prepare(_ block: GaussBlock) {
    let (basis, lanes) = (block.basisCount, block.lanes)
    let pairs = basis * (basis + 1) / 2
    let depth = block.steps > 1 ? block.judgedSteps * shape.outputs : lanes
    factors.reserve(pairs * lanes)
    scratch.reserve(
      block.steps > 1
        ? Gram.partScratch(Gram.sequencesAtOnce)
        : block.runStarts != nil ? Gram.partScratch(Gram.runsAtOnce) : Gram.sampleScratch(pairs: pairs, depth: depth))
    packed.reserve(block.steps > 1 ? lanes * laneStride(block) : Panels.count(shape.weights) * depth * Panels.width)
    packedErrors.reserve(lanes * depth)
    runs = block.runStarts.map { Self.runs(from: $0, lanes: lanes) } ?? []
    var pair = 0
    for m in 0..<basis {
      for n in 0...m {
        for lane in 0..<lanes {
          factors.floats[pair * lanes + lane] = block.basis[m * lanes + lane] * block.basis[n * lanes + lane]
        }
        pair += 1
      }
    }
  }

  private static func runs(from starts: [Int], lanes: Int) -> [[Gram.Part]] {
    let parts = zip(starts, starts.dropFirst() + [lanes]).map { start, end in
      Gram.Part(start: start * Panels.width, depth: end - start, factor: start)
    }
    return stride(from: 0, to: parts.count, by: Gram.runsAtOnce).map { first in
      Array(parts[first..<min(first + Gram.runsAtOnce, parts.count)])
    }
  }

  /// A row of `jacobian`; zeros behind the last weight.
  @inline(always)
  private func derivatives(_ weight: Int, _ vectors: Int) -> UnsafePointer<Float> {
    let row = weight < shape.weights ? jacobian + weight * vectors : nothing
    return UnsafePointer(UnsafeMutableRawPointer(row).assumingMemoryBound(to: Float.self))
  }

  /// Adds the part that a row of single steps has in JᵀJ and Jᵀe.
  @inline(__always)
  private func addSamples(_ row: Int, _ block: GaussBlock, _ group: EquationGroup, _ vectors: Int) {
    let (own, lanes) = (group.weights(ofRow: row), block.lanes)
    let (gain, weight) = (block.gains.row + row * vectors, block.weights.row + row * vectors)
    let into = packed.floats
    func lanesOf(_ w: Int) -> UnsafePointer<Float> {
      derivatives(w < own ? shape.weight(w, ofRow: row) : shape.weights, vectors)
    }
    for w in 0..<own {
      let source = jacobian + shape.weight(w, ofRow: row) * vectors
      for v in 0..<vectors { source[v] = source[v] * gain[v] * weight[v] }
    }
    for w in stride(from: 0, to: Panels.count(own) * Panels.width, by: 4) {
      Panels.transpose(
        (lanesOf(w), lanesOf(w + 1), lanesOf(w + 2), lanesOf(w + 3)), lanes: lanes,
        to: into + Panels.start(w, depth: lanes), stride: Panels.width)
    }
    let errors = packedErrors.floats
    for m in 0..<block.basisCount {
      let basis = block.basis.row + m * vectors
      for v in 0..<vectors { errors.row[v] = error[v] * basis[v] }
      Panels.addSum(into, count: own, depth: lanes, factors: errors, to: group.gradient(row, m))
    }
    if block.runStarts != nil {
      for parts in runs {
        Gram.addParts(
          into, panelDepth: lanes, parts: parts, count: own, factors: factors.floats, factorStride: lanes,
          to: group.sums(ofRow: row), stride: group.stride, scratch: scratch.floats)
      }
    } else {
      Gram.addSamples(
        into, count: own, depth: lanes, factors: factors.floats, to: group.sums(ofRow: row), stride: group.stride,
        scratch: scratch.floats)
    }
  }

  /// What the row's value after this step depends on, by way of the states too: into `jacobian`, not yet weighted, and
  /// of a state's row into its sensitivities.
  @inline(__always)
  private func carry(_ row: Int, _ step: Int, _ linear: Row?, _ block: GaussBlock, _ vectors: Int) {
    let gain = block.gains.row + row * vectors
    let (weights, states) = (shape.weights, shape.states)
    for s in 0..<states {
      for v in 0..<vectors {
        var by = stateJacobian[s * vectors + v] * gain[v]
        if let linear {
          let own = linear[s * vectors + v]
          by += shape.windows[row] > 0 ? own * linearBend[v] : own
        }
        stateJacobian[s * vectors + v] = s == row ? by + 1 : by
      }
    }
    let (past, next, jacobian) = (sensitivity, nextSensitivity + row * weights * vectors, jacobian)
    for w in 0..<weights {
      for v in 0..<vectors {
        var sum = jacobian[w * vectors + v] * gain[v]
        if step > 0 {
          for s in 0..<states {
            sum = sum.adding(stateJacobian[s * vectors + v], past[(s * weights + w) * vectors + v])
          }
        }
        jacobian[w * vectors + v] = sum
        if row < states { next[w * vectors + v] = sum }
      }
    }
  }

  /// Floats from one lane's panels to the next: an odd number of cache lines, which spreads lanes over a cache's sets.
  private func laneStride(_ block: GaussBlock) -> Int {
    Panels.count(shape.weights) * block.judgedSteps * shape.outputs * Panels.width / 32 * 32 + 48
  }

  /// The weighted derivatives and errors of a row to where each lane's are, as its `depth`-th.
  @inline(__always)
  private func pack(_ row: Int, _ depth: Int, _ block: GaussBlock, _ vectors: Int) {
    let lanes = block.lanes
    let most = block.judgedSteps * shape.outputs
    let laneStride = laneStride(block)
    let weight = block.weights.row + row * vectors
    for w in 0..<shape.weights {
      let source = jacobian + w * vectors
      for v in 0..<vectors { source[v] *= weight[v] }
    }
    func lanesOf(_ w: Int) -> UnsafePointer<Float> { derivatives(min(w, shape.weights), vectors) }
    for w in stride(from: 0, to: Panels.count(shape.weights) * Panels.width, by: 4) {
      Panels.transpose(
        (lanesOf(w), lanesOf(w + 1), lanesOf(w + 2), lanesOf(w + 3)), lanes: lanes,
        to: packed.floats + Panels.start(w, depth: most) + depth * Panels.width, stride: laneStride)
    }
    let errors = UnsafeMutableRawPointer(error).assumingMemoryBound(to: Float.self)
    for lane in 0..<lanes { packedErrors.floats[lane * most + depth] = errors[lane] }
  }

  /// Adds the block's part of JᵀJ and Jᵀe over all steps and rows.
  private func addSequences(_ depth: Int, _ block: GaussBlock, _ group: EquationGroup) {
    let lanes = block.lanes
    let most = block.judgedSteps * shape.outputs
    let laneStride = laneStride(block)
    // Of rows that count nothing there is nothing.
    for lane in 0..<lanes where depth < most {
      for panel in 0..<Panels.count(shape.weights) {
        let rest = (packed.floats + lane * laneStride).row + panel * most
        for k in depth..<most { rest[k] = Vector() }
      }
      for k in depth..<most { packedErrors.floats[lane * most + k] = 0 }
    }
    let live = (0..<lanes).filter { lane in
      (0..<shape.outputs).contains { block.weights[$0 * lanes + lane] != 0 }
    }
    for lane in live {
      for m in 0..<block.basisCount {
        Panels.addSum(
          packed.floats + lane * laneStride, count: shape.weights, depth: most,
          factors: packedErrors.floats + lane * most, times: block.basis[m * lanes + lane], to: group.gradient(0, m))
      }
    }
    for first in stride(from: 0, to: live.count, by: Gram.sequencesAtOnce) {
      let some = live[first..<min(first + Gram.sequencesAtOnce, live.count)]
      Gram.addParts(
        packed.floats, panelDepth: most,
        parts: some.map { Gram.Part(start: $0 * laneStride, depth: most, factor: $0) }, count: shape.weights,
        factors: factors.floats, factorStride: lanes, to: group.sums(ofRow: 0), stride: group.stride,
        scratch: scratch.floats)
    }
  }
}
