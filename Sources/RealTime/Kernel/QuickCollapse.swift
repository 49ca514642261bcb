/// Slabs of knobs on their way, in floats and by whole vectors.
///
/// What stands still is summed once, when knobs begin to move: the snapshot axes of other knobs, and the series along
/// them. What comes of it agrees with `StepTables.collapse`, which is in double, to a float's rounding; where knobs
/// arrive, that one has the last word.
struct QuickCollapse: BitwiseCopyable {
  private let tables: StepTables
  private let quick: QuickTables
  private let layout: StepLayout
  /// The network's weights but for the axes that move.
  private let still: UnsafeMutablePointer<Lanes>
  /// The series along the one knob that moves, term by term.
  private let folded: UnsafeMutablePointer<SIMD8<Double>>
  /// The knobs that move, as bits, and where the others stand; none of it holds before the first motion.
  private var moving: UInt32 = 0
  private let stillCoordinates: UnsafeMutablePointer<Double>
  /// The knob of `folded`, or −1 where several move.
  private var alone = -1

  private let quantities: UnsafeMutablePointer<Double>
  private let coordinates: UnsafeMutablePointer<Double>
  private let basis: UnsafeMutablePointer<Double>
  private let values: UnsafeMutablePointer<Double>
  private let rates: UnsafeMutablePointer<Float>
  private let linear: UnsafeMutablePointer<Float>
  private let slopes: QuickSlopes

  /// Whether this stage's slabs can be made so.
  var isAble: Bool { @inline(always) @_noLocks @_noAllocation get { layout.rowVectors == 1 } }

  /// [main-thread]
  init(_ tables: StepTables, _ work: Workspace, arena: Arena) {
    self.tables = tables
    quick = tables.quick
    layout = tables.layout
    still = arena.zeroed(Lanes.self, quick.vectors)
    var order = 1
    for knob in 0..<tables.knobCount { order = max(order, tables.knobDegrees[knob] + 1) }
    folded = arena.zeroed(SIMD8<Double>.self, order * quick.blocks)
    stillCoordinates = arena.zeroed(Double.self, StepTables.coordinateLimit)
    quantities = work.collapse.quantities
    coordinates = work.collapse.coordinates
    basis = work.collapse.basis
    values = work.quick.values
    rates = work.quick.rates
    linear = work.quick.linear
    slopes = QuickSlopes(layout, work.quick)
  }

  /// Before the slabs of a sub-block: sums what stands still, unless it has been so before.
  @_noLocks @_noAllocation
  mutating func begin(_ knobs: KnobMotion) {
    place(knobs.end)
    var now: UInt32 = 0
    var count = 0
    for knob in 0..<tables.knobCount where knobs.moves[tables.knobs[knob].control] {
      now |= 1 << UInt32(knob)
      count += 1
    }
    var holds = now == moving
    for knob in 0..<tables.knobCount where now & 1 << UInt32(knob) == 0 {
      if stillCoordinates[knob] != coordinates[knob] { holds = false }
    }
    if holds { return }
    moving = now
    for knob in 0..<tables.knobCount { stillCoordinates[knob] = coordinates[knob] }
    for v in 0..<quick.vectors { still[v] = quick.base[v] }
    for axis in 0..<tables.axisCount where !isMoving(axis) { add(axis, to: still, from: still) }
    alone = count == 1 ? now.trailingZeroBitCount : -1
    if alone >= 0 { fold() }
  }

  /// Fills a slab but for the constants, which are the kernel's.
  /// - Parameter positions: 0…1, one per control.
  @_noLocks @_noAllocation
  func fill(_ slab: UnsafeMutablePointer<Float>, positions: UnsafePointer<Double>) {
    place(positions)
    let vectors = slab.lanes(at: 0)
    var isFilled = false
    for axis in 0..<tables.axisCount where isMoving(axis) {
      add(axis, to: vectors, from: isFilled ? vectors : still)
      isFilled = true
    }
    if !isFilled { for v in 0..<quick.vectors { vectors[v] = still[v] } }
    for c in 0..<tables.conditionCount {
      let knob = tables.conditions[c]
      let value = Lanes(repeating: Float(knob < 0 ? tables.timeCondition : coordinates[knob]))
      let column = vectors + (quick.networkVectors + c * layout.vectors[0])
      let biases = slab.lanes(at: layout.constants)
      for v in 0..<layout.vectors[0] { biases[v] = biases[v].adding(column[v], times: value) }
    }
    for v in quick.networkVectors..<layout.count / Lanes.scalarCount { vectors[v] = Lanes() }
    sumSeries()
    slopes.follow(slab)
    fillRows(slab)
  }

  /// Quantities and coordinates of all knobs.
  @_noLocks @_noAllocation
  private func place(_ positions: UnsafePointer<Double>) {
    for knob in 0..<tables.knobCount {
      let quantity = tables.knobs[knob].quantity(positions[tables.knobs[knob].control])
      quantities[knob] = quantity
      coordinates[knob] = tables.knobs[knob].normalised(quantity)
    }
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func isMoving(_ axis: Int) -> Bool { moving & 1 << UInt32(tables.axes[axis].knob) != 0 }

  /// `from` and what an axis adds at its coordinate.
  @_noLocks @_noAllocation
  private func add(_ axis: Int, to: UnsafeMutablePointer<Lanes>, from: UnsafeMutablePointer<Lanes>) {
    let table = tables.axes[axis]
    let (node, fraction) = SnapshotAxisTable.interval(
      of: coordinates[table.knob], in: table.nodes, count: table.nodeCount)
    let low = quick.axes[axis] + node * quick.vectors
    let high = low + quick.vectors
    let share = Lanes(repeating: Float(fraction))
    for v in 0..<quick.vectors { to[v] = (from[v] + low[v]).adding(high[v] - low[v], times: share) }
  }

  /// Sums the series over all knobs but the one that moves.
  @_noLocks @_noAllocation
  private mutating func fold() {
    let moved = coordinates[alone]
    // Its own part of each product is left out: T at 1 is 1, whatever the order.
    coordinates[alone] = 1
    Chebyshev.fillBasis(basis, coordinates: coordinates, degrees: tables.knobDegrees, count: tables.knobCount)
    coordinates[alone] = moved
    let order = tables.knobDegrees[alone] + 1
    var inner = 1
    for knob in alone + 1..<max(tables.knobCount, alone + 1) { inner *= tables.knobDegrees[knob] + 1 }
    for index in 0..<order * quick.blocks { folded[index] = SIMD8(repeating: 0) }
    for term in 0..<tables.seriesLength {
      let share = SIMD8<Double>(repeating: basis[term])
      let place = term / inner % order * quick.blocks
      for block in 0..<quick.blocks { folded[place + block] += quick.series[term * quick.blocks + block] * share }
    }
  }

  @_noLocks @_noAllocation
  private func sumSeries() {
    var (count, coefficients) = (tables.seriesLength, quick.series)
    if alone >= 0 {
      Chebyshev.fillBasis(
        basis, coordinates: coordinates + alone, degrees: tables.knobDegrees + alone, count: 1)
      (count, coefficients) = (tables.knobDegrees[alone] + 1, folded)
    } else {
      Chebyshev.fillBasis(basis, coordinates: coordinates, degrees: tables.knobDegrees, count: tables.knobCount)
    }
    let sums = UnsafeMutableRawPointer(values).assumingMemoryBound(to: SIMD8<Double>.self)
    for block in 0..<quick.blocks {
      var (even, odd) = (SIMD8<Double>(repeating: 0), SIMD8<Double>(repeating: 0))
      var term = 0
      while term + 1 < count {
        even += coefficients[term * quick.blocks + block] * SIMD8(repeating: basis[term])
        odd += coefficients[(term + 1) * quick.blocks + block] * SIMD8(repeating: basis[term + 1])
        term += 2
      }
      if term < count { even += coefficients[term * quick.blocks + block] * SIMD8(repeating: basis[term]) }
      sums[block] = even + odd
    }
  }

  /// Output columns with D and R, rows with the anchor folded in (see `StepTables.fillOutputs`).
  @_noLocks @_noAllocation
  private func fillRows(_ slab: UnsafeMutablePointer<Float>) {
    let inputs = layout.states + layout.taps
    for s in 0..<layout.states { slab[layout.restStates + s] = Float(values[s]) }
    if tables.carrier >= 0 {
      for s in 0..<layout.states { slab[layout.shares + s] = Float(values[quick.sharesAt + s]) }
    }
    for row in 0..<layout.rows {
      rates[row] = row < layout.states && tables.rates[row] >= 0 ? Float(quantities[tables.rates[row]]) : 1
    }
    var place = quick.stepsAt
    for z in 0..<inputs {
      for row in 0..<layout.rows {
        linear[z * Lanes.scalarCount + row] = Float(values[place])
        place += 1
      }
    }
    let rate = rates.lanes(at: 0)[0]
    let scale = rate * quick.scales
    let (plainRate, plainScale) = (rate * quick.plainRows, scale * quick.plainRows)
    let limitedScale = scale - plainScale
    let outputs = slab.lanes(at: layout.outputColumns)
    let units = layout.layers == 0 ? 0 : layout.units[layout.layers - 1]
    for z in 0..<inputs {
      let own = linear.lanes(at: 0)[z]
      var anchor = Lanes()
      for unit in 0..<units { anchor = anchor.adding(outputs[unit], times: slopes.last(unit, z)) }
      let column =
        slab.lanes(at: z < layout.states ? layout.stateColumns : layout.tapColumns - layout.states * layout.stride)
        + z * layout.width + layout.vectors[0]
      let direct = column[0]
      column[0] = plainRate * own - plainScale * anchor
      if layout.hasWindows {
        column[0] = column[0].adding(limitedScale, times: direct)
        column[1] = (own * quick.inverseScales - anchor - direct) * (Lanes(repeating: 1) - quick.plainRows)
        column[2] = own * quick.inverseWindows
      }
    }
    if layout.hasWindows { slab.lanes(at: layout.missedGains)[0] = limitedScale }
    let shares = slab.lanes(at: layout.shares)
    for unit in 0..<units {
      var column = outputs[unit] * scale
      if tables.carrier >= 0 { column = column.adding(shares[0], times: Lanes(repeating: column[tables.carrier])) }
      outputs[unit] = column
    }
  }
}
