/// The curve through three values in the middle and at the ends of a sub-block, from knot to knot.
///
/// A smoothed knob with two poles at d moves as α + β dⁿ + γ n dⁿ, and so does, but for its own bend, all that depends on
/// it: from knot to knot, h samples, steps are Dᵏ (s + k b / D) with D = dʰ. A knot adds the step, and the next step is
/// D times this one and Dᵏ b.
struct KnobCurve: BitwiseCopyable {
  /// s = half · stepPerHalf + whole · stepPerWhole, from the ways to the middle and to the end; b alike.
  let stepPerHalf: Double
  let stepPerWhole: Double
  let bendPerHalf: Double
  let bendPerWhole: Double
  /// D.
  let decay: Double
  let shift: KnotShift

  /// - Parameters:
  ///   - knots: to the end, an even number.
  ///   - decay: D, of a smoother's poles from knot to knot.
  @_noLocks @_noAllocation
  init(knots: Int, decay: Double) {
    self.decay = decay
    let (halfSum, halfWeighted) = Self.sums(knots / 2, decay)
    let (sum, weighted) = Self.sums(knots, decay)
    let scale = 1 / (halfSum * weighted - sum * halfWeighted)
    stepPerHalf = weighted * scale
    stepPerWhole = -halfWeighted * scale
    bendPerHalf = -sum * scale
    bendPerWhole = halfSum * scale
    shift = KnotShift(knots: knots, decay: decay, left: Elementary.power(decay, knots))
  }

  /// Σ Dⁱ and Σ i Dⁱ⁻¹ over i < n.
  @_noLocks @_noAllocation
  private static func sums(_ n: Int, _ decay: Double) -> (Double, Double) {
    let power = Elementary.power(decay, n - 1)
    // What is left of 1 is small against 1: both are exact to some 1e-10 at the least.
    let (gap, last) = (1 - decay, power * decay)
    return ((1 - last) / gap, (1 - Double(n) * power + Double(n - 1) * last) / (gap * gap))
  }
}
