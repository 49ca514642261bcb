/// A stage's slab in force, and where moving knobs take it.
///
/// Slabs are computed in the middle and at the end of a sub-block, and straight lines lead to both: six samples are
/// short enough. (Over 16 samples a straight line is −75 dB wrong on a diode that moves through its range at 20 Hz, since
/// currents are exponential in the knob; the error grows with the square of the length.)
struct SlabRamp: BitwiseCopyable {
  let slab: UnsafeMutablePointer<Float>
  /// Change per sample.
  private let delta: UnsafeMutablePointer<Float>
  private let middle: UnsafeMutablePointer<Float>
  private let end: UnsafeMutablePointer<Float>
  private let scratch: CollapseScratch
  private var quick: QuickCollapse
  /// Where the points of rest lie in a slab, in vectors, and how many there are.
  private let restAt: Int
  private let restCount: Int
  /// By how much the last sample's states have come nearer to them by the points' own motion.
  let restShift: UnsafeMutablePointer<Lanes>
  private let count: Int
  private var remaining = 0
  /// Whether the knobs stand from the end of the sub-block on.
  private var arrives = false
  /// Whether the slab is on its way: not for knobs that this stage does not depend on.
  private(set) var isMoving = false

  init(_ tables: StepTables, _ work: Workspace, arena: Arena) {
    count = tables.layout.count
    slab = arena.zeroed(Float.self, count)
    delta = arena.zeroed(Float.self, count)
    middle = work.middle
    end = arena.zeroed(Float.self, tables.slabLength)
    scratch = work.collapse
    quick = QuickCollapse(tables, work, arena: arena)
    restAt = tables.layout.restStates / Lanes.scalarCount
    restCount = tables.layout.rowVectors
    restShift = arena.zeroed(Lanes.self, tables.layout.rowVectors)
  }

  /// Stands at the knobs' present positions.
  @_noLocks @_noAllocation
  mutating func settle(_ kernel: StepKernel, _ knobs: KnobMotion) {
    kernel.collapse(positions: knobs.end, into: slab, scratch: scratch)
    isMoving = false
  }

  /// Starts a sub-block from where the slab is.
  @_noLocks @_noAllocation
  mutating func begin(_ kernel: StepKernel, _ knobs: KnobMotion) {
    // A sub-block that was cut has left the slab on its way.
    if !isMoving && !kernel.tables.isMoved(by: knobs) { return }
    isMoving = true
    remaining = KnobMotion.length
    arrives = kernel.tables.arrives(knobs)
    if quick.isAble {
      quick.begin(knobs)
      kernel.collapse(positions: knobs.middle, into: middle, quick)
    } else {
      // What other stages have left between the rows must not be played.
      for i in 0..<count { middle[i] = 0 }
      kernel.collapse(positions: knobs.middle, into: middle, scratch: scratch)
    }
    // Where knobs arrive they stand as if they had always been there.
    if quick.isAble && !arrives {
      kernel.collapse(positions: knobs.end, into: end, quick)
    } else {
      kernel.collapse(positions: knobs.end, into: end, scratch: scratch)
    }
    head(for: middle)
  }

  /// Half a sub-block from where the slab is to another.
  @_noLocks @_noAllocation
  private func head(for target: UnsafeMutablePointer<Float>) {
    let (from, to, by) = (slab.lanes(at: 0), target.lanes(at: 0), delta.lanes(at: 0))
    let share = Lanes(repeating: 1 / Float(KnobMotion.length / 2))
    for v in 0..<count / Lanes.scalarCount { by[v] = (to[v] - from[v]) * share }
  }

  /// One sample on the way; the last one exactly to where knobs arrive.
  @inline(always)
  @_noLocks @_noAllocation
  mutating func move() {
    let to = slab.lanes(at: 0)
    let vectors = count / Lanes.scalarCount
    remaining -= 1
    for v in 0..<restCount { restShift[v] = to[restAt + v] }
    if remaining == 0 && arrives {
      for v in 0..<vectors { to[v] = end.lanes(at: 0)[v] }
    } else {
      let by = delta.lanes(at: 0)
      for v in 0..<vectors { to[v] += by[v] }
      if remaining == KnobMotion.length / 2 { head(for: end) }
    }
    isMoving = remaining > 0
    for v in 0..<restCount { restShift[v] -= to[restAt + v] }
  }
}
