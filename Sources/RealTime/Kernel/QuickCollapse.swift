/// Slabs of knobs on their way, in floats and by whole vectors.
///
/// Where several knobs have a part in the series, they are summed over those that stand still when knobs begin to move.
/// What comes of it agrees with `StepTables.collapse`, which is in double, to a float's rounding; where knobs arrive,
/// that one has the last word.
struct QuickCollapse: BitwiseCopyable {
  /// Read in place: they are too large to be copied on every call.
  private var shared: UnsafePointer<StepTables>
  private var tables: StepTables { @inline(always) @_noLocks @_noAllocation get { shared.pointee } }
  private var quick: QuickTables { @inline(always) @_noLocks @_noAllocation get { shared.pointee.quick } }
  private var layout: StepLayout { @inline(always) @_noLocks @_noAllocation get { shared.pointee.layout } }
  /// The series along the one knob that moves, term by term.
  private let folded: UnsafeMutablePointer<SIMD8<Double>>
  /// The knob of `folded`, or −1 where several move or none has yet, and where the others stood when it was made.
  private var alone = -1
  private let stillCoordinates: UnsafeMutablePointer<Double>

  private let work: QuickScratch
  private var slopes: QuickSlopes

  /// Whether this stage's slabs can be made so.
  var isAble: Bool { @inline(always) @_noLocks @_noAllocation get { layout.rowVectors == 1 } }

  /// [main-thread]
  init(_ tables: UnsafePointer<StepTables>, _ work: Workspace, arena: Arena) {
    shared = tables
    let knobCount = tables.pointee.knobCount
    let order = knobCount > 1 ? tables.pointee.knobOrders.max()! : 0
    folded = arena.zeroed(SIMD8<Double>.self, order * tables.pointee.quick.blocks)
    stillCoordinates = arena.zeroed(Double.self, knobCount)
    self.work = work.quick
    slopes = QuickSlopes(tables, work.quick)
  }

  /// From here on these tables', which differ from those before in the time step alone.
  @_noLocks @_noAllocation
  mutating func take(_ tables: UnsafePointer<StepTables>) {
    shared = tables
    slopes.shared = tables
    alone = -1
  }

  /// Fills the slabs in the middle and at the end of a sub-block but for the constants, which are the kernel's.
  @_noLocks @_noAllocation
  mutating func fill(_ middle: UnsafeMutablePointer<Float>, _ end: UnsafeMutablePointer<Float>, _ knobs: KnobMotion) {
    place(knobs.middle, work.middle)
    place(knobs.end, work.end)
    foldWhatStands(knobs)
    fillNetwork(middle.lanes(at: 0), end.lanes(at: 0))
    sumSeries()
    finish(middle, work.middle)
    finish(end, work.end)
  }

  /// Fills the slab in the middle of a sub-block alone.
  @_noLocks @_noAllocation
  mutating func fill(_ slab: UnsafeMutablePointer<Float>, _ knobs: KnobMotion) {
    place(knobs.middle, work.middle)
    place(knobs.middle, work.end)
    foldWhatStands(knobs)
    let vectors = slab.lanes(at: 0)
    if tables.axisCount == 0 { for v in 0..<quick.vectors { vectors[v] = quick.base[v] } }
    for index in 0..<tables.axisCount {
      let from = index > 0 ? vectors : quick.base
      let (node, share) = interval(tables.axes[index], work.middle)
      let low = quick.axes[index] + node * quick.vectors
      let high = low + quick.vectors
      for v in 0..<quick.vectors { vectors[v] = (from[v] + low[v]).adding(high[v] - low[v], times: share) }
    }
    sumSeries()
    finish(slab, work.middle)
  }

  /// Quantities and coordinates of all knobs.
  @_noLocks @_noAllocation
  private func place(_ positions: UnsafePointer<Double>, _ place: QuickPlace) {
    for knob in 0..<tables.knobCount {
      let quantity = tables.knobs[knob].quantity(positions[tables.knobs[knob].control])
      place.quantities[knob] = quantity
      place.coordinates[knob] = tables.knobs[knob].normalised(quantity)
    }
  }

  /// Weights of hidden layers, output and conditions, before anything is folded into them.
  @_noLocks @_noAllocation
  private func fillNetwork(_ middle: UnsafeMutablePointer<Lanes>, _ end: UnsafeMutablePointer<Lanes>) {
    if tables.axisCount == 0 {
      for v in 0..<quick.vectors {
        middle[v] = quick.base[v]
        end[v] = quick.base[v]
      }
    }
    for index in 0..<tables.axisCount {
      let axis = tables.axes[index]
      let (fromMiddle, fromEnd) = index > 0 ? (middle, end) : (quick.base, quick.base)
      let (node, share) = interval(axis, work.middle)
      let (endNode, endShare) = interval(axis, work.end)
      let low = quick.axes[index] + node * quick.vectors
      let high = low + quick.vectors
      if node == endNode {
        for v in 0..<quick.vectors {
          let way = high[v] - low[v]
          middle[v] = (fromMiddle[v] + low[v]).adding(way, times: share)
          end[v] = (fromEnd[v] + low[v]).adding(way, times: endShare)
        }
        continue
      }
      let endLow = quick.axes[index] + endNode * quick.vectors
      let endHigh = endLow + quick.vectors
      for v in 0..<quick.vectors {
        middle[v] = (fromMiddle[v] + low[v]).adding(high[v] - low[v], times: share)
        end[v] = (fromEnd[v] + endLow[v]).adding(endHigh[v] - endLow[v], times: endShare)
      }
    }
  }

  @_noLocks @_noAllocation
  private func interval(_ axis: SnapshotAxisTable, _ place: QuickPlace) -> (node: Int, share: Lanes) {
    let (node, fraction) = SnapshotAxisTable.interval(
      of: place.coordinates[axis.knob], in: axis.nodes, count: axis.nodeCount)
    return (node, Lanes(repeating: Float(fraction)))
  }

  /// Where one knob moves, sums the series over all others, unless it has been so before.
  @_noLocks @_noAllocation
  private mutating func foldWhatStands(_ knobs: KnobMotion) {
    if tables.knobCount < 2 { return }
    var (moving, count) = (-1, 0)
    for knob in 0..<tables.knobCount where knobs.moves[tables.knobs[knob].control] {
      moving = knob
      count += 1
    }
    if count != 1 {
      alone = -1
      return
    }
    var holds = alone == moving
    for knob in 0..<tables.knobCount where knob != moving {
      if stillCoordinates[knob] != work.end.coordinates[knob] { holds = false }
      stillCoordinates[knob] = work.end.coordinates[knob]
    }
    if holds { return }
    alone = moving
    fold()
  }

  @_noLocks @_noAllocation
  private func fold() {
    let (coordinates, basis) = (work.end.coordinates, work.basis)
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
      let share = SIMD8(repeating: basis[term])
      let place = term / inner % order * quick.blocks
      for block in 0..<quick.blocks {
        folded[place + block] = folded[place + block].adding(quick.series[term * quick.blocks + block], times: share)
      }
    }
  }

  /// All series at both places.
  @_noLocks @_noAllocation
  private func sumSeries() {
    for place in 0..<quick.valueCount {
      work.middle.values[place] = quick.constants[place]
      work.end.values[place] = quick.constants[place]
    }
    if quick.blocks == 0 { return }
    let last = tables.knobCount == 1 ? 0 : alone >= 0 ? alone : tables.knobCount - 1
    let coefficients = tables.knobCount > 1 && alone >= 0 ? folded : quick.series
    let count = tables.knobCount == 0 ? 1 : tables.knobDegrees[last] + 1
    let outer = alone >= 0 ? 1 : tables.seriesLength / count
    fillBases(work.middle, last, count)
    fillBases(work.end, last, count)
    for block in 0..<quick.blocks { sumBlock(coefficients + block, count: count, outer: outer, to: block) }
    let middle = UnsafeMutableRawPointer(work.middle.sums).assumingMemoryBound(to: Double.self)
    let end = UnsafeMutableRawPointer(work.end.sums).assumingMemoryBound(to: Double.self)
    for lane in 0..<quick.movingCount {
      work.middle.values[quick.moving[lane]] = middle[lane]
      work.end.values[quick.moving[lane]] = end[lane]
    }
  }

  @_noLocks @_noAllocation
  private func fillBases(_ place: QuickPlace, _ last: Int, _ count: Int) {
    Chebyshev.fillBasis(place.inner, at: tables.knobCount == 0 ? 0 : place.coordinates[last], count: count)
    place.outer[0] = 1
    if alone >= 0 || tables.knobCount < 2 { return }
    Chebyshev.fillBasis(
      place.outer, coordinates: place.coordinates, degrees: tables.knobDegrees, count: tables.knobCount - 1)
  }

  /// One block at both places: along the last knob, then along the others.
  @_noLocks @_noAllocation
  private func sumBlock(
    _ coefficients: UnsafeMutablePointer<SIMD8<Double>>, count: Int, outer: Int, to block: Int
  ) {
    let (middle, end) = (work.middle, work.end)
    let nothing = SIMD8<Double>(repeating: 0)
    var (atMiddle, atEnd) = (nothing, nothing)
    var next = coefficients
    for term in 0..<outer {
      // Two sums each, which do not wait for each other.
      var (m0, m1, e0, e1) = (nothing, nothing, nothing, nothing)
      var inner = 0
      while inner + 1 < count {
        let (even, odd) = (next[0], next[quick.blocks])
        m0 = m0.adding(even, times: SIMD8(repeating: middle.inner[inner]))
        e0 = e0.adding(even, times: SIMD8(repeating: end.inner[inner]))
        m1 = m1.adding(odd, times: SIMD8(repeating: middle.inner[inner + 1]))
        e1 = e1.adding(odd, times: SIMD8(repeating: end.inner[inner + 1]))
        next += 2 * quick.blocks
        inner += 2
      }
      if inner < count {
        m0 = m0.adding(next[0], times: SIMD8(repeating: middle.inner[inner]))
        e0 = e0.adding(next[0], times: SIMD8(repeating: end.inner[inner]))
        next += quick.blocks
      }
      atMiddle = atMiddle.adding(m0 + m1, times: SIMD8(repeating: middle.outer[term]))
      atEnd = atEnd.adding(e0 + e1, times: SIMD8(repeating: end.outer[term]))
    }
    middle.sums[block] = atMiddle
    end.sums[block] = atEnd
  }

  /// What is left of a slab whose network is in it.
  @_noLocks @_noAllocation
  private func finish(_ slab: UnsafeMutablePointer<Float>, _ place: QuickPlace) {
    let vectors = slab.lanes(at: 0)
    for c in 0..<tables.conditionCount {
      let knob = tables.conditions[c]
      let value = Lanes(repeating: Float(knob < 0 ? tables.timeCondition : place.coordinates[knob]))
      let column = vectors + (quick.networkVectors + c * layout.vectors[0])
      let biases = slab.lanes(at: layout.constants)
      for v in 0..<layout.vectors[0] { biases[v] = biases[v].adding(column[v], times: value) }
    }
    for v in quick.networkVectors..<layout.count / Lanes.scalarCount { vectors[v] = Lanes() }
    slopes.follow(slab)
    fillRows(slab, place)
  }

  /// Output columns with D and R, rows with the anchor folded in (see `StepTables.fillOutputs`).
  @_noLocks @_noAllocation
  private func fillRows(_ slab: UnsafeMutablePointer<Float>, _ place: QuickPlace) {
    let inputs = layout.states + layout.taps
    let (values, rates, linear, anchors) = (place.values, work.rates, work.linear, work.anchors)
    for s in 0..<layout.states { slab[layout.restStates + s] = Float(values[s]) }
    if tables.carrier >= 0 {
      for s in 0..<layout.states { slab[layout.shares + s] = Float(values[quick.sharesAt + s]) }
    }
    // Lanes behind the rows stay 0.
    rates.lanes(at: 0)[0] = Lanes()
    for row in 0..<layout.rows {
      rates[row] = row < layout.states && tables.rates[row] >= 0 ? Float(place.quantities[tables.rates[row]]) : 1
    }
    var next = values + quick.stepsAt
    for z in 0..<inputs {
      linear.lanes(at: 0)[z] = Lanes()
      for row in 0..<layout.rows { linear[z * Lanes.scalarCount + row] = Float(next[row]) }
      next += layout.rows
    }
    let rate = rates.lanes(at: 0)[0]
    let scale = rate * quick.scales
    let (plainRate, plainScale) = (rate * quick.plainRows, scale * quick.plainRows)
    let limitedScale = scale - plainScale
    let outputs = slab.lanes(at: layout.outputColumns)
    let units = layout.layers == 0 ? 0 : layout.units[layout.layers - 1]
    if layout.layers > 0 { slopes.sumLast(outputs, to: anchors) }
    for z in 0..<inputs {
      let own = linear.lanes(at: 0)[z]
      let anchor = layout.layers > 0 ? anchors.lanes(at: 0)[z] : Lanes()
      let column = slab.lanes(at: layout.tapColumns) + z * layout.width + layout.vectors[0]
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
