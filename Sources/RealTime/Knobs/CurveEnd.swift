/// Where a curve is left: how its value and its slope there follow from the last knot, the step from it to the next one,
/// and the bend (see `KnobCurve`).
struct CurveEnd: BitwiseCopyable {
  /// Of the value, beside the last knot's.
  let valuePerStep: Double
  let valuePerBend: Double
  /// Of the slope, per sample.
  let slopePerStep: Double
  let slopePerBend: Double

  /// - Parameters:
  ///   - segment: samples from knot to knot, h.
  ///   - played: since the last knot, τ.
  ///   - knots: passed since the curve began, k.
  ///   - shift: how far they lie beside it.
  @_noLocks @_noAllocation
  init(segment: Int, played: Int, knots: Int, shift: KnotShift, _ decays: Decay) {
    let (decay, power) = (decays.after(segment), decays.after(segment * knots))
    let (h, elapsed, since) = (Double(segment), Double(played), decays.after(played))
    // From the line to the curve: the shift in terms of this knot's step, and a parabola over the line.
    let share = elapsed / h
    let part = 1 - 6 * share * (1 - share)
    valuePerStep = share + part * shift.perStep / power
    valuePerBend = part * (shift.perBend - shift.perStep * Double(knots) / decay)
    // The curve is (β + γ τ) d^τ here, with γ = Dᵏ b / (h D (D − 1)) and β = (s − γ h D) / (D − 1).
    let (gap, reach) = (decay - 1, h * decay)
    let logarithm = decays.logarithm
    slopePerStep = since * logarithm / gap
    slopePerBend = power * since * (1 + logarithm * elapsed - logarithm * reach / gap) / (reach * gap)
  }
}
