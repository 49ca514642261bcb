/// `KnobCurve`'s curve through a beginning and an end alone: it begins as steep as the curve before it has ended.
///
/// A smoothed knob does so whatever becomes of its target: half-way between two samples, where steps hear it, it has no
/// kink (to the third order in the smoother's coefficient). So one slab serves a sub-block where two did.
struct OnwardCurve: BitwiseCopyable {
  /// s = whole · stepPerWhole + slope · stepPerSlope, from the way to the end and the slope per sample; b alike.
  let stepPerWhole: Double
  let stepPerSlope: Double
  let bendPerWhole: Double
  let bendPerSlope: Double
  /// D.
  let decay: Double
  let shift: KnotShift

  /// - Parameters:
  ///   - length: samples to the end, L.
  ///   - segment: from knot to knot, h.
  @_noLocks @_noAllocation
  init(length: Int, segment: Int, _ decays: Decay) {
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
    (stepPerSlope, bendPerSlope) = sums(-end * scale, 1 + logarithm * end * scale)
  }
}
