import ModelFormat

/// A stage of a model made ready for one time step: what turns knob positions into a slab.
///
/// The time step is constant while an engine lives, so its coordinate is folded away here.
struct StepTables: BitwiseCopyable {
  static let coordinateLimit = Model.Limit.coordinates

  let layout: StepLayout
  /// Normalised units per volt, and what the input is clamped to, normalised.
  let inputShare: Float
  let inputLimit: Float
  /// Delays of the input taps, in model samples.
  let taps: UnsafePointer<Int>
  let deepestTap: Int
  /// Whether they are the present sample and the three before it.
  let hasStraightTaps: Bool
  /// A lane for each row: C times the output's volts, and those volts themselves for the output's own row.
  let outputs: UnsafePointer<Lanes>
  /// Where a state counts as run away.
  let limits: UnsafePointer<Lanes>
  /// All ones for states, zero for what is not kept from step to step.
  let stateMask: UnsafePointer<SIMD8<UInt32>>
  let knobs: UnsafePointer<KnobLaw>
  let knobCount: Int
  let knobDegrees: UnsafePointer<Int>

  let seriesLength: Int
  /// Series of x₀ (S), M (S × (S + T)), M_y (S + T or 0), shares (S or 0), in this order.
  let series: UnsafePointer<Double>
  /// The state that the others follow, or −1; the series of their shares come last.
  let carrier: Int
  /// For each state: the knob coordinate whose q is its R, or −1 where R = 1.
  let rates: UnsafePointer<Int>

  let weightCount: Int
  let weights: UnsafePointer<Double>
  let axes: UnsafePointer<SnapshotAxisTable>
  let axisCount: Int
  /// The same for knobs on their way.
  let quick: QuickTables
  let hasBiases: Bool
  /// For each condition input: its knob coordinate's index, or −1 where it is the folded time step.
  let conditions: UnsafePointer<Int>
  let conditionCount: Int
  let timeCondition: Double
  let residualScales: UnsafePointer<Double>
  let residualCount: Int
  /// Rows in which the network has a part.
  let learnt: UnsafePointer<Int>
  let learntCount: Int
  /// σ of every row, 0 where it has none; empty where no row has.
  let windows: UnsafePointer<Double>

  /// [main-thread]
  /// - Parameters:
  ///   - controls: ids, in the order of knob positions.
  ///   - timeStep: seconds per model sample.
  init(_ stage: Model.Stage, controls: [String], timeStep: Double, arena: Arena) {
    let residuals = stage.network.residualScales
    let learntRows = residuals.indices.filter { $0 < stage.residualCount && residuals[$0] != 0 }
    learnt = UnsafePointer(arena.copy(learntRows))
    learntCount = learntRows.count
    let layout = StepLayout(stage, learntCount: learntRows.count)
    self.layout = layout
    inputShare = Float(1 / stage.input.scale)
    inputLimit = Float(stage.input.limit / stage.input.scale)
    taps = UnsafePointer(arena.copy(stage.input.taps))
    deepestTap = stage.input.taps.last ?? 0
    hasStraightTaps = stage.input.taps == [0, 1, 2, 3]
    outputs = arena.lanes(
      (stage.output.fromStates + (layout.hasOutputRow ? [1] : [])).map { Float($0 * stage.output.scale) })
    // Read for all rows: an output row may have a vector of its own.
    let outputRow = [Float](repeating: 0, count: layout.rows - layout.states)
    limits = arena.lanes(
      stage.states.map { Float($0.limit) } + outputRow.map { _ in .greatestFiniteMagnitude },
      padding: .greatestFiniteMagnitude)
    let kept = arena.lanes([Float](repeating: Float(bitPattern: .max), count: layout.states) + outputRow)
    stateMask = UnsafeRawPointer(kept).assumingMemoryBound(to: SIMD8<UInt32>.self)

    let timeAxis = stage.coordinates.firstIndex { $0.source == .timeStep }
    let timePosition = timeAxis.map { stage.coordinates[$0].normalised(timeStep, timeStep: timeStep) } ?? 0
    var knobIndex = [Int: Int]()
    var laws: [KnobLaw] = []
    for (index, coordinate) in stage.coordinates.enumerated() where coordinate.source == .control {
      knobIndex[index] = laws.count
      laws.append(KnobLaw(coordinate, control: controls.firstIndex { $0 == coordinate.control }!, timeStep: timeStep))
    }
    knobs = UnsafePointer(arena.copy(laws))
    knobCount = laws.count

    let small = stage.smallSignal
    func folded(_ series: [Double]) -> [Double] {
      guard let timeAxis else { return series }
      return Chebyshev.collapsed(series, degrees: small.degrees, axis: timeAxis, at: timePosition)
    }
    var degrees = small.degrees
    if let timeAxis { degrees.remove(at: timeAxis) }
    knobDegrees = UnsafePointer(arena.copy(degrees))
    seriesLength = degrees.reduce(1) { $0 * ($1 + 1) }
    let all = small.restStates + small.step.flatMap { $0 } + small.outputStep + (small.follow?.shares ?? [])
    carrier = small.follow?.carrier ?? -1
    let foldedSeries = all.map(folded)
    series = UnsafePointer(arena.copy(foldedSeries.flatMap { $0 }))
    rates = UnsafePointer(arena.copy(stage.states.map { state in state.rate.map { knobIndex[$0]! } ?? -1 }))

    let network = stage.network
    weightCount = stage.weightCount
    var base = network.weights
    var tables: [SnapshotAxisTable] = []
    var nodes: [[[Double]]] = []
    for axis in network.axes {
      if let knob = knobIndex[axis.coordinate] {
        tables.append(SnapshotAxisTable(axis, knob: knob, laws[knob], weightCount: weightCount, arena: arena))
        nodes.append([[Double](repeating: 0, count: weightCount)] + axis.deltas)
      } else {
        let (node, fraction) = SnapshotAxisTable.interval(of: timePosition, in: axis.nodes)
        for (share, index) in [(1 - fraction, node), (fraction, node + 1)] where index > 0 && share != 0 {
          for w in base.indices { base[w] += share * axis.deltas[index - 1][w] }
        }
      }
    }
    weights = UnsafePointer(arena.copy(base))
    quick = QuickTables(stage, layout, base: base, nodes: nodes, series: foldedSeries, arena: arena)
    axes = UnsafePointer(arena.copy(tables))
    axisCount = tables.count
    hasBiases = network.hasBiases
    conditions = UnsafePointer(arena.copy(network.conditions.map { knobIndex[$0] ?? -1 }))
    conditionCount = network.conditions.count
    timeCondition = timePosition
    residualScales = UnsafePointer(arena.copy(network.residualScales))
    residualCount = stage.residualCount
    windows = UnsafePointer(arena.copy(network.windows))
  }

  /// [main-thread] Terms along each knob.
  var knobOrders: [Int] { (0..<knobCount).map { knobDegrees[$0] + 1 } }

  /// Floats of a slab, and of what quick slabs have behind it while they are made: columns of conditions.
  var slabLength: Int { max(layout.count, quick.vectors * Lanes.scalarCount) }

  /// Whether all layers are 0 at z = 0.
  var isZeroAtRest: Bool {
    @inline(always) @_noLocks @_noAllocation get { !hasBiases && conditionCount == 0 }
  }

  /// Whether the network has a part in a row: not where the circuit is linear, nor where a state follows another.
  @inline(always)
  @_noLocks @_noAllocation
  func isLearnt(_ row: Int) -> Bool { row < residualCount && residualScales[row] != 0 }

  /// Whether a knob that this stage depends on moves in the present sub-block.
  @_noLocks @_noAllocation
  func isMoved(by motion: KnobMotion) -> Bool {
    for index in 0..<knobCount where motion.moves[index] { return true }
    return false
  }

  /// Whether weights bend in it: at a snapshot.
  @_noLocks @_noAllocation
  func bends(_ motion: KnobMotion) -> Bool {
    for index in 0..<axisCount where motion.moves[axes[index].knob] {
      let axis = axes[index]
      let (start, end) = (motion.start[axis.knob], motion.end[axis.knob])
      for node in 1..<axis.nodeCount - 1 where (start < axis.positions[node]) != (end < axis.positions[node]) {
        return true
      }
    }
    return false
  }

  /// Whether all such knobs have arrived at its end.
  @_noLocks @_noAllocation
  func arrives(_ motion: KnobMotion) -> Bool {
    for index in 0..<knobCount where motion.isUnderWay(index) { return false }
    return true
  }
}

/// One snapshot axis that a knob moves along.
package struct SnapshotAxisTable: BitwiseCopyable {
  let knob: Int
  let nodeCount: Int
  let nodes: UnsafePointer<Double>
  /// The knob's positions 0…1 there.
  let positions: UnsafePointer<Double>
  /// nodeCount × weightCount; the first node's are zero.
  let deltas: UnsafePointer<Double>

  init(_ axis: Model.SnapshotAxis, knob: Int, _ law: KnobLaw, weightCount: Int, arena: Arena) {
    self.knob = knob
    nodeCount = axis.nodes.count
    nodes = UnsafePointer(arena.copy(axis.nodes))
    positions = UnsafePointer(arena.copy(axis.nodes.map(law.position)))
    deltas = UnsafePointer(arena.copy([Double](repeating: 0, count: weightCount) + axis.deltas.flatMap { $0 }))
  }

  /// The interval of ascending `nodes` that holds `c`, and how far along it c lies, 0…1.
  package static func interval(of c: Double, in nodes: [Double]) -> (node: Int, fraction: Double) {
    nodes.withUnsafeBufferPointer { interval(of: c, in: $0.baseAddress!, count: $0.count) }
  }

  @_noLocks @_noAllocation
  static func interval(of c: Double, in nodes: UnsafePointer<Double>, count: Int) -> (node: Int, fraction: Double) {
    var node = 0
    while node < count - 2 && c >= nodes[node + 1] { node += 1 }
    let fraction = (c - nodes[node]) / (nodes[node + 1] - nodes[node])
    return (node, min(max(fraction, 0), 1))
  }
}
