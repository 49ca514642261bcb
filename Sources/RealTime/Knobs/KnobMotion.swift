/// The knobs of a stage, or those of the levels, on their way, and the sub-blocks that what depends on them is cut into.
///
/// Knobs are smoothed per model sample, and a step hears them where they are half-way through it; what depends on them is
/// computed at the end of a sub-block, and in the middle where need be, and a sub-block is as long as the knobs' motion
/// allows (`SubBlock`).
/// Sub-blocks follow the model's own clock; a new target cuts the one under way, and no other stage's.
struct KnobMotion: BitwiseCopyable {
  private let knobs: UnsafeMutablePointer<Smoother>
  private let knobsAtStart: UnsafeMutablePointer<Smoother>
  private let count: Int
  /// Per knob: its control; and its law, where it is a stage's.
  private let controls: UnsafePointer<Int>
  private let laws: UnsafePointer<KnobLaw>?
  /// Per knob: the position 0…1 that the last step before the sub-block has heard, those that the steps in its middle
  /// and at its end hear, and whether it moves in it.
  let start: UnsafeMutablePointer<Double>
  let middle: UnsafeMutablePointer<Double>
  let end: UnsafeMutablePointer<Double>
  let moves: UnsafeMutablePointer<Bool>
  private var subBlock = SubBlock.still
  private var hasSteps = false
  private let decay: Decay
  /// Samples between targets: before the last one, before the one before that, and since the last one.
  private var spacing = SubBlock.longest
  private var spacingBefore = SubBlock.longest
  private var sinceTarget = SubBlock.longest
  /// Whether it is longer than the one before, and by more than what a curve's slope may be trusted for: four times, twice
  /// where that one was longer, too.
  private var isLonger = false
  private(set) var isMuchLonger = false
  /// Samples of the sub-block that are still to come.
  private(set) var remaining = 0
  /// Whether any knob moves in this sub-block, or did in the one that was cut.
  private(set) var isMoving = false

  /// - Parameters:
  ///   - decay: at the rate; shared.
  ///   - positions: where all controls stand.
  ///   - controls: of each knob.
  ///   - laws: of each knob, if any; shared.
  init(
    rateHz: Double, _ decay: Decay, positions all: [Double], controls: [Int], laws: UnsafePointer<KnobLaw>? = nil,
    arena: Arena
  ) {
    self.laws = laws
    self.controls = UnsafePointer(arena.copy(controls))
    count = controls.count
    let positions = controls.map { all[$0] }
    knobs = arena.copy(positions.map { Smoother(rateHz: rateHz, value: $0) })
    knobsAtStart = arena.copy(positions.map { Smoother(rateHz: rateHz, value: $0) })
    start = arena.copy(positions)
    middle = arena.copy(positions)
    end = arena.copy(positions)
    moves = arena.copy(positions.map { _ in false })
    self.decay = decay
  }

  /// Samples of the sub-block.
  var length: Int { @_noLocks @_noAllocation get { subBlock.length } }
  /// Whether its end is enough to be computed.
  var goesOn: Bool { @_noLocks @_noAllocation get { subBlock.goesOn } }

  /// Samples from knot to knot. - Parameter unit: of how many their number is a multiple.
  @_noLocks @_noAllocation
  func segment(atMost limit: Int = .max, unit: Int) -> Int {
    subBlock.segment(atMost: min(limit, subBlock.segment), unit: unit)
  }

  /// The curve of what depends on them, in knots of so many samples.
  @_noLocks @_noAllocation
  func curve(segment: Int) -> KnobCurve {
    KnobCurve(knots: length / segment, decay: decay.after(segment))
  }

  /// The curve that goes on as one before it.
  @_noLocks @_noAllocation
  func onwardCurve(segment: Int) -> KnobCurve { KnobCurve(onwards: length, segment: segment, decay) }

  /// Where a curve with knots of so many samples is left.
  @_noLocks @_noAllocation
  func end(segment: Int, played: Int, knots: Int, shift: KnotShift) -> CurveEnd {
    CurveEnd(segment: segment, played: played, knots: knots, shift: shift, decay)
  }

  /// Whether every knob has arrived.
  @_noLocks @_noAllocation
  func isSettled() -> Bool {
    if isMoving { return false }
    for index in 0..<count where knobs[index].isMoving { return false }
    return true
  }

  /// Whether a knob moves on behind the present sub-block.
  @_noLocks @_noAllocation
  func isUnderWay(_ knob: Int) -> Bool { knobs[knob].isMoving }

  /// A repeated target changes nothing, so hosts that resend values cost nothing.
  @_noLocks @_noAllocation
  mutating func head(_ control: Int, for target: Double) {
    for knob in 0..<count where controls[knob] == control && knobs[knob].target != target {
      cut()
      if sinceTarget > 0 { (spacingBefore, spacing) = (spacing, sinceTarget) }
      sinceTarget = 0
      knobs[knob].head(for: target)
    }
  }

  /// Whether `knobs` are ahead, at the end of a sub-block under way, and how much of it was played.
  private var isAhead: Bool { @_noLocks @_noAllocation get { isMoving && remaining > 0 } }
  private var played: Int { @_noLocks @_noAllocation get { length - remaining } }

  /// What is left of a smoother's way at the sample before the present one, for knobs that are ahead.
  private var presentDecay: Double {
    @_noLocks @_noAllocation get { isAhead && played > 0 ? decay.after(played - 1) : 1 }
  }

  /// Where a smoother is at the present sample.
  @_noLocks @_noAllocation
  private func present(_ knob: Int, decay: Double) -> Smoother {
    if !isAhead { return knobs[knob] }
    var smoother = knobsAtStart[knob]
    if played > 0 && smoother.isMoving { smoother.advance(samples: played, decay: decay) }
    return smoother
  }

  /// Knobs stand at their targets, between two sub-blocks.
  @_noLocks @_noAllocation
  mutating func jumpToTargets() {
    for index in 0..<count { knobs[index].jumpToTarget() }
    stand()
  }

  /// From here on sub-blocks are so short that what depends on knobs may stand still in them.
  @_noLocks @_noAllocation
  mutating func goInSteps() {
    cut()
    hasSteps = true
  }

  @_noLocks @_noAllocation
  mutating func goSmoothly() { hasSteps = false }

  /// The sub-block ends at the present sample, back from its own end.
  @_noLocks @_noAllocation
  private mutating func cut() {
    let decay = presentDecay
    for index in 0..<count { knobs[index] = present(index, decay: decay) }
    remaining = 0
  }

  /// Takes over the knobs of a lane at another rate, between two sub-blocks.
  @_noLocks @_noAllocation
  mutating func follow(_ other: KnobMotion) {
    let decay = other.presentDecay
    for index in 0..<count { knobs[index].follow(other.present(index, decay: decay)) }
    stand()
  }

  @_noLocks @_noAllocation
  private mutating func stand() {
    for index in 0..<count {
      start[index] = knobs[index].between
      (middle[index], end[index]) = (start[index], start[index])
      moves[index] = false
    }
    remaining = 0
    isMoving = false
  }

  /// Samples until a new target is expected: an automation lane's come at even distances, those of two in turn at two.
  private var untilTarget: Int {
    @_noLocks @_noAllocation get {
      spacingBefore > sinceTarget ? spacingBefore - sinceTarget : max(spacing, sinceTarget)
    }
  }
  private static var longestSpacing: Int { @_noLocks @_noAllocation get { 1 << 16 } }

  /// Starts the next sub-block where the last one has ended.
  @_noLocks @_noAllocation
  mutating func begin() {
    // Also where the last sub-block was cut: what was on its way then still has to arrive.
    var anyMoves = isMoving
    let lastLength = subBlock.length
    subBlock = hasSteps ? .step : SubBlock(upTo: untilTarget)
    for index in 0..<count {
      moves[index] = knobs[index].isMoving
      start[index] = knobs[index].between
      if !moves[index] { continue }
      anyMoves = true
      subBlock.shorten(for: knobs[index], steepness: steepness(index))
    }
    isMoving = anyMoves
    if !anyMoves { subBlock = .still }
    isMuchLonger = length / (isLonger ? 2 : 4) > lastLength
    isLonger = length > lastLength
    remaining = length
    if !anyMoves { return }
    for index in 0..<count { knobsAtStart[index] = knobs[index] }
    advance()
  }

  /// Makes the sub-block that has begun half as long. - Returns: false where it is too short for that.
  @_noLocks @_noAllocation
  mutating func halve() -> Bool {
    if !subBlock.halve() { return false }
    remaining = length
    for index in 0..<count { knobs[index] = knobsAtStart[index] }
    advance()
    return true
  }

  /// To the end of the sub-block.
  @_noLocks @_noAllocation
  private func advance() {
    let half = length / 2
    let decay = decay.after(half - 1)
    for index in 0..<count where moves[index] {
      knobs[index].advance(samples: half, decay: decay)
      middle[index] = knobs[index].between
      knobs[index].advance(samples: half, decay: decay)
      end[index] = knobs[index].between
    }
  }

  @_noLocks @_noAllocation
  private func steepness(_ knob: Int) -> Double {
    laws.map { $0[knob].steepness(knobs[knob].value) } ?? KnobLaw.plainSteepness
  }

  /// `samples` of the sub-block were played.
  @_noLocks @_noAllocation
  mutating func pass(_ samples: Int) {
    remaining -= samples
    sinceTarget = min(sinceTarget + samples, Self.longestSpacing)
    if remaining == 0 { isMoving = false }
  }
}
