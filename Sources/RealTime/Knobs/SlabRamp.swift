/// The slab in force, and where moving knobs take it.
///
/// Knobs are smoothed per model sample; slabs are computed at the ends of sub-blocks of at most 16 model samples and
/// ramped linearly between them. Sub-blocks follow the model's own clock; a new target cuts the one under way.
struct SlabRamp: BitwiseCopyable {
  static var length: Int { @_noLocks @_noAllocation get { StepKernel.runLimit } }

  let slab: UnsafeMutablePointer<Float>
  /// Per sample.
  private let delta: UnsafeMutablePointer<Float>
  private let end: UnsafeMutablePointer<Float>
  private let knobs: UnsafeMutablePointer<Smoother>
  private let knobsAtStart: UnsafeMutablePointer<Smoother>
  private let positions: UnsafeMutablePointer<Double>
  private let scratch: CollapseScratch
  let knobCount: Int
  private let slabCount: Int
  /// Samples of the sub-block that are still to come.
  private(set) var remaining = 0
  private(set) var isMoving = false

  init(_ tables: StepTables, rateHz: Double, positions start: [Double], arena: Arena) {
    slabCount = tables.layout.count
    slab = arena.zeroed(Float.self, slabCount)
    delta = arena.zeroed(Float.self, slabCount)
    end = arena.zeroed(Float.self, slabCount)
    knobCount = start.count
    knobs = arena.copy(start.map { Smoother(rateHz: rateHz, value: $0) })
    knobsAtStart = arena.copy(start.map { Smoother(rateHz: rateHz, value: $0) })
    positions = arena.zeroed(Double.self, start.count)
    scratch = CollapseScratch(tables, arena: arena)
  }

  /// Whether any knob is still on its way.
  @_noLocks @_noAllocation
  func isSettled() -> Bool {
    if isMoving { return false }
    for index in 0..<knobCount where knobs[index].isMoving { return false }
    return true
  }

  /// A repeated target changes nothing, so hosts that resend values cost nothing.
  @_noLocks @_noAllocation
  mutating func head(_ knob: Int, for target: Double) {
    if knobs[knob].target == target { return }
    rewindToNow()
    knobs[knob].head(for: target)
  }

  /// Where a smoother is at the present sample; in `knobs` it is at the end of the sub-block already.
  @_noLocks @_noAllocation
  private func present(_ knob: Int) -> Smoother {
    guard isMoving && remaining > 0 else { return knobs[knob] }
    var smoother = knobsAtStart[knob]
    for _ in 0..<(Self.length - remaining) { _ = smoother.step() }
    return smoother
  }

  /// Brings the smoothers back to the present sample and ends the sub-block here. The slab then stands between
  /// sub-blocks, so that `isMoving` stays as it is.
  @_noLocks @_noAllocation
  private mutating func rewindToNow() {
    for index in 0..<knobCount { knobs[index] = present(index) }
    remaining = 0
  }

  @_noLocks @_noAllocation
  mutating func jumpToTargets(_ kernel: StepKernel) {
    for index in 0..<knobCount { knobs[index].jumpToTarget() }
    settle(kernel)
  }

  /// Takes over the knobs of a ramp at another rate.
  @_noLocks @_noAllocation
  mutating func follow(_ other: SlabRamp, _ kernel: StepKernel) {
    for index in 0..<knobCount { knobs[index].follow(other.present(index)) }
    settle(kernel)
  }

  @_noLocks @_noAllocation
  private mutating func settle(_ kernel: StepKernel) {
    for index in 0..<knobCount { positions[index] = knobs[index].value }
    kernel.collapse(positions: positions, into: slab, scratch: scratch)
    remaining = 0
    isMoving = false
  }

  /// Starts the next sub-block where the last one has ended.
  @_noLocks @_noAllocation
  mutating func beginIfNeeded(_ kernel: StepKernel) {
    if remaining > 0 { return }
    remaining = Self.length
    // Also where the last sub-block was cut.
    var moves = isMoving
    for index in 0..<knobCount where knobs[index].isMoving { moves = true }
    isMoving = moves
    if !moves { return }
    for index in 0..<knobCount {
      knobsAtStart[index] = knobs[index]
      for _ in 0..<Self.length { positions[index] = knobs[index].step() }
    }
    kernel.collapse(positions: positions, into: end, scratch: scratch)
    let share = 1 / Float(Self.length)
    for i in 0..<slabCount { delta[i] = (end[i] - slab[i]) * share }
  }

  /// One sample on the way, the last one exactly to the end.
  @inline(__always)
  @_noLocks @_noAllocation
  mutating func move() {
    let to = slab.lanes(at: 0)
    let vectors = slabCount / Lanes.scalarCount
    remaining -= 1
    if remaining == 0 {
      let from = end.lanes(at: 0)
      for v in 0..<vectors { to[v] = from[v] }
      isMoving = false
    } else {
      let by = delta.lanes(at: 0)
      for v in 0..<vectors { to[v] += by[v] }
    }
  }

  /// `count` samples were computed with the slab standing still.
  @_noLocks @_noAllocation
  mutating func pass(_ count: Int) { remaining -= count }
}
