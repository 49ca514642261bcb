/// A stage's slab in force, and where moving knobs take it.
///
/// Slabs are computed in the middle and at the end of a sub-block, and a curve leads through them (`KnobCurve`). Along it
/// lie knots, and straight lines lead from knot to knot: what a sample hears is evaluated where it is used (`Weights`).
struct SlabRamp: BitwiseCopyable {
  /// What a network that is not 0 at rest adds there must be cancelled at every sample, or slow states drift: lines are
  /// short then.
  private static var anchoredSegment: Int { @_noLocks @_noAllocation get { 4 } }

  /// At the last knot, its step to the next one and how that bends. While a sub-block is begun the latter two are the
  /// slabs in its middle and at its end.
  let slab: UnsafeMutablePointer<Float>
  private let step: UnsafeMutablePointer<Float>
  private let bend: UnsafeMutablePointer<Float>
  /// For steps that read all of a slab from memory.
  private let placed: UnsafeMutablePointer<Float>
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
  private var hasWay = true
  /// Whether the slab is on its way: not for knobs that this stage does not depend on.
  private(set) var isMoving = false

  /// - Parameter way: `wayLength` floats.
  init(
    _ tables: UnsafePointer<StepTables>, way: UnsafeMutablePointer<Float>, _ work: Workspace, arena: Arena
  ) {
    count = tables.pointee.layout.count
    slab = arena.zeroed(Float.self, tables.pointee.slabLength)
    step = way
    bend = way + tables.pointee.slabLength
    placed = work.placed
    scratch = work.collapse
    quick = QuickCollapse(tables, work, arena: arena)
  }

  /// Floats of a way: none without knobs.
  static func wayLength(_ tables: UnsafePointer<StepTables>) -> Int {
    tables.pointee.knobCount > 0 ? 2 * tables.pointee.slabLength : 0
  }

  /// From here on these tables', which differ from those before in the time step alone; and the way is this ramp's.
  @_noLocks @_noAllocation
  mutating func take(_ tables: UnsafePointer<StepTables>) {
    quick.take(tables)
    hasWay = true
  }

  /// From here on the slab moves in steps: the way is another's.
  @_noLocks @_noAllocation
  mutating func giveWay(_ kernel: StepKernel, _ voices: UnsafeMutablePointer<Voice>) {
    if played > 0 { stop(kernel, voices) }
    (isMoving, hasWay) = (false, false)
  }

  var isAtKnot: Bool { @inline(always) @_noLocks @_noAllocation get { played == 0 } }

  /// Samples to the next knot.
  var toKnot: Int { @inline(always) @_noLocks @_noAllocation get { segment - played } }

  /// The share of the way from the last knot to the next one where the `n`th of the samples to come is.
  @inline(always)
  @_noLocks @_noAllocation
  func share(_ n: Int) -> Float { Float(played + n) * share }

  /// By how much the states' point of rest moves per sample, in the vector that holds it.
  @inline(always)
  @_noLocks @_noAllocation
  func stepOfRest(_ layout: StepLayout) -> Lanes { step.lanes(at: layout.restStates)[0] * Lanes(repeating: share) }

  @inline(always)
  @_noLocks @_noAllocation
  func weights(_ moves: Bool) -> Weights { Weights(slab, stepAt: (step - slab) / Lanes.scalarCount, moves: moves) }

  /// All that the `n`th of the samples to come hears.
  @_noLocks @_noAllocation
  func place(_ n: Int) -> UnsafeMutablePointer<Float> {
    let weights = weights(true).at(share(n))
    for v in 0..<count / Lanes.scalarCount { placed.lanes(at: 0)[v] = weights[v] }
    return placed
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
  mutating func begin(_ kernel: StepKernel, _ knobs: KnobMotion, _ voices: UnsafeMutablePointer<Voice>) {
    // A sub-block that was cut has left the slab on its way.
    if !isMoving && !kernel.tables.isMoved(by: knobs) { return }
    if !hasWay { return step(kernel, knobs, voices) }
    if played > 0 { stop(kernel, voices) }
    isMoving = true
    segment = kernel.tables.isZeroAtRest ? knobs.segment : min(knobs.segment, Self.anchoredSegment)
    share = 1 / Float(segment)
    if quick.isAble {
      kernel.collapse(knobs, middle: step, end: bend, &quick)
    } else {
      // What lies between the rows must not be played.
      for i in 0..<count {
        step[i] = 0
        bend[i] = 0
      }
      kernel.collapse(positions: knobs.middle, into: step, scratch: scratch)
      kernel.collapse(positions: knobs.end, into: bend, scratch: scratch)
    }
    fit(knobs.curve(segment: segment))
  }

  /// From where the slab is between two knots another sub-block begins.
  @_noLocks @_noAllocation
  private mutating func stop(_ kernel: StepKernel, _ voices: UnsafeMutablePointer<Voice>) {
    // Such steps have measured x from where the next sample would have had its rest.
    if kernel.layout.hasOwnSteps { move(kernel, voices, 0, from: stepOfRest(kernel.layout), to: Lanes()) }
    let present = weights(true).at(share(0))
    for v in 0..<count / Lanes.scalarCount { slab.lanes(at: 0)[v] = present[v] }
    played = 0
  }

  /// Puts the curve through the middle and the end.
  @_noLocks @_noAllocation
  private mutating func fit(_ curve: KnobCurve) {
    (decay, power) = (Float(curve.decay), 1)
    let stepPerHalf = Lanes(repeating: Float(curve.stepPerHalf))
    let stepPerWhole = Lanes(repeating: Float(curve.stepPerWhole))
    let bendPerHalf = Lanes(repeating: Float(curve.bendPerHalf))
    let bendPerWhole = Lanes(repeating: Float(curve.bendPerWhole))
    for v in 0..<count / Lanes.scalarCount {
      let from = slab.lanes(at: 0)[v]
      let (half, whole) = (step.lanes(at: 0)[v] - from, bend.lanes(at: 0)[v] - from)
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

  /// The sub-block is over. Where knobs arrive the slab is as if it had always stood there.
  @_noLocks @_noAllocation
  mutating func finish(_ kernel: StepKernel, _ knobs: KnobMotion, _ voices: UnsafeMutablePointer<Voice>) {
    isMoving = false
    if !kernel.tables.arrives(knobs) { return }
    leaveRest(kernel, voices)
    kernel.collapse(positions: knobs.end, into: slab, scratch: scratch)
    takeRest(kernel, voices)
  }

  /// A sub-block in which the slab stands where it is in the middle.
  @_noLocks @_noAllocation
  private mutating func step(_ kernel: StepKernel, _ knobs: KnobMotion, _ voices: UnsafeMutablePointer<Voice>) {
    leaveRest(kernel, voices)
    if quick.isAble {
      kernel.collapse(knobs, into: slab, &quick)
    } else {
      kernel.collapse(positions: knobs.middle, into: slab, scratch: scratch)
    }
    takeRest(kernel, voices)
  }

  /// x stands still while its point of rest moves with the slab: it is measured from zero, and then from the new one.
  @_noLocks @_noAllocation
  private func leaveRest(_ kernel: StepKernel, _ voices: UnsafeMutablePointer<Voice>) {
    for v in 0..<kernel.layout.rowVectors {
      move(kernel, voices, v, from: slab.lanes(at: kernel.layout.restStates)[v], to: Lanes())
    }
  }

  @_noLocks @_noAllocation
  private func takeRest(_ kernel: StepKernel, _ voices: UnsafeMutablePointer<Voice>) {
    for v in 0..<kernel.layout.rowVectors {
      move(kernel, voices, v, from: Lanes(), to: slab.lanes(at: kernel.layout.restStates)[v])
    }
  }

  @_noLocks @_noAllocation
  private func move(
    _ kernel: StepKernel, _ voices: UnsafeMutablePointer<Voice>, _ vector: Int, from rest: Lanes, to next: Lanes
  ) {
    var motion = Motion(voices[0], voices[kernel.channelCount - 1], vector: vector)
    motion.follow(rest, to: next)
    motion.keep(voices, kernel.channelCount, vector: vector)
  }
}
