/// All knobs of a lane on their way, and the sub-blocks that everything depending on them is cut into.
///
/// Knobs are smoothed per model sample, and a step hears them where they are half-way through it; what depends on them is
/// computed in the middle and at the end of a sub-block, which is as long as the knobs' motion allows (`SubBlock`).
/// Sub-blocks follow the model's own clock; a new target cuts the one under way.
struct KnobMotion: BitwiseCopyable {
  private let knobs: UnsafeMutablePointer<Smoother>
  private let knobsAtStart: UnsafeMutablePointer<Smoother>
  private let count: Int
  /// Of all stages.
  private let laws: UnsafePointer<KnobLaw>
  private let lawCount: Int
  /// Per control: the position 0…1 that the steps in the middle and at the end of the sub-block hear, and whether it
  /// moves in it.
  let middle: UnsafeMutablePointer<Double>
  let end: UnsafeMutablePointer<Double>
  let moves: UnsafeMutablePointer<Bool>
  private var subBlock = SubBlock.still
  private var hasSteps = false
  /// Of such sub-blocks, with knots as far apart as theirs.
  private var curve: KnobCurve
  private var curveSubBlock = SubBlock.longest
  /// Samples of the sub-block that are still to come.
  private(set) var remaining = 0
  /// Whether any knob moves in this sub-block, or did in the one that was cut.
  private(set) var isMoving = false

  /// - Parameters:
  ///   - positions: where the controls stand.
  ///   - laws: of every stage's knobs.
  init(rateHz: Double, positions: [Double], laws: [KnobLaw], arena: Arena) {
    self.laws = UnsafePointer(arena.copy(laws))
    lawCount = laws.count
    count = positions.count
    knobs = arena.copy(positions.map { Smoother(rateHz: rateHz, value: $0) })
    knobsAtStart = arena.copy(positions.map { Smoother(rateHz: rateHz, value: $0) })
    middle = arena.copy(positions)
    end = arena.copy(positions)
    moves = arena.copy(positions.map { _ in false })
    curve = Self.curve(curveSubBlock, segment: curveSubBlock.segment, Smoother(rateHz: rateHz, value: 0))
  }

  /// Samples of the sub-block, and from knot to knot where knobs move in it.
  var length: Int { @_noLocks @_noAllocation get { subBlock.length } }
  var segment: Int { @_noLocks @_noAllocation get { subBlock.segment } }

  /// The curve of what depends on them, in knots of so many samples.
  @_noLocks @_noAllocation
  func curve(segment: Int) -> KnobCurve {
    segment == curveSubBlock.segment ? curve : Self.curve(subBlock, segment: segment, knobs[0])
  }

  @_noLocks @_noAllocation
  private static func curve(_ subBlock: SubBlock, segment: Int, _ knob: Smoother) -> KnobCurve {
    KnobCurve(knots: subBlock.length / segment, decay: knob.decay(samples: segment))
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
  mutating func head(_ knob: Int, for target: Double) {
    if knobs[knob].target == target { return }
    cut()
    knobs[knob].head(for: target)
  }

  /// Whether `knobs` are ahead, at the end of a sub-block under way, and how much of it was played.
  private var isAhead: Bool { @_noLocks @_noAllocation get { isMoving && remaining > 0 } }
  private var played: Int { @_noLocks @_noAllocation get { length - remaining } }

  /// What is left of a smoother's way at the sample before the present one, for knobs that are ahead.
  private var presentDecay: Double {
    @_noLocks @_noAllocation get { isAhead && played > 0 ? knobs[0].decay(samples: played - 1) : 1 }
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
      (middle[index], end[index]) = (knobs[index].between, knobs[index].between)
      moves[index] = false
    }
    remaining = 0
    isMoving = false
  }

  /// Starts the next sub-block where the last one has ended.
  @_noLocks @_noAllocation
  mutating func begin() {
    // Also where the last sub-block was cut: what was on its way then still has to arrive.
    var anyMoves = isMoving
    subBlock = hasSteps ? .step : .longest
    for index in 0..<count {
      moves[index] = knobs[index].isMoving
      if !moves[index] { continue }
      anyMoves = true
      subBlock.shorten(for: knobs[index], steepness: steepness(index))
    }
    isMoving = anyMoves
    if !anyMoves { subBlock = .still }
    remaining = length
    if !anyMoves { return }
    if subBlock.length != curveSubBlock.length || subBlock.segment != curveSubBlock.segment {
      curve = Self.curve(subBlock, segment: subBlock.segment, knobs[0])
      curveSubBlock = subBlock
    }
    let half = length / 2
    let decay = knobs[0].decay(samples: half - 1)
    for index in 0..<count {
      knobsAtStart[index] = knobs[index]
      if !moves[index] { continue }
      knobs[index].advance(samples: half, decay: decay)
      middle[index] = knobs[index].between
      knobs[index].advance(samples: half, decay: decay)
      end[index] = knobs[index].between
    }
  }

  @_noLocks @_noAllocation
  private func steepness(_ knob: Int) -> Double {
    var steepness = KnobLaw.plainSteepness
    for law in 0..<lawCount where laws[law].control == knob {
      steepness = max(steepness, laws[law].steepness(knobs[knob].value))
    }
    return steepness
  }

  /// `samples` of the sub-block were played.
  @_noLocks @_noAllocation
  mutating func pass(_ samples: Int) {
    remaining -= samples
    if remaining == 0 { isMoving = false }
  }
}
