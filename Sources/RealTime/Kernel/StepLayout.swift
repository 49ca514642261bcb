import ModelFormat

/// Lanes of one vector of the kernels.
///
/// Eight for every instruction set: sixteen of AVX-512 were tried and are slower, their division takes twice as long and
/// circuits have 12 to 18 units.
typealias Lanes = SIMD8<Float>

/// Where the numbers of one time step lie in a slab of floats.
///
/// A slab holds everything that is constant within a step: the network's weights at the current knobs with D, R and
/// the anchor folded in. Whole slabs are ramped, so moving knobs need no other code than an addition. Matrices into
/// hidden units are stored by column, each padded to whole vectors; output rows are stored by row. A linear stage has
/// the skip matrices and nothing of the network.
struct StepLayout: BitwiseCopyable {
  let states: Int
  let taps: Int
  /// Hidden layers; 0 for a linear stage.
  let layers: Int
  /// One per state, and one more for an output with a part of its own.
  let rows: Int
  let hasOutputRow: Bool
  /// Units of each layer (up to four), and the vectors that hold them.
  let units: SIMD4<Int>
  let vectors: SIMD4<Int>

  /// Offsets, in floats.
  let stateColumns: Int
  let tapColumns: Int
  /// Biases of layer l; its columns follow for l > 0.
  let biases: SIMD4<Int>
  let columns: SIMD4<Int>
  let outputRows: Int
  let skipStates: Int
  let skipTaps: Int
  let constants: Int
  /// Where rows have a σ: by what its own slope misses M, M over σ, and D R.
  let missedStates: Int
  let missedTaps: Int
  let windowStates: Int
  let windowTaps: Int
  let missedGains: Int
  let restStates: Int
  /// Steps of the states per step of the one they follow; where there is one.
  let shares: Int
  /// Whole slab, a multiple of the vector width.
  let count: Int

  init(_ stage: Model.Stage) {
    states = stage.states.count
    taps = stage.input.taps.count
    layers = stage.network.layers.count
    hasOutputRow = !stage.smallSignal.outputStep.isEmpty
    rows = states + (hasOutputRow ? 1 : 0)
    var units = SIMD4<Int>(repeating: 0)
    for (index, count) in stage.network.layers.enumerated() { units[index] = count }
    let vectors = (units &+ (Lanes.scalarCount - 1)) / Lanes.scalarCount
    self.units = units
    self.vectors = vectors

    var next = 0
    func take(_ floats: Int) -> Int {
      defer { next += (floats + Lanes.scalarCount - 1) / Lanes.scalarCount * Lanes.scalarCount }
      return next
    }
    let width = vectors[0] * Lanes.scalarCount
    stateColumns = take(states * width)
    tapColumns = take(taps * width)
    var biases = SIMD4<Int>(repeating: 0)
    var columns = SIMD4<Int>(repeating: 0)
    for layer in 0..<layers {
      biases[layer] = take(vectors[layer] * Lanes.scalarCount)
      // Columns of zeros make it a multiple of four.
      if layer > 0 { columns[layer] = take((units[layer - 1] + 3) / 4 * 4 * vectors[layer] * Lanes.scalarCount) }
    }
    self.biases = biases
    self.columns = columns
    outputRows = take(layers == 0 ? 0 : rows * vectors[layers - 1] * Lanes.scalarCount)
    skipStates = take(rows * states)
    skipTaps = take(rows * taps)
    constants = take(rows)
    let limited = stage.network.windows.isEmpty ? 0 : rows
    missedStates = take(limited * states)
    missedTaps = take(limited * taps)
    windowStates = take(limited * states)
    windowTaps = take(limited * taps)
    missedGains = take(limited)
    restStates = take(states)
    shares = take(stage.smallSignal.follow == nil ? 0 : states)
    count = next
  }
}
