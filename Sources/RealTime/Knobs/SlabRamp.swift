/// The slab in force, and where moving knobs take it.
///
/// Knobs are smoothed per model sample; slabs are computed in the middle and at the end of sub-blocks of 16 model
/// samples, and a parabola leads through them. (A straight line over 16 samples is −75 dB wrong on a diode that moves
/// through its range at 20 Hz, since currents are exponential in the knob; the parabola is 40 dB better for one slab
/// more.) Sub-blocks follow the model's own clock; a new target cuts the one under way.
struct SlabRamp: BitwiseCopyable {
  static var length: Int { @_noLocks @_noAllocation get { StepKernel.runLimit } }

  let slab: UnsafeMutablePointer<Float>
  /// Change per sample, and by how much it changes itself.
  private let delta: UnsafeMutablePointer<Float>
  private let bend: UnsafeMutablePointer<Float>
  private let middle: UnsafeMutablePointer<Float>
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
    bend = arena.zeroed(Float.self, slabCount)
    middle = arena.zeroed(Float.self, slabCount)
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
    for index in 0..<knobCount { knobsAtStart[index] = knobs[index] }
    collapse(after: Self.length / 2, into: middle, kernel)
    collapse(after: Self.length - Self.length / 2, into: end, kernel)
    // slab + a k + b k² through the middle (k = L/2) and the end (k = L); its first differences are a + b, a + 3b …
    let share = 1 / Float(Self.length)
    for i in 0..<slabCount {
      let (half, whole) = (middle[i] - slab[i], end[i] - slab[i])
      let b = 2 * share * share * (whole - 2 * half)
      delta[i] = share * (4 * half - whole) + b
      bend[i] = 2 * b
    }
  }

  /// The slab `samples` further on.
  @_noLocks @_noAllocation
  private func collapse(after samples: Int, into target: UnsafeMutablePointer<Float>, _ kernel: StepKernel) {
    for index in 0..<knobCount { for _ in 0..<samples { positions[index] = knobs[index].step() } }
    kernel.collapse(positions: positions, into: target, scratch: scratch)
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
      let (by, more) = (delta.lanes(at: 0), bend.lanes(at: 0))
      for v in 0..<vectors {
        to[v] += by[v]
        by[v] += more[v]
      }
    }
  }

  /// `count` samples were computed with the slab standing still.
  @_noLocks @_noAllocation
  mutating func pass(_ count: Int) { remaining -= count }
}
