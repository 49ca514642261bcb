import Glibc

/// The currents and charges of a transistor between its inner terminals, by the junction voltages of an NPN.
struct BipolarLaw: Sendable {
  let polarity: Double
  let isCharged: Bool
  let forward: Exponential
  let reverse: Exponential
  let emitterLeakage: Exponential?
  let collectorLeakage: Exponential?
  /// Whether the base charge is 1 whatever the voltages.
  let isPlain: Bool
  let inverseForwardGain: Double
  let inverseReverseGain: Double
  let inverseForwardEarly: Double
  let inverseReverseEarly: Double
  let inverseForwardKnee: Double
  let inverseReverseKnee: Double
  let emitterLayer: DepletionCharge
  let collectorLayer: DepletionCharge
  let forwardTransit: Double
  let reverseTransit: Double
  let growth: Double
  let inverseGrowthVoltage: Double
  let growthCurrent: Double

  init(_ model: BipolarModel) {
    func inverse(_ value: Double) -> Double { value > 0 ? 1 / value : 0 }
    let vt = Junction.thermalVoltage
    (polarity, isCharged) = (model.polarity, model.isCharged)
    // SPICE limits both junctions by one critical voltage.
    let critical = Exponential(saturation: model.saturation, scale: vt).critical
    forward = Exponential(saturation: model.saturation, scale: model.forwardEmission * vt, critical: critical)
    reverse = Exponential(saturation: model.saturation, scale: model.reverseEmission * vt, critical: critical)
    emitterLeakage =
      model.emitterLeakage > 0
      ? Exponential(saturation: model.emitterLeakage, scale: model.emitterLeakageEmission * vt) : nil
    collectorLeakage =
      model.collectorLeakage > 0
      ? Exponential(saturation: model.collectorLeakage, scale: model.collectorLeakageEmission * vt) : nil
    isPlain = [model.forwardEarly, model.reverseEarly, model.forwardKnee, model.reverseKnee].allSatisfy { $0 == 0 }
    (inverseForwardGain, inverseReverseGain) = (1 / model.forwardGain, 1 / model.reverseGain)
    (inverseForwardEarly, inverseReverseEarly) = (inverse(model.forwardEarly), inverse(model.reverseEarly))
    (inverseForwardKnee, inverseReverseKnee) = (inverse(model.forwardKnee), inverse(model.reverseKnee))
    emitterLayer = DepletionCharge(
      capacitance: model.emitterCapacitance, potential: model.emitterPotential, grading: model.emitterGrading,
      forward: model.forward)
    collectorLayer = DepletionCharge(
      capacitance: model.collectorCapacitance * model.innerShare, potential: model.collectorPotential,
      grading: model.collectorGrading,
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
    let (forward, forwardSlope) = forward.current(be)
    let (reverse, reverseSlope) = reverse.current(bc)
    var share = 1.0
    var (chargeByEmitter, chargeByCollector) = (0.0, 0.0)
    if !isPlain {
      baseCharge(be, bc, forward, forwardSlope, reverse, reverseSlope, &share, &chargeByEmitter, &chargeByCollector)
    }
    let transport = (forward - reverse) * share
    var result = ThreeCurrents(
      collector: transport - reverse * inverseReverseGain,
      collectorByFirst: (forwardSlope - transport * chargeByEmitter) * share,
      collectorBySecond: (-reverseSlope - transport * chargeByCollector) * share - reverseSlope * inverseReverseGain,
      base: forward * inverseForwardGain + reverse * inverseReverseGain,
      baseByFirst: forwardSlope * inverseForwardGain, baseBySecond: reverseSlope * inverseReverseGain)
    if let emitterLeakage {
      let (leak, slope) = emitterLeakage.current(be)
      result.base += leak
      result.baseByFirst += slope
    }
    if let collectorLeakage {
      let (leak, slope) = collectorLeakage.current(bc)
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

  /// One over the base charge, and the base charge's slopes.
  @inline(__always)
  private func baseCharge(
    _ be: Double, _ bc: Double, _ forward: Double, _ forwardSlope: Double, _ reverse: Double, _ reverseSlope: Double,
    _ share: inout Double, _ byEmitter: inout Double, _ byCollector: inout Double
  ) {
    // The denominator is kept from zero, which only a step of Newton's method gone astray reaches.
    let denominator = max(1 - inverseForwardEarly * bc - inverseReverseEarly * be, 1e-2)
    guard inverseForwardKnee != 0 || inverseReverseKnee != 0 else {
      share = denominator
      let square = 1 / (denominator * denominator)
      (byEmitter, byCollector) = (square * inverseReverseEarly, square * inverseForwardEarly)
      return
    }
    let early = 1 / denominator
    let argument = max(0, 1 + 4 * (inverseForwardKnee * forward + inverseReverseKnee * reverse))
    let root = argument == 0 ? 1 : argument.squareRoot()
    let charge = early * (1 + root) / 2
    share = 1 / charge
    byEmitter = early * (charge * inverseReverseEarly + inverseForwardKnee * forwardSlope / root)
    byCollector = early * (charge * inverseForwardEarly + inverseReverseKnee * reverseSlope / root)
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
