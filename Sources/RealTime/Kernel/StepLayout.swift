import ModelFormat

/// Lanes of one vector of the kernels.
///
/// Eight for every instruction set: sixteen of AVX-512 were tried and are slower, their division takes twice as long and
/// circuits have 12 to 18 units.
typealias Lanes = SIMD8<Float>

/// Where the numbers of one time step lie in a slab of floats.
///
/// A slab holds everything that is constant within a step: the network's weights at the current knobs with D, R and
/// the anchor folded in. Whole slabs are ramped, so moving knobs need no other code than an addition.
///
/// What a tap or a state adds is one column of `width` vectors: to the first layer's units, then to the rows (a lane
/// each), then, where rows have a σ, to what their slopes miss and to how far they are from rest. Columns between hidden
/// layers are padded to whole vectors, too. A linear stage has columns of rows and nothing of the network.
struct StepLayout: BitwiseCopyable {
  let states: Int
  let taps: Int
  /// Hidden layers; 0 for a linear stage.
  let layers: Int
  /// One per state, and one more for an output with a part of its own.
  let rows: Int
  let hasOutputRow: Bool
  let hasWindows: Bool
  /// Units of each layer (up to four), and the vectors that hold them.
  let units: SIMD4<Int>
  let vectors: SIMD4<Int>
  /// Vectors that hold the rows.
  let rowVectors: Int
  /// Vectors of a column.
  let width: Int
  /// Offsets, in floats.
  /// One column, at 0: biases of the first layer, constants of the rows. The others are right behind it.
  let constants: Int
  let tapColumns: Int
  let stateColumns: Int
  /// Of layer l > 0, right behind each other.
  let biases: SIMD4<Int>
  let columns: SIMD4<Int>
  /// Per unit of the last layer, its weights in all rows: its own, and those of what follows them.
  let outputColumns: Int
  /// D R of the rows that have a σ.
  let missedGains: Int
  let restStates: Int
  /// Steps of the states per step of the one they follow, where there is one, and the rows' constants there: they are
  /// followed by nothing.
  let shares: Int
  let lateConstants: Int
  /// Whole slab, a multiple of the vector width.
  let count: Int

  /// Whether it has code of its own (see `ShapedStep`).
  var isShaped: Bool {
    @_noLocks @_noAllocation get {
      if rowVectors > 1 { return false }
      switch (layers, vectors[0], vectors[1]) {
      case (0, _, _), (2, 1, 1), (2, 2, 2), (2, 3, 2): return true
      default: return false
      }
    }
  }

  /// Whether all its layers have four vectors (see `DeepStep`).
  var isDeep: Bool {
    @_noLocks @_noAllocation get {
      if rowVectors > 1 || layers < 2 || layers > 3 { return false }
      return vectors[0] == 4 && vectors[1] == 4 && (layers == 2 || vectors[2] == 4)
    }
  }

  /// Whether steps of its shape work in registers, or in memory as all others (see `AnyStep`).
  var hasOwnSteps: Bool { @_noLocks @_noAllocation get { isShaped || isDeep } }

  /// Floats of a column.
  var stride: Int { @inline(always) @_noLocks @_noAllocation get { width * Lanes.scalarCount } }
  /// Where a column's rows begin, what their slopes miss, and how far they are from rest.
  var rowsAt: Int { @inline(always) @_noLocks @_noAllocation get { vectors[0] * Lanes.scalarCount } }
  var missedAt: Int { @inline(always) @_noLocks @_noAllocation get { rowsAt + rowVectors * Lanes.scalarCount } }
  var windowAt: Int { @inline(always) @_noLocks @_noAllocation get { missedAt + rowVectors * Lanes.scalarCount } }

  /// Columns of taps and, right behind them, of states: which of z's elements, states before taps, has one.
  func input(inPlace place: Int) -> Int { place < taps ? states + place : place - taps }

  init(_ stage: Model.Stage, learntCount: Int) {
    let lanes = Lanes.scalarCount
    states = stage.states.count
    taps = stage.input.taps.count
    let hidden = learntCount == 0 ? [] : stage.network.layers
    layers = hidden.count
    hasOutputRow = !stage.smallSignal.outputStep.isEmpty
    rows = states + (hasOutputRow ? 1 : 0)
    hasWindows = !stage.network.windows.isEmpty
    var units = SIMD4<Int>(repeating: 0)
    for (index, count) in hidden.enumerated() { units[index] = count }
    var vectors = (units &+ (lanes - 1)) / lanes
    // Two layers are played in one of few shapes: a narrower second one as if it were wider.
    if layers == 2 && vectors[0] > 1 && vectors[0] < 4 { vectors[1] = max(vectors[1], 2) }
    self.units = units
    self.vectors = vectors
    rowVectors = (rows + lanes - 1) / lanes
    width = vectors[0] + rowVectors * (hasWindows ? 3 : 1)

    var next = 0
    func take(_ vectors: Int) -> Int {
      defer { next += vectors * lanes }
      return next
    }
    constants = take(width)
    tapColumns = take(taps * width)
    stateColumns = take(states * width)
    var biases = SIMD4<Int>(repeating: 0)
    var columns = SIMD4<Int>(repeating: 0)
    for layer in 1..<max(layers, 1) {
      biases[layer] = take(vectors[layer])
      columns[layer] = take(Self.padded(units[layer - 1]) * vectors[layer])
    }
    self.biases = biases
    self.columns = columns
    outputColumns = take(layers == 0 ? 0 : Self.padded(units[layers - 1]) * rowVectors)
    missedGains = take(hasWindows ? rowVectors : 0)
    restStates = take(rowVectors)
    let follows = stage.smallSignal.follow != nil
    shares = take(follows ? rowVectors : 0)
    lateConstants = take(follows ? rowVectors : 0)
    count = next
  }

  /// Units as kernels count them: columns of zeros make it a multiple of four.
  @inline(always)
  @_noLocks @_noAllocation
  static func padded(_ units: Int) -> Int { (units + 3) & ~3 }
}
