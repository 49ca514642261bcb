/// How long the model samples are for which knobs are computed at once, and how far apart the knots between which what
/// depends on them moves on straight lines: the faster the knobs, the shorter both.
///
/// What depends on a knob is taken to be as steep as e^(K p) in its position p (`KnobLaw.steepness`). Over L samples in
/// which it moves by Δ, with X = (K Δ)² (2.5 K Δ + L c), c being the smoother's coefficient, curves that go on as they begin
/// are off by X / 18, or by several times as much where a new target cuts them short; those through the middle by X / 90.
/// Lines over h samples are off by f″ h² / 12, where f″ = K² p′² + K p″, and by nothing on the mean (`KnotShift`).
struct SubBlock: BitwiseCopyable {
  private(set) var length: Int
  private(set) var segment: Int
  /// Whether a curve that goes on as it begins does, and its end alone is computed: not where even the shortest sub-block
  /// is long for the motion.
  private(set) var goesOn = true

  /// While all knobs stand: until one is told to move.
  static var still: SubBlock {
    @_noLocks @_noAllocation get { SubBlock(length: .max, segment: .max) }
  }
  /// Samples of the longest one, and of the longest line.
  static var longest: Int { @_noLocks @_noAllocation get { 256 } }
  private static var longestSegment: Int { @_noLocks @_noAllocation get { 32 } }
  /// In which what depends on knobs stands still.
  static var step: SubBlock { @_noLocks @_noAllocation get { SubBlock(length: 4, segment: 4) } }
  /// Shortest ones, whatever the motion: but for those that hold a snapshot.
  private static var shortestLength: Int { @_noLocks @_noAllocation get { 12 } }
  private static var shortestSegment: Int { @_noLocks @_noAllocation get { 2 } }

  private init(length: Int, segment: Int) { (self.length, self.segment) = (length, segment) }

  /// One that ends where a new target is expected, or half-way there, or …
  @_noLocks @_noAllocation
  init(upTo samples: Int) {
    length = max(Self.even(samples), Self.shortestLength)
    while length > Self.longest { length = Self.even(length / 2) }
    segment = min(length, Self.longestSegment)
  }

  /// It has a middle.
  @_noLocks @_noAllocation
  private static func even(_ samples: Int) -> Int { (samples + 1) & ~1 }

  /// What curves and lines may be off, at most.
  private static var curveError: Double { @_noLocks @_noAllocation get { 1.5e-5 } }
  private static var lineError: Double { @_noLocks @_noAllocation get { 3e-5 } }
  /// K Δ at most: what is steeper than it is taken to be shows first where much happens.
  private static var farthest: Double { @_noLocks @_noAllocation get { 0.048 } }

  /// Half as long, but for a sample. - Returns: false where it is too short for that.
  @_noLocks @_noAllocation
  mutating func halve() -> Bool {
    if length < 8 { return false }
    length = Self.even(length / 2)
    return true
  }

  /// Makes both short enough for a knob that begins the sub-block as it stands.
  @_noLocks @_noAllocation
  mutating func shorten(for knob: Smoother, steepness: Double) {
    let course = knob.course
    let (speed, change) = (steepness * course.speed, steepness * course.change)
    while true {
      let l = Double(length)
      let x = l * (speed + l * change)
      let isExact = x * x * (2.5 * x + l * knob.coefficient) <= 18 * Self.curveError
      if isExact && x <= Self.farthest { break }
      if length == Self.shortestLength {
        if !isExact { goesOn = false }
        break
      }
      length = max(Self.even(length / 2), Self.shortestLength)
    }
    let fastest = speed + Double(length) * change
    // Fast knobs meet what is steeper than K more often than slow ones do.
    let bending = (3 * fastest * fastest + change) / 12
    while segment > Self.shortestSegment && Double(segment * segment) * bending > Self.lineError { segment /= 2 }
  }

  /// The longest lines, none longer than `segment`, of which so many as are a multiple of `unit` fill the sub-block.
  @_noLocks @_noAllocation
  func segment(atMost segment: Int, unit: Int) -> Int {
    let parts = length / unit
    if unit * parts != length { return 1 }
    var lines = (length + segment * unit - 1) / (segment * unit)
    while parts % lines != 0 { lines += 1 }
    return parts / lines
  }
}
