import TrainingKernelInterface

/// Sequences packed into blocks for the kernels; owns their memory.
package final class BlockBatch: @unchecked Sendable {
  package let blocks: [GaussBlock]
  /// How many errors there are, fillers not counted.
  let residuals: Int
  private let memory: UnsafeMutablePointer<Float>?
  /// Where it is joined of others: they own the memory.
  private let parts: [BlockBatch]
  private let sets: [UnsafeMutablePointer<Int>]
  private let mixings: [UnsafeMutablePointer<Double>]

  /// One sequence: all quantities normalised.
  package struct Sequence {
    /// Per snapshot axis, −1…1.
    var position: [Double]
    var start: [Float]
    /// steps × (taps + conditions)
    var inputs: [Float]
    /// outputs × (states + taps); empty where targets have it subtracted.
    var linear: [Float]
    /// steps × outputs
    var targets: [Float]
    /// outputs
    var gains: [Float]
    var weights: [Float]

    package init(
      position: [Double], start: [Float], inputs: [Float], linear: [Float], targets: [Float], gains: [Float],
      weights: [Float]
    ) {
      self.position = position
      self.start = start
      self.inputs = inputs
      self.linear = linear
      self.targets = targets
      self.gains = gains
      self.weights = weights
    }
  }

  /// - Parameter judgedEvery: errors count at every so many steps, the last among them.
  package init(_ sequences: [Sequence], steps: Int, judgedEvery: Int = 1, shape: BlockShape, grid: SnapshotGrid) {
    var groups: [[Int]: [Int]] = [:]
    for (index, sequence) in sequences.enumerated() {
      groups[grid.intervals(sequence.position), default: []].append(index)
    }
    let isShared = steps == 1 && Self.isWorthSharing(sequences, basisCount: 1 + grid.nodeCounts.count)
    if isShared {
      for key in groups.keys {
        groups[key]!.sort {
          let (a, b) = (sequences[$0].position, sequences[$1].position)
          return a == b ? $0 < $1 : a.lexicographicallyPrecedes(b)
        }
      }
    }
    let lanes = BlockShape.lanes(steps: steps, inRuns: isShared)
    let externals = shape.taps + shape.conditions
    let signals = shape.states + shape.taps
    let hasLinear = !(sequences.first?.linear.isEmpty ?? true)
    let plan = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
    let mostActive = 1 + 2 * grid.nodeCounts.count
    let basisCount = 1 + grid.nodeCounts.count
    let rows =
      mostActive + basisCount + shape.states + steps * (externals + shape.outputs) + shape.outputs
      * (2 + (hasLinear ? signals : 0))
    let blockCount = plan.reduce(0) { $0 + ($1.1.count + lanes - 1) / lanes }
    let total = max(blockCount * rows * lanes, 1)
    let raw = UnsafeMutableRawPointer.allocate(byteCount: total * MemoryLayout<Float>.stride, alignment: 64)
    let memory = raw.bindMemory(to: Float.self, capacity: total)
    memory.initialize(repeating: 0, count: total)
    self.memory = memory
    parts = []
    var next = memory
    func take(_ rows: Int) -> UnsafeMutablePointer<Float> {
      defer { next += rows * lanes }
      return next
    }
    var blocks: [GaussBlock] = []
    var allSets: [UnsafeMutablePointer<Int>] = []
    var allMixing: [UnsafeMutablePointer<Double>] = []
    for (intervals, members) in plan {
      let active = grid.activeSets(intervals)
      let activeSets = UnsafeMutablePointer<Int>.allocate(capacity: active.count)
      for (index, set) in active.enumerated() { activeSets[index] = set }
      allSets.append(activeSets)
      let entries = grid.mixing(intervals)
      let mixing = UnsafeMutablePointer<Double>.allocate(capacity: entries.count)
      mixing.initialize(from: entries, count: entries.count)
      allMixing.append(mixing)
      for first in stride(from: 0, to: members.count, by: lanes) {
        let block = GaussBlock(
          steps: steps, judgedEvery: judgedEvery, activeSets: activeSets, activeCount: active.count,
          shares: take(active.count), basis: take(basisCount), basisCount: basisCount, mixing: mixing,
          runStarts: isShared ? Self.runStarts(members[first..<min(first + lanes, members.count)], sequences) : nil,
          start: take(shape.states), inputs: take(steps * externals),
          linear: hasLinear ? take(shape.outputs * signals) : nil,
          gains: take(shape.outputs), targets: take(steps * shape.outputs), weights: take(shape.outputs))
        for lane in 0..<lanes {
          // Lanes beyond the last sequence repeat the first and weigh nothing.
          let isFiller = first + lane >= members.count
          let sequence = sequences[members[isFiller ? first : first + lane]]
          func fill(_ target: UnsafeMutablePointer<Float>, _ values: [Float]) {
            for (row, value) in values.enumerated() { target[row * lanes + lane] = value }
          }
          fill(block.shares, grid.shares(sequence.position, intervals).map(Float.init))
          fill(block.basis, grid.basis(sequence.position, intervals).map(Float.init))
          fill(block.start, sequence.start)
          fill(block.inputs, sequence.inputs)
          if let linear = block.linear { fill(linear, sequence.linear) }
          fill(block.gains, sequence.gains)
          fill(block.targets, sequence.targets)
          if !isFiller { fill(block.weights, sequence.weights) }
        }
        blocks.append(block)
      }
    }
    self.blocks = blocks
    sets = allSets
    mixings = allMixing
    residuals = sequences.count * shape.outputs * ((steps + judgedEvery - 1) / judgedEvery)
  }

  /// Samples at one position share their sum of products (a run of them is one). It is done where that saves most of the
  /// work; where it saves less, a change in rounding would have the recipes of what ships make something else; with one
  /// axis none of them draws 32,768.
  private static func isWorthSharing(_ samples: [Sequence], basisCount: Int) -> Bool {
    let pairs = basisCount * (basisCount + 1) / 2
    let saves = pairs >= 6 || pairs >= 3 && samples.count >= 32_768
    return saves && samples.count >= 16 * Set(samples.map(\.position)).count
  }

  /// Where positions change, counted from the first of the members.
  private static func runStarts(_ members: ArraySlice<Int>, _ samples: [Sequence]) -> [Int] {
    let isFirst = { index in
      index == members.startIndex || samples[members[index]].position != samples[members[index - 1]].position
    }
    return members.indices.filter(isFirst).map { $0 - members.startIndex }
  }

  /// Several batches as one; of sequences of different lengths, say.
  init(joining parts: [BlockBatch]) {
    self.parts = parts
    blocks = parts.flatMap(\.blocks)
    residuals = parts.reduce(0) { $0 + $1.residuals }
    (memory, sets, mixings) = (nil, [], [])
  }

  deinit {
    memory?.deallocate()
    for set in sets { set.deallocate() }
    for mixing in mixings { mixing.deallocate() }
  }
}
