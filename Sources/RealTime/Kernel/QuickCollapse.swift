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

  private let scratch: UnsafePointer<QuickScratch>
  private var work: QuickScratch { @inline(always) @_noLocks @_noAllocation get { scratch.pointee } }
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
    scratch = work.quick
    slopes = QuickSlopes(tables, work.quick.pointee)
  }

  /// From here on these tables', which differ from those before in the time step alone.
  @_noLocks @_noAllocation
  mutating func take(_ tables: UnsafePointer<StepTables>) {
    shared = tables
    slopes.shared = tables
    alone = -1
  }

  /// Fills the slab at positions of knobs on their way, but for the constants, which are the kernel's.
  @_noLocks @_noAllocation
  mutating func fill(
    _ slab: UnsafeMutablePointer<Float>, _ knobs: KnobMotion, at positions: UnsafePointer<Double>
  ) {
    place(positions)
    foldWhatStands(knobs)
    fillNetwork(slab.lanes(at: 0))
    sumSeries()
    addConditions(slab)
    for v in quick.networkVectors..<layout.count / Lanes.scalarCount { slab.lanes(at: 0)[v] = Lanes() }
    slopes.follow(slab)
    fillRows(slab)
  }

  /// Quantities and coordinates of all knobs.
  @_noLocks @_noAllocation
  private func place(_ positions: UnsafePointer<Double>) {
    for knob in 0..<tables.knobCount {
      let quantity = tables.knobs[knob].quantity(positions[knob])
      work.quantities[knob] = quantity
      work.coordinates[knob] = tables.knobs[knob].normalised(quantity)
    }
  }

  /// Weights of hidden layers, output and conditions, before anything is folded into them.
  @_noLocks @_noAllocation
  private func fillNetwork(_ slab: UnsafeMutablePointer<Lanes>) {
    if tables.axisCount == 0 { for v in 0..<quick.vectors { slab[v] = quick.base[v] } }
    for index in 0..<tables.axisCount {
      let axis = tables.axes[index]
      let from = index > 0 ? slab : quick.base
      let (node, fraction) = SnapshotAxisTable.interval(
        of: work.coordinates[axis.knob], in: axis.nodes, count: axis.nodeCount)
      let share = Lanes(repeating: Float(fraction))
      let low = quick.axes[index] + node * quick.vectors
      let high = low + quick.vectors
      for v in 0..<quick.vectors { slab[v] = (from[v] + low[v]).adding(high[v] - low[v], times: share) }
    }
  }

  /// Where one knob moves, sums the series over all others, unless it has been so before.
  @_noLocks @_noAllocation
  private mutating func foldWhatStands(_ knobs: KnobMotion) {
    if tables.knobCount < 2 { return }
    var (moving, count) = (-1, 0)
    for knob in 0..<tables.knobCount where knobs.moves[knob] {
      moving = knob
      count += 1
    }
    if count != 1 {
      alone = -1
      return
    }
    var holds = alone == moving
    for knob in 0..<tables.knobCount where knob != moving {
      if stillCoordinates[knob] != work.coordinates[knob] { holds = false }
      stillCoordinates[knob] = work.coordinates[knob]
    }
    if holds { return }
    alone = moving
    fold()
  }

  @_noLocks @_noAllocation
  private func fold() {
    let (coordinates, basis) = (work.coordinates, work.basis)
    let moved = coordinates[alone]
    // Its own part of each product is left out: T at 1 is 1, whatever the order.
    coordinates[alone] = 1
    Chebyshev.fillBasis(basis, coordinates: coordinates, degrees: tables.knobDegrees, count: tables.knobCount)
    coordinates[alone] = moved
    let order = tables.knobDegrees[alone] + 1
    var inner = 1
    for knob in alone + 1..<max(tables.knobCount, alone + 1) { inner *= tables.knobDegrees[knob] + 1 }
    for index in 0..<order * quick.blocks { folded[index] = SIMD8(repeating: 0) }
    var block = 0
    while block < quick.blocks {
      let width = min(quick.blocks - block, 2)
      let (from, to) = (quick.series + block * tables.seriesLength, folded + block * order)
      for term in 0..<tables.seriesLength {
        let share = SIMD8(repeating: basis[term])
        let place = to + term / inner % order * width
        for b in 0..<width { place[b] = place[b].adding(from[term * width + b], times: share) }
      }
      block += width
    }
  }

  @_noLocks @_noAllocation
  private func sumSeries() {
    for place in 0..<quick.valueCount { work.values[place] = quick.constants[place] }
    if quick.blocks == 0 { return }
    let last = tables.knobCount == 1 ? 0 : alone >= 0 ? alone : tables.knobCount - 1
    let coefficients = tables.knobCount > 1 && alone >= 0 ? folded : quick.series
    let count = tables.knobCount == 0 ? 1 : tables.knobDegrees[last] + 1
    let outer = alone >= 0 ? 1 : tables.seriesLength / count
    fillBases(last, count)
    let terms = count * outer
    var block = 0
    while block + 1 < quick.blocks {
      let (first, second) = sumTwo(coefficients + block * terms, count: count, outer: outer)
      (work.sums[block], work.sums[block + 1]) = (first, second)
      block += 2
    }
    if block < quick.blocks { work.sums[block] = sum(coefficients + block * terms, count: count, outer: outer) }
    let sums = UnsafeMutableRawPointer(work.sums).assumingMemoryBound(to: Double.self)
    for lane in 0..<quick.movingCount { work.values[quick.moving[lane]] = sums[lane] }
  }

  @_noLocks @_noAllocation
  private func fillBases(_ last: Int, _ count: Int) {
    Chebyshev.fillBasis(work.inner, at: tables.knobCount == 0 ? 0 : work.coordinates[last], count: count)
    work.outer[0] = 1
    if alone >= 0 || tables.knobCount < 2 { return }
    Chebyshev.fillBasis(
      work.outer, coordinates: work.coordinates, degrees: tables.knobDegrees, count: tables.knobCount - 1)
  }

  /// Two blocks side by side: along the last knob, then along the others. Four sums, which do not wait for each other.
  @_noLocks @_noAllocation
  private func sumTwo(
    _ coefficients: UnsafeMutablePointer<SIMD8<Double>>, count: Int, outer: Int
  ) -> (SIMD8<Double>, SIMD8<Double>) {
    let nothing = SIMD8<Double>(repeating: 0)
    let inner = work.inner
    var (first, second) = (nothing, nothing)
    var next = coefficients
    for term in 0..<outer {
      var (a, b, c, d) = (nothing, nothing, nothing, nothing)
      var at = 0
      while at + 1 < count {
        let (even, odd) = (SIMD8(repeating: inner[at]), SIMD8(repeating: inner[at + 1]))
        a = a.adding(next[0], times: even)
        b = b.adding(next[1], times: even)
        c = c.adding(next[2], times: odd)
        d = d.adding(next[3], times: odd)
        next += 4
        at += 2
      }
      if at < count {
        a = a.adding(next[0], times: SIMD8(repeating: inner[at]))
        b = b.adding(next[1], times: SIMD8(repeating: inner[at]))
        next += 2
      }
      let share = SIMD8(repeating: work.outer[term])
      first = first.adding(a + c, times: share)
      second = second.adding(b + d, times: share)
    }
    return (first, second)
  }

  /// The same for one block.
  @_noLocks @_noAllocation
  private func sum(_ coefficients: UnsafeMutablePointer<SIMD8<Double>>, count: Int, outer: Int) -> SIMD8<Double> {
    let nothing = SIMD8<Double>(repeating: 0)
    let inner = work.inner
    var sum = nothing
    var next = coefficients
    for term in 0..<outer {
      var (a, b, c, d) = (nothing, nothing, nothing, nothing)
      var at = 0
      while at + 3 < count {
        a = a.adding(next[0], times: SIMD8(repeating: inner[at]))
        b = b.adding(next[1], times: SIMD8(repeating: inner[at + 1]))
        c = c.adding(next[2], times: SIMD8(repeating: inner[at + 2]))
        d = d.adding(next[3], times: SIMD8(repeating: inner[at + 3]))
        next += 4
        at += 4
      }
      while at < count {
        a = a.adding(next[0], times: SIMD8(repeating: inner[at]))
        next += 1
        at += 1
      }
      sum = sum.adding(((a + b) + c) + d, times: SIMD8(repeating: work.outer[term]))
    }
    return sum
  }

  @_noLocks @_noAllocation
  private func addConditions(_ slab: UnsafeMutablePointer<Float>) {
    let vectors = slab.lanes(at: 0)
    for c in 0..<tables.conditionCount {
      let knob = tables.conditions[c]
      let value = Lanes(repeating: Float(knob < 0 ? tables.timeCondition : work.coordinates[knob]))
      let column = vectors + (quick.networkVectors + c * layout.vectors[0])
      let biases = slab.lanes(at: layout.constants)
      for v in 0..<layout.vectors[0] { biases[v] = biases[v].adding(column[v], times: value) }
    }
  }

  /// Output columns with D and R, rows with the anchor folded in (see `StepTables.fillOutputs`).
  @_noLocks @_noAllocation
  private func fillRows(_ slab: UnsafeMutablePointer<Float>) {
    let inputs = layout.states + layout.taps
    let (values, rates, linear, anchors) = (work.values, work.rates, work.linear, work.anchors)
    for s in 0..<layout.states { slab[layout.restStates + s] = Float(values[s]) }
    if tables.carrier >= 0 {
      for s in 0..<layout.states { slab[layout.shares + s] = Float(values[quick.sharesAt + s]) }
    }
    // Lanes behind the rows stay 0.
    rates.lanes(at: 0)[0] = Lanes()
    for row in 0..<layout.rows {
      rates[row] = row < layout.states && tables.rates[row] >= 0 ? Float(work.quantities[tables.rates[row]]) : 1
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
