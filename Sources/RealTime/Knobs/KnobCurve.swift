/// The curve through the ends of a sub-block and its middle, or through its ends and as steep as the curve before, from
/// knot to knot.
///
/// A smoothed knob with two poles at d moves as α + β dⁿ + γ n dⁿ, and so does, but for its own bend, all that depends on
/// it: from knot to knot, h samples, steps are Dᵏ (s + k b / D) with D = dʰ. A knot adds the step, and the next step is
/// D times this one and Dᵏ b.
struct KnobCurve: BitwiseCopyable {
  /// s = whole · stepPerWhole + lead · stepPerLead, b alike: from the way to the end, and from what else leads there, the
  /// way to the middle or the slope per sample at the beginning.
  let stepPerWhole: Double
  let stepPerLead: Double
  let bendPerWhole: Double
  let bendPerLead: Double
  /// D.
  let decay: Double
  let shift: KnotShift

  /// Through the middle.
  /// - Parameters:
  ///   - knots: to the end, an even number.
  ///   - decay: D, of a smoother's poles from knot to knot.
  @_noLocks @_noAllocation
  init(knots: Int, decay: Double) {
    self.decay = decay
    let (halfSum, halfWeighted) = Self.sums(knots / 2, decay)
    let (sum, weighted) = Self.sums(knots, decay)
    let scale = 1 / (halfSum * weighted - sum * halfWeighted)
    stepPerLead = weighted * scale
    stepPerWhole = -halfWeighted * scale
    bendPerLead = -sum * scale
    bendPerWhole = halfSum * scale
    shift = KnotShift(knots: knots, decay: decay, left: Elementary.power(decay, knots))
  }

  /// Onwards as steep as the curve before it has ended.
  ///
  /// A smoothed knob goes on so whatever becomes of its target: half-way between two samples, where steps hear it, it has
  /// no kink (to the third order in the smoother's coefficient). So one slab serves a sub-block where two did.
  /// - Parameters:
  ///   - length: samples to the end, L.
  ///   - segment: from knot to knot, h.
  @_noLocks @_noAllocation
  init(onwards length: Int, segment: Int, _ decays: Decay) {
    // α + (β + γ n) dⁿ, and β and γ per way to the end w and per slope m at the beginning:
    // β (E − 1) + γ L E = w and λ β + γ = m, where E = dᴸ and λ = ln d.
    let (logarithm, left) = (decays.logarithm, decays.after(length))
    let end = Double(length) * left
    let scale = 1 / (left - 1 - logarithm * end)
    let (h, decay) = (Double(segment), decays.after(segment))
    let gap = decay - 1
    self.decay = decay
    shift = KnotShift(knots: length / segment, decay: decay, left: left)
    // s = β (D − 1) + γ h D, and b = γ h D (D − 1).
    func sums(_ beta: Double, _ gamma: Double) -> (step: Double, bend: Double) {
      (beta * gap + gamma * h * decay, gamma * h * decay * gap)
    }
    (stepPerWhole, bendPerWhole) = sums(scale, -logarithm * scale)
    (stepPerLead, bendPerLead) = sums(-end * scale, 1 + logarithm * end * scale)
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
