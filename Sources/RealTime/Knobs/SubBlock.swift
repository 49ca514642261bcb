/// How long the model samples are for which knobs are computed at once, and how far apart the knots between which what
/// depends on them moves on straight lines: the faster the knobs, the shorter both.
///
/// What depends on a knob is taken to be as steep as e^(K p) in its position p (`KnobLaw.steepness`). Over L samples in
/// which it moves by Δ, curves of `KnobCurve` are off by (K Δ)² (K Δ + 2 L c) / 125 at most, c being the smoother's
/// coefficient; lines over h samples by f″ h² / 8, where f″ = K² p′² + K p″.
struct SubBlock: BitwiseCopyable {
  private(set) var length: Int
  private(set) var segment: Int

  /// While all knobs stand.
  static var still: SubBlock {
    @_noLocks @_noAllocation get { SubBlock(length: StepKernel.runLimit, segment: StepKernel.runLimit) }
  }
  static var longest: SubBlock { @_noLocks @_noAllocation get { SubBlock(length: 128, segment: 32) } }
  /// In which what depends on knobs stands still.
  static var step: SubBlock { @_noLocks @_noAllocation get { SubBlock(length: 4, segment: 4) } }
  /// Shortest ones, whatever the motion. Full sweeps at 20 Hz of a model at 96 kHz have these.
  private static var shortestLength: Int { @_noLocks @_noAllocation get { 12 } }
  private static var shortestSegment: Int { @_noLocks @_noAllocation get { 2 } }

  /// What curves and lines may be off, at most.
  private static var curveError: Double { @_noLocks @_noAllocation get { 1e-5 } }
  private static var lineError: Double { @_noLocks @_noAllocation get { 1e-5 } }
  /// K Δ at most: weights bend at their snapshots, and a curve rounds them off.
  private static var farthest: Double { @_noLocks @_noAllocation get { 0.048 } }

  /// Makes both short enough for a knob that begins the sub-block as it stands.
  @_noLocks @_noAllocation
  mutating func shorten(for knob: Smoother, steepness: Double) {
    let course = knob.course
    let (speed, change) = (steepness * course.speed, steepness * course.change)
    while length > Self.shortestLength {
      let l = Double(length)
      let x = l * (speed + l * change)
      if x <= Self.farthest && x * x * (x + 2 * l * knob.coefficient) <= 125 * Self.curveError { break }
      length = length > 16 ? length / 2 : Self.shortestLength
    }
    let fastest = speed + Double(length) * change
    let bending = (fastest * fastest + change) / 8
    while segment > Self.shortestSegment && Double(segment * segment) * bending > Self.lineError { segment /= 2 }
    // Knots end with the sub-block.
    if length == Self.shortestLength { segment = min(segment, 4) }
  }
}
