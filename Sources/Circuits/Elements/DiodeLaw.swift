import Glibc

/// Current and charge of a diode's junction by the voltage across it.
struct DiodeLaw: Sendable {
  let saturation: Double
  /// N·Vt, and the voltage above which Newton's steps are limited.
  let scale: Double
  let critical: Double
  /// Volts of breakdown, or infinity; N·Vt there.
  private let knee: Double
  private let kneeScale: Double
  private let layer: DepletionCharge
  private let transit: Double
  let isCharged: Bool

  init(_ model: DiodeModel) {
    saturation = model.saturation
    scale = model.emission * Junction.thermalVoltage
    critical = Junction.critical(saturation: model.saturation, scale: scale)
    knee = model.breakdown > 0 ? model.breakdownKnee : .infinity
    kneeScale =
      Junction.thermalVoltage * (model.breakdownEmission > 0 ? model.breakdownEmission : model.emission)
    layer = DepletionCharge(
      capacitance: model.capacitance, potential: model.potential, grading: model.grading, forward: model.forward)
    transit = model.transit
    isCharged = model.capacitance > 0 || model.transit > 0
  }

  @inline(__always)
  func current(_ v: Double) -> (value: Double, slope: Double) {
    guard v < -knee else { return Junction.current(v, saturation: saturation, scale: scale) }
    let (value, slope) = Operation.exponential((-knee - v) / kneeScale)
    return (-saturation * value, saturation / kneeScale * slope)
  }

  @inline(__always)
  func charge(_ v: Double, current: (value: Double, slope: Double)) -> (value: Double, slope: Double) {
    let (layerCharge, capacitance) = layer.at(v)
    return (layerCharge + transit * current.value, capacitance + transit * current.slope)
  }

  /// A step of Newton's method, shortened where the current is too steep.
  @inline(__always)
  func limited(_ new: Double, from old: Double) -> Double {
    if new < min(0, 10 * scale - knee) {
      return -(Junction.limited(-(new + knee), from: -(old + knee), scale: kneeScale, critical: critical) + knee)
    }
    return Junction.limited(new, from: old, scale: scale, critical: critical)
  }
}
