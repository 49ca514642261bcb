import SolverKernelInterface

/// Currents into collector and base with their slopes by the voltages from base to emitter (first) and from base to
/// collector (second), and the charges of both.
struct TransistorValues {
  var collector = Values(0)
  var collectorByFirst = Values(0)
  var collectorBySecond = Values(0)
  var base = Values(0)
  var baseByFirst = Values(0)
  var baseBySecond = Values(0)
  var first = Values(0)
  var firstByFirst = Values(0)
  var firstBySecond = Values(0)
  var second = Values(0)
  var secondBySecond = Values(0)
}

extension BipolarNumbers {
  @inline(__always)
  static func evaluate(_ law: UnsafePointer<BipolarNumbers>, be: Values, bc: Values) -> TransistorValues {
    let (forward, forwardSlope) = JunctionNumbers.current(law.pointer(to: \.forward)!, be)
    let (reverse, reverseSlope) = JunctionNumbers.current(law.pointer(to: \.reverse)!, bc)
    let reverseGain = Values(law.pointee.inverseReverseGain)
    let forwardGain = Values(law.pointee.inverseForwardGain)
    var i = TransistorValues()
    i.base = (forward * forwardGain).adding(reverse, reverseGain)
    i.baseByFirst = forwardSlope * forwardGain
    i.baseBySecond = reverseSlope * reverseGain
    if law.pointee.isPlain && !law.pointee.isCharged {
      i.collector = (forward - reverse).subtracting(reverse, reverseGain)
      i.collectorByFirst = forwardSlope
      i.collectorBySecond = -reverseSlope - i.baseBySecond
    } else {
      detailed(law, (be, bc), (forward, forwardSlope), (reverse, reverseSlope), &i)
    }
    if law.pointee.emitterLeakage.saturation > 0 {
      let (leak, slope) = JunctionNumbers.current(law.pointer(to: \.emitterLeakage)!, be)
      i.base += leak
      i.baseByFirst += slope
    }
    if law.pointee.collectorLeakage.saturation > 0 {
      let (leak, slope) = JunctionNumbers.current(law.pointer(to: \.collectorLeakage)!, bc)
      i.base += leak
      i.baseBySecond += slope
      i.collector -= leak
      i.collectorBySecond -= slope
    }
    return i
  }

  /// Early effect, knees and charges.
  @inline(never)
  private static func detailed(
    _ law: UnsafePointer<BipolarNumbers>, _ at: (be: Values, bc: Values), _ forward: (value: Values, slope: Values),
    _ reverse: (value: Values, slope: Values), _ i: inout TransistorValues
  ) {
    let (share, byEmitter, byCollector) = baseCharge(law, at, forward, reverse)
    let transport = (forward.value - reverse.value) * share
    let reverseGain = Values(law.pointee.inverseReverseGain)
    i.collector = transport - reverse.value * reverseGain
    i.collectorByFirst = (forward.slope - transport * byEmitter) * share
    i.collectorBySecond = (-reverse.slope - transport * byCollector) * share - reverse.slope * reverseGain
    guard law.pointee.isCharged else { return }
    var (carried, carriedByEmitter, carriedByCollector) = (forward.value, forward.slope, Values(0))
    let conducts = at.be .> Values(0)
    if law.pointee.forwardTransit > 0 && conducts.isAnywhere {
      let (more, moreByEmitter, moreByCollector) = transitGrowth(law, forward.value, at.bc)
      let grown = forward.value * (Values(1) + more) * share
      carried = carried.replacing(with: grown, where: conducts)
      let emitter = (forward.slope * (Values(1) + moreByEmitter) - grown * byEmitter) * share
      carriedByEmitter = carriedByEmitter.replacing(with: emitter, where: conducts)
      carriedByCollector = ((moreByCollector - grown * byCollector) * share).only(where: conducts)
    }
    let forwardTransit = Values(law.pointee.forwardTransit)
    let (layer, capacitance) = LayerNumbers.at(law.pointer(to: \.emitterLayer)!, at.be)
    i.first = forwardTransit * carried + layer
    i.firstByFirst = forwardTransit * carriedByEmitter + capacitance
    i.firstBySecond = forwardTransit * carriedByCollector
    let reverseTransit = Values(law.pointee.reverseTransit)
    let (other, otherCapacitance) = LayerNumbers.at(law.pointer(to: \.collectorLayer)!, at.bc)
    i.second = reverseTransit * reverse.value + other
    i.secondBySecond = reverseTransit * reverse.slope + otherCapacitance
  }

  /// One over the base charge, and the base charge's slopes.
  @inline(__always)
  private static func baseCharge(
    _ law: UnsafePointer<BipolarNumbers>, _ at: (be: Values, bc: Values), _ forward: (value: Values, slope: Values),
    _ reverse: (value: Values, slope: Values)
  ) -> (share: Values, byEmitter: Values, byCollector: Values) {
    guard !law.pointee.isPlain else { return (Values(1), Values(0), Values(0)) }
    let forwardEarly = Values(law.pointee.inverseForwardEarly)
    let reverseEarly = Values(law.pointee.inverseReverseEarly)
    let denominator = (Values(1) - forwardEarly * at.bc - reverseEarly * at.be).larger(Values(1e-2))
    guard law.pointee.hasKnee else {
      let square = Values(1) / (denominator * denominator)
      return (denominator, square * reverseEarly, square * forwardEarly)
    }
    let early = Values(1) / denominator
    let forwardKnee = Values(law.pointee.inverseForwardKnee)
    let reverseKnee = Values(law.pointee.inverseReverseKnee)
    let sum = forwardKnee * forward.value + reverseKnee * reverse.value
    let argument = (Values(1) + Values(4) * sum).larger(Values(0))
    let root = argument.replacing(with: Values(1), where: argument .== Values(0)).squareRoot()
    let charge = early * (Values(1) + root) * Values(0.5)
    return (
      Values(1) / charge, early * (charge * reverseEarly + forwardKnee * forward.slope / root),
      early * (charge * forwardEarly + reverseKnee * reverse.slope / root)
    )
  }

  /// How much longer carriers take at this current, and what that adds to the charge's slopes.
  @inline(__always)
  private static func transitGrowth(
    _ law: UnsafePointer<BipolarNumbers>, _ forward: Values, _ bc: Values
  ) -> (Values, Values, Values) {
    guard law.pointee.growth != 0 else { return (Values(0), Values(0), Values(0)) }
    let inverse = Values(law.pointee.inverseGrowthVoltage)
    var more = Values(law.pointee.growth)
    if law.pointee.inverseGrowthVoltage != 0 {
      more *= Exponentials.exponential((bc * inverse).smaller(Values(50)))
    }
    var byEmitter = more
    if law.pointee.growthCurrent != 0 {
      let part = forward / (forward + Values(law.pointee.growthCurrent))
      more *= part * part
      byEmitter = more * (Values(3) - Values(2) * part)
    }
    return (more, byEmitter, forward * more * inverse)
  }
}
