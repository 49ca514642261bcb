/// Σ JᵀJ and Σ Jᵀe over blocks.
///
/// In one step a row's derivatives are zero but for the hidden layers' weights and its own outputs', and blocks of the
/// same active sets differ by functions of position that there are fewer of than sets. So the sums are kept per output
/// row and pair of such functions, and spread over the sets' weights at the end. Over several steps every row depends on
/// all weights, by way of the states: one sum for all rows.
public final class NormalEquations {
  public let setCount: Int
  public let shape: BlockShape
  /// By active sets, with −1 behind those of sequences.
  private var groups: [[Int]: EquationGroup] = [:]

  public init(setCount: Int, shape: BlockShape) {
    self.setCount = setCount
    self.shape = shape
  }

  public func clear() {
    for group in groups.values { group.clear() }
  }

  /// Where a block's sums go.
  public func group(of block: GaussBlock) -> EquationGroup {
    let active = Array(UnsafeBufferPointer(start: block.activeSets, count: block.activeCount))
    let key = block.steps > 1 ? active + [-1] : active
    if let group = groups[key] { return group }
    let group = EquationGroup(block, active, shape)
    groups[key] = group
    return group
  }

  /// Adds the sums of others over other blocks.
  public func merge(_ others: NormalEquations) {
    for (key, group) in others.groups {
      if let own = groups[key] { own.merge(group) } else { groups[key] = EquationGroup(copying: group) }
    }
  }

  /// Adds JᵀJ onto the lower triangle of a square matrix of setCount × weights rows.
  public func add(to matrix: UnsafeMutablePointer<Double>) {
    for key in groups.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      groups[key]!.add(to: matrix, size: setCount * shape.weights)
    }
  }

  /// Adds Jᵀe onto setCount × weights numbers.
  public func addGradient(to gradient: UnsafeMutablePointer<Double>) {
    for key in groups.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) { groups[key]!.addGradient(to: gradient) }
  }
}

/// The sums of all blocks with the same active sets.
public final class EquationGroup {
  private let shape: BlockShape
  private let isWhole: Bool
  private let activeSets: [Int]
  private let basisCount: Int
  /// active × basis
  private let mixing: [Double]
  /// Doubles from one row of a sum to the next, and in one sum: whole tiles of the kernels.
  public let stride: Int
  private let size: Int
  private let memory: UnsafeMutablePointer<Double>
  private let gradients: UnsafeMutablePointer<Double>
  /// rows × pairs
  private let sums: UnsafeMutablePointer<UnsafeMutablePointer<Double>>

  /// Output rows that are summed each for itself.
  private var rowCount: Int { isWhole ? 1 : shape.outputs }
  /// Of functions of position.
  private var pairCount: Int { basisCount * (basisCount + 1) / 2 }

  convenience init(_ block: GaussBlock, _ activeSets: [Int], _ shape: BlockShape) {
    self.init(
      shape, activeSets, block.basisCount,
      Array(UnsafeBufferPointer(start: block.mixing, count: activeSets.count * block.basisCount)),
      isWhole: block.steps > 1)
  }

  convenience init(copying other: EquationGroup) {
    self.init(other.shape, other.activeSets, other.basisCount, other.mixing, isWhole: other.isWhole)
    merge(other)
  }

  private init(
    _ shape: BlockShape, _ activeSets: [Int], _ basisCount: Int, _ mixing: [Double], isWhole: Bool
  ) {
    self.shape = shape
    self.activeSets = activeSets
    self.basisCount = basisCount
    self.mixing = mixing
    self.isWhole = isWhole
    let widest = isWhole ? shape.weights : (0..<shape.outputs).map { shape.ownWeights($0) }.max() ?? 0
    stride = (widest + 31) / 32 * 32
    size = (widest + 7) / 8 * 8 * stride
    let sumCount = (isWhole ? 1 : shape.outputs) * basisCount * (basisCount + 1) / 2
    memory = .allocate(capacity: sumCount * size)
    gradients = .allocate(capacity: shape.outputs * basisCount * stride)
    sums = .allocate(capacity: sumCount)
    for index in 0..<sumCount { sums[index] = memory + index * size }
    memory.initialize(repeating: 0, count: sumCount * size)
    gradients.initialize(repeating: 0, count: shape.outputs * basisCount * stride)
  }

  deinit {
    memory.deallocate()
    gradients.deallocate()
    sums.deallocate()
  }

  func clear() {
    for index in 0..<rowCount * pairCount {
      for row in 0..<size / stride { (sums[index] + row * stride).update(repeating: 0, count: reach(row)) }
    }
    gradients.update(repeating: 0, count: rowCount * basisCount * stride)
  }

  func merge(_ other: EquationGroup) {
    for index in 0..<rowCount * pairCount {
      for row in 0..<size / stride {
        let (own, line) = (sums[index] + row * stride, other.sums[index] + row * stride)
        for column in 0..<reach(row) { own[column] += line[column] }
      }
    }
    for index in 0..<rowCount * basisCount * stride { gradients[index] += other.gradients[index] }
  }

  /// Columns of a row that tiles reach, the lower triangle among them.
  private func reach(_ row: Int) -> Int { min((row / 8 * 8 + 8 + 31) / 32 * 32, stride) }

  /// Weights that a row depends on.
  public func weights(ofRow row: Int) -> Int { isWhole ? shape.weights : shape.ownWeights(row) }

  /// Where the n-th of them stands in a set; order is kept.
  public func weight(_ own: Int, ofRow row: Int) -> Int { isWhole ? own : shape.weight(own, ofRow: row) }

  /// Σ basis_m basis_n J Jᵀ of a row, the lower triangles, for (m, n) = (0, 0), (1, 0), (1, 1), (2, 0) …:
  /// weights(ofRow:) × stride each, in whole tiles of up to 8 × 32.
  public func sums(ofRow row: Int) -> UnsafeBufferPointer<UnsafeMutablePointer<Double>> {
    UnsafeBufferPointer(start: sums + row * pairCount, count: pairCount)
  }

  /// Σ basis_m e J of a row.
  public func gradient(_ row: Int, _ m: Int) -> UnsafeMutablePointer<Double> {
    gradients + (row * basisCount + m) * stride
  }

  func addGradient(to target: UnsafeMutablePointer<Double>) {
    for row in 0..<rowCount {
      for a in activeSets.indices {
        let line = target + activeSets[a] * shape.weights
        for m in 0..<basisCount where mixing[a * basisCount + m] != 0 {
          let (share, source) = (mixing[a * basisCount + m], gradient(row, m))
          for own in 0..<weights(ofRow: row) { line[weight(own, ofRow: row)] += share * source[own] }
        }
      }
    }
  }

  func add(to matrix: UnsafeMutablePointer<Double>, size: Int) {
    let scratch = UnsafeMutablePointer<Double>.allocate(capacity: self.size)
    defer { scratch.deallocate() }
    for row in 0..<rowCount {
      let own = weights(ofRow: row)
      let places = (0..<own).map { weight($0, ofRow: row) }
      for a in activeSets.indices {
        for b in 0...a {
          combine(row, a, b, own, into: scratch)
          let corner = matrix + activeSets[a] * shape.weights * size + activeSets[b] * shape.weights
          for i in 0..<own {
            let line = corner + places[i] * size
            for j in 0...i { line[places[j]] += scratch[i * stride + j] }
            if a != b { for j in i + 1..<max(own, i + 1) { line[places[j]] += scratch[j * stride + i] } }
          }
        }
      }
    }
  }

  /// Σ share_a share_b J Jᵀ, the lower triangle.
  private func combine(_ row: Int, _ a: Int, _ b: Int, _ own: Int, into target: UnsafeMutablePointer<Double>) {
    target.update(repeating: 0, count: own * stride)
    for m in 0..<basisCount {
      for n in 0...m {
        let (am, an) = (mixing[a * basisCount + m], mixing[a * basisCount + n])
        let (bm, bn) = (mixing[b * basisCount + m], mixing[b * basisCount + n])
        let share = m == n ? am * bm : am * bn + an * bm
        guard share != 0 else { continue }
        let source = sums(ofRow: row)[m * (m + 1) / 2 + n]
        for i in 0..<own { for j in 0...i { target[i * stride + j] += share * source[i * stride + j] } }
      }
    }
  }
}
