/// A stage's slab in force, and where moving knobs take it.
///
/// A slab is computed at the end of a sub-block, and a curve leads there that goes on as the one before has ended
/// (`KnobCurve`). Where that one's slope tells little, as behind a snapshot, or much may happen on the way, there is one
/// in the middle, too. Along the curve lie knots, and straight lines lead from knot to knot: what a sample
/// hears is evaluated where it is used (`Weights`).
struct SlabRamp: BitwiseCopyable {
  /// What a network that is not 0 at rest adds there must be cancelled at every sample, or slow states drift. At knots it
  /// is; lines between them are not too long then.
  private static var anchoredSegment: Int { @_noLocks @_noAllocation get { 8 } }

  /// At the last knot, its step to the next one and how that bends. While a sub-block is begun the latter two are what
  /// it is made from.
  let slab: UnsafeMutablePointer<Float>
  private let step: UnsafeMutablePointer<Float>
  private let bend: UnsafeMutablePointer<Float>
  /// For steps that read all of a slab from memory.
  private let placed: UnsafeMutablePointer<Float>
  private let work: UnsafePointer<CollapseScratch>
  private var scratch: CollapseScratch { @inline(always) @_noLocks @_noAllocation get { work.pointee } }
  private var quick: QuickCollapse
  private let count: Int
  /// Samples from knot to knot, 1 / that, and how many of them were played since the last one.
  private var segment = 1
  private var share: Float = 0
  private var played = 0
  /// D, its power at the last knot, and how many knots were passed.
  private var decay: Float = 1
  private var power: Float = 1
  private var knots = 0
  /// How far knots are from the curve.
  private var shift = KnotShift()
  private var hasWay = true
  private var slope = Slope.unknown

  /// What is known of the slope with which a sub-block begins: nothing, the curve's before, or that there is none.
  private enum Slope: UInt8 { case unknown, known, level }
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
    self.work = work.collapse
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
    if isMoving { stop(kernel, voices) }
    (isMoving, hasWay) = (false, false)
    lose()
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
  func weights(_ moves: Bool) -> Weights { Weights(slab, step: step, moves: moves) }

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
    lose()
  }

  /// Nothing is known of a curve that has led here.
  @_noLocks @_noAllocation
  private mutating func lose() {
    slope = .unknown
    shift = KnotShift()
  }

  /// Starts a sub-block from where the slab is. - Parameter bends: whether weights bend in it.
  @_noLocks @_noAllocation
  mutating func begin(
    _ kernel: StepKernel, _ knobs: KnobMotion, bends: Bool, _ voices: UnsafeMutablePointer<Voice>
  ) {
    // A sub-block that was cut has left the slab on its way.
    if !isMoving && !kernel.tables.isMoved(by: knobs) { return }
    if !hasWay { return step(kernel, knobs, voices) }
    let goesOn = knobs.goesOn && !bends && (slope == .level || slope == .known && !knobs.isMuchLonger)
    let rest = leaveWay(kernel, voices)
    leave(kernel, knobs)
    isMoving = true
    // An even number of knots where one of them is the middle.
    segment = knobs.segment(atMost: kernel.needsAnchor ? Self.anchoredSegment : .max, unit: goesOn ? 1 : 2)
    share = 1 / Float(segment)
    collapse(kernel, knobs, knobs.end, into: bend)
    if goesOn {
      fit(knobs.onwardCurve(segment: segment), hasMiddle: false)
    } else {
      collapse(kernel, knobs, knobs.middle, into: step)
      fit(knobs.curve(segment: segment), hasMiddle: true)
    }
    if kernel.isAnchoredAtKnots {
      kernel.anchor(slab)
      anchorNext(kernel)
    }
    takeRest(kernel, voices, from: rest)
    slope = bends ? .unknown : .known
  }

  @_noLocks @_noAllocation
  private mutating func collapse(
    _ kernel: StepKernel, _ knobs: KnobMotion, _ positions: UnsafePointer<Double>,
    into slab: UnsafeMutablePointer<Float>
  ) {
    if quick.isAble {
      kernel.collapse(knobs, at: positions, into: slab, &quick)
      return
    }
    // What lies between the rows must not be played.
    for i in 0..<count { slab[i] = 0 }
    kernel.collapse(positions: positions, into: slab, scratch: scratch)
  }

  /// Leaves the curve where it is: the slab is what it is there, and the step, by how much it moves per sample.
  @_noLocks @_noAllocation
  private mutating func leave(_ kernel: StepKernel, _ knobs: KnobMotion) {
    let end = knobs.end(segment: segment, played: played, knots: knots, shift: shift)
    let (valuePerStep, valuePerBend) = (spread(end.valuePerStep), spread(end.valuePerBend))
    let isLevel = slope == .level
    let slopePerStep = spread(isLevel ? 0 : end.slopePerStep)
    let slopePerBend = spread(isLevel ? 0 : end.slopePerBend)
    let (slab, step, bend) = (slab.lanes(at: 0), step.lanes(at: 0), bend.lanes(at: 0))
    for v in 0..<count / Lanes.scalarCount {
      let (lastStep, lastBend) = (step[v], bend[v])
      slab[v] = slab[v].adding(lastStep, times: valuePerStep).adding(lastBend, times: valuePerBend)
      step[v] = (lastStep * slopePerStep).adding(lastBend, times: slopePerBend)
    }
    played = 0
  }

  /// Where the point of rest is. Of further vectors than the first it is at zero from here on.
  @_noLocks @_noAllocation
  private func leaveWay(_ kernel: StepKernel, _ voices: UnsafeMutablePointer<Voice>) -> Lanes {
    // Such steps have measured x from where the next sample would have had its rest.
    if played > 0 && kernel.layout.hasOwnSteps {
      move(kernel, voices, 0, from: stepOfRest(kernel.layout), to: Lanes())
    }
    let present = weights(true).at(share(0)).from(kernel.layout.restStates)
    for v in 1..<max(kernel.layout.rowVectors, 1) { move(kernel, voices, v, from: present[v], to: Lanes()) }
    return present[0]
  }

  /// Leads the curve to the end, whose slab is where its bend will be. Where its step will be is the slope, or the slab in
  /// the middle. - Parameter hasMiddle: a literal.
  @inline(always)
  @_noLocks @_noAllocation
  private mutating func fit(_ curve: KnobCurve, hasMiddle: Bool) {
    (decay, power, knots, shift) = (Float(curve.decay), 1, 0, curve.shift)
    let (stepPerWhole, bendPerWhole) = (spread(curve.stepPerWhole), spread(curve.bendPerWhole))
    let (stepPerLead, bendPerLead) = (spread(curve.stepPerLead), spread(curve.bendPerLead))
    let (perStep, perBend) = (spread(shift.perStep), spread(shift.perBend))
    let (slab, step, bend) = (slab.lanes(at: 0), step.lanes(at: 0), bend.lanes(at: 0))
    for v in 0..<count / Lanes.scalarCount {
      let from = slab[v]
      let whole = bend[v] - from
      let lead = hasMiddle ? step[v] - from : step[v]
      let nextStep = (whole * stepPerWhole).adding(lead, times: stepPerLead)
      let nextBend = (whole * bendPerWhole).adding(lead, times: bendPerLead)
      (step[v], bend[v]) = (nextStep, nextBend)
      slab[v] = from - (nextStep * perStep).adding(nextBend, times: perBend)
    }
  }

  /// Stands where it is from here on.
  @_noLocks @_noAllocation
  private mutating func stop(_ kernel: StepKernel, _ voices: UnsafeMutablePointer<Voice>) {
    let rest = leaveWay(kernel, voices)
    let present = weights(true).at(share(0))
    for v in 0..<count / Lanes.scalarCount { slab.lanes(at: 0)[v] = present[v] }
    if kernel.needsAnchor { kernel.anchor(slab) }
    played = 0
    takeRest(kernel, voices, from: rest)
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func spread(_ x: Double) -> Lanes { Lanes(repeating: Float(x)) }

  /// So many samples were played, none of them beyond the next knot. - Parameter isEnd: of the sub-block.
  @_noLocks @_noAllocation
  mutating func pass(_ samples: Int, _ kernel: StepKernel, isEnd: Bool) {
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
    knots += 1
    if !isEnd && kernel.isAnchoredAtKnots { anchorNext(kernel) }
  }

  /// Leads the constants from where they cancel the network at rest to where they do so at the next knot.
  @_noLocks @_noAllocation
  private func anchorNext(_ kernel: StepKernel) {
    guard let next = kernel.rowsAtRestShaped(slab, step: step) else { return }
    let place = kernel.constantsPlace
    (step + place).lanes(at: 0)[0] = -next - (slab + place).lanes(at: 0)[0]
  }

  /// The sub-block is over. Where knobs arrive the slab is as if it had always stood there.
  @_noLocks @_noAllocation
  mutating func finish(_ kernel: StepKernel, _ knobs: KnobMotion, _ voices: UnsafeMutablePointer<Voice>) {
    isMoving = false
    if !kernel.tables.arrives(knobs) { return }
    slope = .level
    shift = KnotShift()
    leaveRest(kernel, voices)
    kernel.collapse(positions: knobs.end, into: slab, scratch: scratch)
    takeRest(kernel, voices)
  }

  /// A sub-block in which the slab stands where it is in the middle.
  @_noLocks @_noAllocation
  private mutating func step(_ kernel: StepKernel, _ knobs: KnobMotion, _ voices: UnsafeMutablePointer<Voice>) {
    leaveRest(kernel, voices)
    collapse(kernel, knobs, knobs.middle, into: slab)
    if kernel.isAnchoredAtKnots { kernel.anchor(slab) }
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
  private func takeRest(_ kernel: StepKernel, _ voices: UnsafeMutablePointer<Voice>, from rest: Lanes = Lanes()) {
    for v in 0..<kernel.layout.rowVectors {
      move(
        kernel, voices, v, from: v == 0 ? rest : Lanes(), to: slab.lanes(at: kernel.layout.restStates)[v])
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
