import Glibc

/// The currents and charges of a transistor between its inner terminals, by the junction voltages of an NPN.
struct BipolarLaw: Sendable {
  let polarity: Double
  let isCharged: Bool
  let saturation: Double
  /// N·Vt of the two junctions, and the voltages above which Newton's steps on them are limited.
  let forwardScale: Double
  let reverseScale: Double
  let forwardCritical: Double
  let reverseCritical: Double
  private let emitterLeakage: Double
  private let emitterLeakageScale: Double
  private let collectorLeakage: Double
  private let collectorLeakageScale: Double
  private let inverseForwardGain: Double
  private let inverseReverseGain: Double
  private let inverseForwardEarly: Double
  private let inverseReverseEarly: Double
  private let inverseForwardKnee: Double
  private let inverseReverseKnee: Double
  private let emitterLayer: DepletionCharge
  private let collectorLayer: DepletionCharge
  private let forwardTransit: Double
  private let reverseTransit: Double
  private let growth: Double
  private let inverseGrowthVoltage: Double
  private let growthCurrent: Double

  init(_ model: BipolarModel) {
    func inverse(_ value: Double) -> Double { value > 0 ? 1 / value : 0 }
    let vt = Junction.thermalVoltage
    (polarity, isCharged, saturation) = (model.polarity, model.isCharged, model.saturation)
    (forwardScale, reverseScale) = (model.forwardEmission * vt, model.reverseEmission * vt)
    // SPICE limits both junctions by one critical voltage.
    forwardCritical = Junction.critical(saturation: model.saturation, scale: vt)
    reverseCritical = forwardCritical
    (emitterLeakage, emitterLeakageScale) = (model.emitterLeakage, model.emitterLeakageEmission * vt)
    (collectorLeakage, collectorLeakageScale) = (model.collectorLeakage, model.collectorLeakageEmission * vt)
    (inverseForwardGain, inverseReverseGain) = (1 / model.forwardGain, 1 / model.reverseGain)
    (inverseForwardEarly, inverseReverseEarly) = (inverse(model.forwardEarly), inverse(model.reverseEarly))
    (inverseForwardKnee, inverseReverseKnee) = (inverse(model.forwardKnee), inverse(model.reverseKnee))
    emitterLayer = DepletionCharge(
      capacitance: model.emitterCapacitance, potential: model.emitterPotential, grading: model.emitterGrading,
      forward: model.forward)
    collectorLayer = DepletionCharge(
      capacitance: model.collectorCapacitance, potential: model.collectorPotential, grading: model.collectorGrading,
      forward: model.forward)
    (forwardTransit, reverseTransit) = (model.forwardTransit, model.reverseTransit)
    (growth, growthCurrent) = (model.transitGrowth, model.transitCurrent)
    inverseGrowthVoltage = inverse(1.44 * model.transitVoltage)
  }

  /// - Parameters:
  ///   - be: volts from base to emitter, of an NPN.
  ///   - bc: volts from base to collector.
  ///   - charges: filled only if the model has charges.
  @inline(__always)
  func evaluate(be: Double, bc: Double, charges: inout ThreeCharges) -> ThreeCurrents {
    let (forward, forwardSlope) = Junction.current(be, saturation: saturation, scale: forwardScale)
    let (reverse, reverseSlope) = Junction.current(bc, saturation: saturation, scale: reverseScale)
    // The base charge; its denominator is kept from zero, which only a step of Newton's method gone astray reaches.
    let early = 1 / max(1 - inverseForwardEarly * bc - inverseReverseEarly * be, 1e-2)
    var baseCharge = early
    var (chargeByEmitter, chargeByCollector) = (
      early * early * inverseReverseEarly, early * early * inverseForwardEarly
    )
    if inverseForwardKnee != 0 || inverseReverseKnee != 0 {
      let argument = max(0, 1 + 4 * (inverseForwardKnee * forward + inverseReverseKnee * reverse))
      let root = argument == 0 ? 1 : argument.squareRoot()
      baseCharge = early * (1 + root) / 2
      chargeByEmitter = early * (baseCharge * inverseReverseEarly + inverseForwardKnee * forwardSlope / root)
      chargeByCollector = early * (baseCharge * inverseForwardEarly + inverseReverseKnee * reverseSlope / root)
    }
    let share = 1 / baseCharge
    let transport = (forward - reverse) * share
    var result = ThreeCurrents(
      collector: transport - reverse * inverseReverseGain,
      collectorByFirst: (forwardSlope - transport * chargeByEmitter) * share,
      collectorBySecond: (-reverseSlope - transport * chargeByCollector) * share - reverseSlope * inverseReverseGain,
      base: forward * inverseForwardGain + reverse * inverseReverseGain,
      baseByFirst: forwardSlope * inverseForwardGain, baseBySecond: reverseSlope * inverseReverseGain)
    if emitterLeakage != 0 {
      let (leak, slope) = Junction.current(be, saturation: emitterLeakage, scale: emitterLeakageScale)
      result.base += leak
      result.baseByFirst += slope
    }
    if collectorLeakage != 0 {
      let (leak, slope) = Junction.current(bc, saturation: collectorLeakage, scale: collectorLeakageScale)
      result.base += leak
      result.baseBySecond += slope
      result.collector -= leak
      result.collectorBySecond -= slope
    }
    if isCharged {
      var (carried, carriedByEmitter, carriedByCollector) = (forward, forwardSlope, 0.0)
      if forwardTransit > 0 && be > 0 {
        let (more, byEmitter, byCollector) = transitGrowth(forward, bc)
        carried = forward * (1 + more) * share
        carriedByEmitter = (forwardSlope * (1 + byEmitter) - carried * chargeByEmitter) * share
        carriedByCollector = (byCollector - carried * chargeByCollector) * share
      }
      let (layer, capacitance) = emitterLayer.at(be)
      charges.first = forwardTransit * carried + layer
      charges.firstByFirst = forwardTransit * carriedByEmitter + capacitance
      charges.firstBySecond = forwardTransit * carriedByCollector
      let (other, otherCapacitance) = collectorLayer.at(bc)
      charges.second = reverseTransit * reverse + other
      charges.secondBySecond = reverseTransit * reverseSlope + otherCapacitance
    }
    return result
  }

  /// How much longer carriers take at this current, and what that adds to the charge's slopes.
  @inline(__always)
  private func transitGrowth(_ forward: Double, _ bc: Double) -> (Double, Double, Double) {
    guard growth != 0 else { return (0, 0, 0) }
    var more = growth * (inverseGrowthVoltage == 0 ? 1 : exp(min(bc * inverseGrowthVoltage, 50)))
    var byEmitter = more
    if growthCurrent != 0 {
      let part = forward / (forward + growthCurrent)
      more *= part * part
      byEmitter = more * (3 - 2 * part)
    }
    return (more, byEmitter, forward * more * inverseGrowthVoltage)
  }
}
