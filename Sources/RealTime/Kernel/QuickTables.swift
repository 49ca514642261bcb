import ModelFormat

/// What `StepTables` holds, once more in floats and in the order of a slab: for knobs on their way.
///
/// Slabs of moving knobs are needed up to twice in 12 samples; in this order they are made by whole vectors. Where all
/// rows fit one vector.
struct QuickTables: BitwiseCopyable {
  /// Vectors of a slab that the network's weights fill, from its beginning; behind them here, one column of the first
  /// layer for each condition.
  let networkVectors: Int
  let vectors: Int
  /// At the first snapshot of every axis, and per axis what each of its nodes adds.
  let base: UnsafeMutablePointer<Lanes>
  let axes: UnsafeMutablePointer<UnsafeMutablePointer<Lanes>>

  /// The values of all series: x₀ (S), the shares (S or none), and the rows' M, input by input as columns lie in a slab.
  /// Many do not depend on knobs: these, and 0 for the others.
  let constants: UnsafePointer<Double>
  let valueCount: Int
  let sharesAt: Int
  let stepsAt: Int
  /// Places of those that do. Their coefficients are in `blocks` vectors, of which two at a time lie side by side term by
  /// term: they are read from the beginning to the end.
  let moving: UnsafePointer<Int>
  let movingCount: Int
  let series: UnsafeMutablePointer<SIMD8<Double>>
  let blocks: Int

  /// A lane for each row: D; 1 / D and 1 / σ where it has a σ, and 1 where it has none.
  let scales: Lanes
  let inverseScales: Lanes
  let inverseWindows: Lanes
  let plainRows: Lanes

  /// [main-thread]
  /// - Parameters:
  ///   - base, nodes: in the order of a model's weights; the time step's axis is folded into `base`.
  ///   - series: of x₀, the steps row by row, the shares.
  init(
    _ stage: Model.Stage, _ layout: StepLayout, base: [Double], nodes: [[[Double]]], series all: [[Double]],
    arena: Arena
  ) {
    let first = layout.vectors[0]
    let networkVectors = layout.missedGains / Lanes.scalarCount
    let vectors = networkVectors + stage.network.conditions.count * first
    self.networkVectors = networkVectors
    self.vectors = vectors
    func placed(_ weights: [[Double]]) -> UnsafeMutablePointer<Lanes> {
      let memory = arena.zeroed(Lanes.self, vectors * weights.count)
      for (index, weights) in weights.enumerated() {
        let floats = UnsafeMutableRawPointer(memory + index * vectors).assumingMemoryBound(to: Float.self)
        Self.place(weights, stage, layout, conditionsAt: networkVectors * Lanes.scalarCount, to: floats)
      }
      return memory
    }
    self.base = placed([base])
    axes = arena.copy(nodes.map(placed))

    let (states, inputs) = (layout.states, layout.states + layout.taps)
    let follows = stage.smallSignal.follow != nil
    sharesAt = states
    stepsAt = states + (follows ? states : 0)
    var order = Array(0..<states)
    if follows { order += all.count - states..<all.count }
    for place in 0..<inputs {
      let z = layout.input(inPlace: place)
      for row in 0..<layout.rows { order.append(states + row * inputs + z) }
    }
    valueCount = order.count
    constants = UnsafePointer(arena.copy(order.map { Self.moves(all[$0]) ? 0 : all[$0][0] }))
    let moving = order.indices.filter { Self.moves(all[order[$0]]) }
    self.moving = UnsafePointer(arena.copy(moving))
    movingCount = moving.count
    blocks = (moving.count + 7) / 8
    let terms = all.first?.count ?? 0
    self.series = arena.zeroed(SIMD8<Double>.self, max(terms * blocks, 1))
    for (lane, place) in moving.enumerated() {
      let block = lane / 8
      let coefficients = self.series + block / 2 * 2 * terms
      let width = min(blocks - block / 2 * 2, 2)
      for term in 0..<terms { coefficients[term * width + block % 2][lane % 8] = all[order[place]][term] }
    }

    var (scales, inverseScales, inverseWindows) = (Lanes(), Lanes(), Lanes())
    var plainRows = Lanes()
    for row in 0..<min(layout.rows, Lanes.scalarCount) { plainRows[row] = 1 }
    for row in 0..<min(stage.residualCount, Lanes.scalarCount) {
      let scale = stage.network.residualScales[row]
      scales[row] = Float(scale)
      let sigma = layout.hasWindows ? stage.network.windows[row] : 0
      guard sigma > 0 else { continue }
      inverseScales[row] = Float(1 / scale)
      inverseWindows[row] = Float(1 / (scale * sigma))
      plainRows[row] = 0
    }
    self.scales = scales
    self.inverseScales = inverseScales
    self.inverseWindows = inverseWindows
    self.plainRows = plainRows
  }

  /// Whether a series is more than its first coefficient, to −180 dB.
  private static func moves(_ series: [Double]) -> Bool {
    series.dropFirst().reduce(0) { $0 + abs($1) } > 1e-9 * abs(series[0])
  }

  /// Puts a model's weights where a slab has them; output rows without D, direct rows among the columns' rows.
  private static func place(
    _ weights: [Double], _ stage: Model.Stage, _ layout: StepLayout, conditionsAt: Int,
    to slab: UnsafeMutablePointer<Float>
  ) {
    let lanes = Lanes.scalarCount
    let (states, inputs) = (layout.states, layout.states + layout.taps)
    func column(_ z: Int) -> UnsafeMutablePointer<Float> {
      slab + (z < states ? layout.stateColumns + z * layout.stride : layout.tapColumns + (z - states) * layout.stride)
    }
    var at = 0
    func next() -> Float {
      at += 1
      return Float(weights[at - 1])
    }
    if layout.layers == 0 { return }
    let conditions = stage.network.conditions.count
    for layer in 0..<layout.layers {
      let width = layer == 0 ? inputs + conditions : layout.units[layer - 1]
      for unit in 0..<layout.units[layer] {
        for j in 0..<width {
          if layer > 0 {
            slab[layout.columns[layer] + j * layout.vectors[layer] * lanes + unit] = next()
          } else if j < inputs {
            column(j)[unit] = next()
          } else {
            slab[conditionsAt + (j - inputs) * layout.vectors[0] * lanes + unit] = next()
          }
        }
      }
      guard stage.network.hasBiases else { continue }
      let biases = layer == 0 ? layout.constants : layout.biases[layer]
      for unit in 0..<layout.units[layer] { slab[biases + unit] = next() }
    }
    for row in 0..<stage.residualCount {
      for unit in 0..<layout.units[layout.layers - 1] {
        slab[layout.outputColumns + unit * layout.rowVectors * lanes + row] = next()
      }
    }
    guard layout.hasWindows else { return }
    for row in 0..<stage.residualCount { for z in 0..<inputs { column(z)[layout.rowsAt + row] = next() } }
  }
}
