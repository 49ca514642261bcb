/// How far the knots of a curve lie beside it.
///
/// Straight lines from knot to knot lie on one side of a curve that bends, and slow states integrate what is between:
/// f″ h² / 12 on the mean of a line. So knots lie as far on the other side, and on the whole nothing is left.
struct KnotShift: BitwiseCopyable {
  /// Of the sub-block's first step and of its bend (see `KnobCurve`): a twelfth of what steps change from knot to knot,
  /// on the mean of the sub-block.
  let perStep: Double
  let perBend: Double

  /// None.
  @_noLocks @_noAllocation
  init() { (perStep, perBend) = (0, 0) }

  /// - Parameters:
  ///   - knots: of the sub-block.
  ///   - decay: D, from knot to knot.
  ///   - left: Dᵏ at its end.
  @_noLocks @_noAllocation
  init(knots: Int, decay: Double, left: Double) {
    perStep = (left - 1) / Double(12 * knots)
    perBend = left / (12 * decay)
  }
}
