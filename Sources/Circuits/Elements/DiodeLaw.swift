import Glibc

/// Current and charge of a diode's junction by the voltage across it.
struct DiodeLaw: Sendable {
  let junction: Exponential
  /// Volts of breakdown, or infinity, and the exponential there.
  let knee: Double
  let breakdown: Exponential
  let layer: DepletionCharge
  let transit: Double
  let isCharged: Bool
  let injects: Bool
  let injection: InjectionLaw
  /// The largest of its exponentials' 1 / (N·Vt).
  let steepness: Double

  init(_ model: DiodeModel) {
    let vt = Junction.thermalVoltage
    junction = Exponential(saturation: model.saturation, scale: model.emission * vt)
    knee = model.breakdown > 0 ? model.breakdownKnee : .infinity
    breakdown = Exponential(
      saturation: model.saturation,
      scale: vt * (model.breakdownEmission > 0 ? model.breakdownEmission : model.emission), critical: junction.critical)
    layer = DepletionCharge(
      capacitance: model.capacitance, potential: model.potential, grading: model.grading, forward: model.forward)
    transit = model.transit
    isCharged = model.capacitance > 0 || model.transit > 0
    injection = InjectionLaw(model, edge: junction.edge, width: junction.scale)
    injects = model.forwardKnee > 0 || model.reverseKnee > 0 || model.recombination > 0
    steepness = max(junction.inverseScale, model.recombination > 0 ? injection.inverseScale : 0)
  }

  @inline(__always)
  func current(_ v: Double) -> (value: Double, slope: Double) {
    injects ? injection.current(ideal(v), at: v) : ideal(v)
  }

  @inline(__always)
  private func ideal(_ v: Double) -> (value: Double, slope: Double) {
    guard v < -knee else { return junction.current(v) }
    let (value, slope) = breakdown.current(-knee - v)
    return (-value - junction.saturation, slope)
  }

  /// Whether `v` lies where the current bends.
  @inline(__always)
  func bends(at v: Double) -> Bool {
    junction.bends(at: v) || v < -knee + 3 * breakdown.scale || injects && v > injection.start
  }

  @inline(__always)
  func charge(_ v: Double, current: (value: Double, slope: Double)) -> (value: Double, slope: Double) {
    let (layerCharge, capacitance) = layer.at(v)
    return (layerCharge + transit * current.value, capacitance + transit * current.slope)
  }

  /// A step of Newton's method, shortened where the current is too steep.
  @inline(__always)
  func limited(_ new: Double, from old: Double) -> Double {
    if new < min(0, 10 * junction.scale - knee) {
      return -(breakdown.limited(-(new + knee), from: -(old + knee)) + knee)
    }
    return junction.limited(new, from: old)
  }
}
