/// A stage's slab in force, and where moving knobs take it.
///
/// Slabs are computed in the middle and at the end of a sub-block, and a parabola leads through them. (A straight line
/// over 16 samples is −75 dB wrong on a diode that moves through its range at 20 Hz, since currents are exponential in
/// the knob; the parabola is 40 dB better for one slab more.)
struct SlabRamp: BitwiseCopyable {
  let slab: UnsafeMutablePointer<Float>
  /// Change per sample, and by how much it changes itself.
  private let delta: UnsafeMutablePointer<Float>
  private let bend: UnsafeMutablePointer<Float>
  private let middle: UnsafeMutablePointer<Float>
  private let end: UnsafeMutablePointer<Float>
  private let scratch: CollapseScratch
  private let count: Int
  private var remaining = 0
  /// Whether the slab is on its way: not for knobs that this stage does not depend on.
  private(set) var isMoving = false

  init(_ tables: StepTables, arena: Arena) {
    count = tables.layout.count
    slab = arena.zeroed(Float.self, count)
    delta = arena.zeroed(Float.self, count)
    bend = arena.zeroed(Float.self, count)
    middle = arena.zeroed(Float.self, count)
    end = arena.zeroed(Float.self, count)
    scratch = CollapseScratch(tables, arena: arena)
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
    kernel.collapse(positions: knobs.middle, into: middle, scratch: scratch)
    kernel.collapse(positions: knobs.end, into: end, scratch: scratch)
    // slab + a k + b k² through the middle (k = L/2) and the end (k = L); its first differences are a + b, a + 3b …
    let share = 1 / Float(KnobMotion.length)
    for i in 0..<count {
      let (half, whole) = (middle[i] - slab[i], end[i] - slab[i])
      let b = 2 * share * share * (whole - 2 * half)
      delta[i] = share * (4 * half - whole) + b
      bend[i] = 2 * b
    }
  }

  /// One sample on the way, the last one exactly to the end.
  @inline(always)
  @_noLocks @_noAllocation
  mutating func move() {
    let to = slab.lanes(at: 0)
    let vectors = count / Lanes.scalarCount
    remaining -= 1
    if remaining == 0 {
      let from = end.lanes(at: 0)
      for v in 0..<vectors { to[v] = from[v] }
      isMoving = false
    } else {
      let (by, more) = (delta.lanes(at: 0), bend.lanes(at: 0))
      for v in 0..<vectors {
        to[v] += by[v]
        by[v] += more[v]
      }
    }
  }
}
