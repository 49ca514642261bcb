/// A stage's slab in force, and where moving knobs take it.
///
/// Slabs are computed in the middle and at the end of a sub-block, and a curve leads through them (`KnobCurve`). Along it
/// lie knots, and straight lines lead from knot to knot: what a sample hears is evaluated where it is used (`Weights`).
struct SlabRamp: BitwiseCopyable {
  /// What a network that is not 0 at rest adds there must be cancelled at every sample, or slow states drift: lines are
  /// short then.
  private static var anchoredSegment: Int { @_noLocks @_noAllocation get { 4 } }

  /// At the last knot; behind it `step` and `bend`, each as long.
  let slab: UnsafeMutablePointer<Float>
  private let step: UnsafeMutablePointer<Float>
  private let bend: UnsafeMutablePointer<Float>
  private let middle: UnsafeMutablePointer<Float>
  private let end: UnsafeMutablePointer<Float>
  private let scratch: CollapseScratch
  private var quick: QuickCollapse
  private let count: Int
  /// Samples from knot to knot, 1 / that, and how many of them were played since the last one.
  private var segment = 1
  private var share: Float = 0
  private var played = 0
  /// D, and its power at the last knot.
  private var decay: Float = 1
  private var power: Float = 1
  /// Whether the slab is on its way: not for knobs that this stage does not depend on.
  private(set) var isMoving = false

  init(_ tables: UnsafePointer<StepTables>, _ work: Workspace, arena: Arena) {
    count = tables.pointee.layout.count
    slab = arena.zeroed(Float.self, 3 * count)
    step = slab + count
    bend = slab + 2 * count
    middle = work.middle
    end = work.end
    scratch = work.collapse
    quick = QuickCollapse(tables, work, arena: arena)
  }

  /// Samples to the next knot.
  var toKnot: Int { @inline(always) @_noLocks @_noAllocation get { segment - played } }

  /// The share of the way from the last knot to the next one where the `n`th of the samples to come is.
  @inline(always)
  @_noLocks @_noAllocation
  func share(_ n: Int) -> Float { Float(played + n) * share }

  @inline(always)
  @_noLocks @_noAllocation
  func weights(_ moves: Bool) -> Weights { Weights(slab, stepAt: count / Lanes.scalarCount, moves: moves) }

  /// All that the `n`th of the samples to come hears, in memory until the next sub-block begins.
  @_noLocks @_noAllocation
  func placed(_ n: Int) -> UnsafeMutablePointer<Float> {
    let weights = weights(true).at(share(n))
    for v in 0..<count / Lanes.scalarCount { middle.lanes(at: 0)[v] = weights[v] }
    return middle
  }

  /// Stands at the knobs' present positions.
  @_noLocks @_noAllocation
  mutating func settle(_ kernel: StepKernel, _ knobs: KnobMotion) {
    kernel.collapse(positions: knobs.end, into: slab, scratch: scratch)
    isMoving = false
    played = 0
  }

  /// Starts a sub-block from where the slab is.
  @_noLocks @_noAllocation
  mutating func begin(_ kernel: StepKernel, _ knobs: KnobMotion) {
    // A sub-block that was cut has left the slab on its way.
    if !isMoving && !kernel.tables.isMoved(by: knobs) { return }
    // From where it is between two knots.
    let present = weights(true).at(share(0))
    isMoving = true
    segment = kernel.tables.isZeroAtRest ? knobs.segment : min(knobs.segment, Self.anchoredSegment)
    share = 1 / Float(segment)
    played = 0
    if quick.isAble {
      kernel.collapse(knobs, middle: middle, end: end, &quick)
    } else {
      // What other stages have left between the rows must not be played.
      for i in 0..<count {
        middle[i] = 0
        end[i] = 0
      }
      kernel.collapse(positions: knobs.middle, into: middle, scratch: scratch)
      kernel.collapse(positions: knobs.end, into: end, scratch: scratch)
    }
    fit(knobs.curve(segment: segment), from: present)
  }

  /// Puts the curve through the middle and the end.
  @_noLocks @_noAllocation
  private mutating func fit(_ curve: KnobCurve, from present: Weights) {
    (decay, power) = (Float(curve.decay), 1)
    let stepPerHalf = Lanes(repeating: Float(curve.stepPerHalf))
    let stepPerWhole = Lanes(repeating: Float(curve.stepPerWhole))
    let bendPerHalf = Lanes(repeating: Float(curve.bendPerHalf))
    let bendPerWhole = Lanes(repeating: Float(curve.bendPerWhole))
    for v in 0..<count / Lanes.scalarCount {
      let from = present[v]
      let (half, whole) = (middle.lanes(at: 0)[v] - from, end.lanes(at: 0)[v] - from)
      slab.lanes(at: 0)[v] = from
      step.lanes(at: 0)[v] = (whole * stepPerWhole).adding(half, times: stepPerHalf)
      bend.lanes(at: 0)[v] = (whole * bendPerWhole).adding(half, times: bendPerHalf)
    }
  }

  /// So many samples were played, none of them beyond the next knot.
  @_noLocks @_noAllocation
  mutating func pass(_ samples: Int) {
    played += samples
    if played < segment { return }
    played = 0
    let (now, step, bend) = (slab.lanes(at: 0), step.lanes(at: 0), bend.lanes(at: 0))
    let (bent, decayed) = (Lanes(repeating: power), Lanes(repeating: decay))
    for v in 0..<count / Lanes.scalarCount {
      // As the last sample before the knot has heard it.
      let last = step[v]
      now[v] += last
      step[v] = (bend[v] * bent).adding(last, times: decayed)
    }
    power *= decay
  }

  /// The sub-block is over. Where knobs arrive the slab is as if it had always stood there, and x stands still while its
  /// point of rest moves there.
  @_noLocks @_noAllocation
  mutating func finish(_ kernel: StepKernel, _ knobs: KnobMotion, _ voices: UnsafeMutablePointer<Voice>) {
    isMoving = false
    if !kernel.tables.arrives(knobs) { return }
    let (vectors, restAt) = (kernel.layout.rowVectors, kernel.layout.restStates / Lanes.scalarCount)
    for v in 0..<vectors { middle.lanes(at: 0)[v] = slab.lanes(at: 0)[restAt + v] }
    kernel.collapse(positions: knobs.end, into: slab, scratch: scratch)
    for v in 0..<vectors {
      var motion = Motion(voices[0], voices[kernel.channelCount - 1], vector: v)
      motion.follow(middle.lanes(at: 0)[v], to: slab.lanes(at: 0)[restAt + v])
      motion.keep(voices, kernel.channelCount, vector: v)
    }
  }
}
