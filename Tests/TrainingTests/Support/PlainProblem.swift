import Circuits
import Glibc
import TrainingKernelInterface

/// One block of random sequences, and its errors computed plainly in double precision.
///
/// Written from the equations alone: x += gain · ν(z) + linear · z, and the same for an output row, which has no
/// memory. What the kernels say of the block is compared with finite differences of this.
struct PlainProblem {
  let shape: BlockShape
  let layers: [Int]
  let steps: Int
  let lanes: Int
  let judgedEvery: Int
  let setCount: Int
  let activeSets: [Int]
  /// Where runs of lanes with the same shares begin.
  let runStarts: [Int]?
  /// Sets × weights.
  var sets: [Double]
  let shares: [[Double]]
  let start: [[Double]]
  let inputs: [[Double]]
  let linear: [[Double]]?
  let gains: [[Double]]
  let targets: [[Double]]
  let weights: [[Double]]

  /// - Parameters:
  ///   - judgedEvery: errors count at every so many steps, the last among them.
  ///   - fillers: lanes at the end that weigh nothing.
  ///   - idleRow: a row that weighs nothing.
  ///   - runStarts: lanes share their position from each of these on.
  init(
    states: Int, taps: Int, conditions: Int, layers: [Int], outputs: Int, hasBiases: Bool, steps: Int,
    judgedEvery: Int = 1, isLinear: Bool, setCount: Int, activeSets: [Int], fillers: Int = 0, idleRow: Int? = nil,
    windows: [Double] = [], runStarts: [Int]? = nil, seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    shape = BlockShape(
      states: states, taps: taps, conditions: conditions, layers: layers, outputs: outputs, hasBiases: hasBiases,
      windows: windows)
    self.layers = layers
    self.steps = steps
    self.judgedEvery = judgedEvery
    self.setCount = setCount
    self.activeSets = activeSets
    let lanes = BlockShape.lanes(steps: steps, inRuns: runStarts != nil)
    self.lanes = lanes
    // Everything goes through float once, so that both sides see the same numbers.
    func rows(_ count: Int, _ size: Double, _ random: inout SplitMix64) -> [[Double]] {
      (0..<count).map { _ in (0..<lanes).map { _ in Double(Float(random.normal() * size)) } }
    }
    sets = (0..<setCount * shape.weights).map { _ in Double(Float(random.normal() * 0.45)) }
    self.runStarts = runStarts
    shares = rows(activeSets.count, 0.6, &random).map { row in
      guard let runStarts else { return row }
      return row.indices.map { lane in row[runStarts.last { $0 <= lane }!] }
    }
    start = rows(states, 1, &random)
    inputs = rows(steps * (taps + conditions), 1, &random)
    linear = isLinear ? rows(outputs * (states + taps), 0.1, &random) : nil
    gains = rows(outputs, 0.3, &random)
    targets = rows(steps * outputs, 0.5, &random)
    weights = rows(outputs, 1, &random).enumerated().map { row, values in
      values.enumerated().map { row != idleRow && $0 < lanes - fillers ? $1 : 0 }
    }
  }

  /// Weighted errors of one lane: judged steps × outputs.
  func errors(lane: Int, sets: [Double]) -> [Double] {
    let count = shape.weights
    var mine = [Double](repeating: 0, count: count)
    for (a, set) in activeSets.enumerated() {
      for w in 0..<count { mine[w] += shares[a][lane] * sets[set * count + w] }
    }
    let externals = shape.taps + shape.conditions
    let signals = shape.states + shape.taps
    let origin = start.map { $0[lane] }
    var change = [Double](repeating: 0, count: shape.states)
    var result: [Double] = []
    for step in 0..<steps {
      let external = (0..<externals).map { inputs[step * externals + $0][lane] }
      let z = zip(origin, change).map(+) + external[..<shape.taps]
      let (nu, tangents) = residual(mine, z, Array(external[shape.taps...]))
      var next = change
      for row in 0..<shape.outputs {
        var small = 0.0
        if let linear { for i in 0..<signals { small += linear[row * signals + i][lane] * z[i] } }
        let (gain, sigma) = (gains[row][lane], Double(shape.windows[row]))
        var value = gain * nu[row] + small
        if sigma > 0 {
          // ν holds −J z, which the window takes over.
          let near = 1 / (1 + pow(small / gain / sigma, 2))
          value = gain * (nu[row] + tangents[row] + near * (small / gain - tangents[row]))
        }
        if row < shape.states {
          next[row] += value
          value = next[row]
        }
        guard stride(from: steps - 1, through: 0, by: -judgedEvery).contains(step) else { continue }
        result.append((value - targets[step * shape.outputs + row][lane]) * weights[row][lane])
      }
      change = next
    }
    return result
  }

  /// N(z, κ) − N(0, κ) − J_N(0, κ) z; the derivative along z by a small central difference's exact limit, dual numbers.
  private func residual(
    _ w: [Double], _ z: [Double], _ conditions: [Double]
  ) -> (nu: [Double], tangents: [Double]) {
    let at = network(w, z + conditions, along: nil)
    let rest = network(w, z.map { _ in 0 } + conditions, along: z + conditions.map { _ in 0 })
    // What z reaches directly cancels where there is no window.
    let direct = at.indices.map { row in
      shape.windows[row] > 0
        ? z.indices.reduce(0.0) { $0 + w[shape.skipMatrix + row * z.count + $1] * z[$1] } : 0
    }
    return (
      at.indices.map { at[$0].value - rest[$0].value - rest[$0].slope },
      at.indices.map { rest[$0].slope + direct[$0] }
    )
  }

  private func network(_ w: [Double], _ input: [Double], along: [Double]?) -> [(value: Double, slope: Double)] {
    var rows = input.indices.map { (value: input[$0], slope: along?[$0] ?? 0) }
    var at = 0
    for (layer, units) in (layers + [shape.outputs]).enumerated() {
      let isLast = layer == layers.count
      let biases = at + units * rows.count
      let next = (0..<units).map { i -> (value: Double, slope: Double) in
        var sum = (value: shape.hasBiases && !isLast ? w[biases + i] : 0, slope: 0.0)
        for (j, row) in rows.enumerated() {
          sum.value += w[at + i * rows.count + j] * row.value
          sum.slope += w[at + i * rows.count + j] * row.slope
        }
        if isLast { return sum }
        let c = min(max(sum.value, -3), 3)
        let steepness = (9 - c * c) * (9 - c * c) / ((9 + 3 * c * c) * (9 + 3 * c * c))
        return (c * (27 + c * c) / (27 + 9 * c * c), steepness * sum.slope)
      }
      at = biases + (shape.hasBiases && !isLast ? units : 0)
      rows = next
    }
    return rows
  }

  /// Lanes × judged steps × outputs, one after the other.
  func errors(_ sets: [Double]) -> [Double] {
    (0..<lanes).flatMap { errors(lane: $0, sets: sets) }
  }

  /// Per number in the sets that an active set holds: derivatives of all errors, by central differences.
  func jacobian() -> [[Double]] {
    let step = 1e-5
    return sets.indices.map { index in
      guard activeSets.contains(index / shape.weights) else { return [] }
      var (above, below) = (sets, sets)
      above[index] += step
      below[index] -= step
      return zip(errors(above), errors(below)).map { ($0 - $1) / (2 * step) }
    }
  }
}
