/// A stage's slab in force, and where moving knobs take it.
///
/// Slabs are computed in the middle and at the end of a sub-block, and a parabola leads through them. (Straight lines of
/// six samples each are −83 dB wrong on a ladder whose cutoff moves through its range at 20 Hz, eight octaves there and
/// back; the parabola is better than −110 dB for the same two slabs.)
struct SlabRamp: BitwiseCopyable {
  let slab: UnsafeMutablePointer<Float>
  /// Where the sub-block began, and the parabola from there: start + n (slope + n bend) after n samples.
  private let start: UnsafeMutablePointer<Float>
  private let slope: UnsafeMutablePointer<Float>
  private let bend: UnsafeMutablePointer<Float>
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
  /// Samples of the sub-block that were played.
  private var played = 0
  /// Where the knobs stand from the end of the sub-block on; nil if they move on.
  private var destination: UnsafePointer<Double>?
  /// Whether the slab is on its way: not for knobs that this stage does not depend on.
  private(set) var isMoving = false

  init(_ tables: StepTables, _ work: Workspace, arena: Arena) {
    count = tables.layout.count
    slab = arena.zeroed(Float.self, count)
    start = arena.zeroed(Float.self, count)
    slope = arena.zeroed(Float.self, count)
    bend = arena.zeroed(Float.self, count)
    middle = work.middle
    end = work.end
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
    played = 0
    destination = kernel.tables.arrives(knobs) ? UnsafePointer(knobs.end) : nil
    if quick.isAble {
      quick.begin(knobs)
      kernel.collapse(positions: knobs.middle, into: middle, quick)
      kernel.collapse(positions: knobs.end, into: end, quick)
    } else {
      // What other stages have left between the rows must not be played.
      for i in 0..<count {
        middle[i] = 0
        end[i] = 0
      }
      kernel.collapse(positions: knobs.middle, into: middle, scratch: scratch)
      kernel.collapse(positions: knobs.end, into: end, scratch: scratch)
    }
    // Through the middle (n = L/2) and the end (n = L).
    let share = Lanes(repeating: 1 / Float(KnobMotion.length))
    for v in 0..<count / Lanes.scalarCount {
      let from = slab.lanes(at: 0)[v]
      let (half, whole) = (middle.lanes(at: 0)[v] - from, end.lanes(at: 0)[v] - from)
      start.lanes(at: 0)[v] = from
      slope.lanes(at: 0)[v] = (half * 4 - whole) * share
      bend.lanes(at: 0)[v] = (whole - half * 2) * 2 * share * share
    }
  }

  /// One sample on the way; the last one exactly to where knobs arrive: there the slab stands as if it had always been.
  @inline(always)
  @_noLocks @_noAllocation
  mutating func move(_ kernel: StepKernel) {
    let to = slab.lanes(at: 0)
    for v in 0..<restCount { restShift[v] = to[restAt + v] }
    played += 1
    isMoving = played < KnobMotion.length
    if !isMoving, let destination {
      kernel.collapse(positions: destination, into: slab, scratch: scratch)
    } else {
      let (from, by, more) = (start.lanes(at: 0), slope.lanes(at: 0), bend.lanes(at: 0))
      let n = Lanes(repeating: Float(played))
      for v in 0..<count / Lanes.scalarCount { to[v] = from[v].adding(by[v].adding(more[v], times: n), times: n) }
    }
    for v in 0..<restCount { restShift[v] -= to[restAt + v] }
  }
}
