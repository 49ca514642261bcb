import SolverKernelInterface

/// The constants of laws, for the kernels.
extension Exponential {
  var numbers: JunctionNumbers {
    var numbers = JunctionNumbers()
    (numbers.saturation, numbers.scale, numbers.inverseScale) = (saturation, scale, inverseScale)
    (numbers.critical, numbers.edge, numbers.edgeConductance) = (critical, edge, edgeConductance)
    return numbers
  }
}

extension DepletionCharge {
  var numbers: LayerNumbers {
    var numbers = LayerNumbers()
    (numbers.capacitance, numbers.potential, numbers.grading) = (capacitance, potential, grading)
    (numbers.edge, numbers.edgeCharge) = (edge, edgeCharge)
    (numbers.slopeScale, numbers.slopeStart) = (slopeScale, slopeStart)
    return numbers
  }
}

extension DiodeLaw {
  var numbers: DiodeNumbers {
    var numbers = DiodeNumbers()
    (numbers.junction, numbers.knee, numbers.breakdown) = (junction.numbers, knee, breakdown.numbers)
    (numbers.layer, numbers.transit) = (layer.numbers, transit)
    (numbers.injects, numbers.injection, numbers.steepness) = (injects, injection.numbers, steepness)
    return numbers
  }
}

extension InjectionLaw {
  var numbers: InjectionNumbers {
    var numbers = InjectionNumbers()
    (numbers.inverseForwardKnee, numbers.inverseReverseKnee) = (inverseForwardKnee, inverseReverseKnee)
    (numbers.recombination, numbers.inverseScale) = (recombination, inverseScale)
    (numbers.inversePotential, numbers.grading) = (inversePotential, grading)
    (numbers.start, numbers.inverseWidth) = (start, inverseWidth)
    return numbers
  }
}

extension BipolarLaw {
  var numbers: BipolarNumbers {
    var numbers = BipolarNumbers()
    (numbers.polarity, numbers.isCharged, numbers.isPlain) = (polarity, isCharged, isPlain)
    numbers.hasKnee = inverseForwardKnee != 0 || inverseReverseKnee != 0
    (numbers.forward, numbers.reverse) = (forward.numbers, reverse.numbers)
    if let emitterLeakage { numbers.emitterLeakage = emitterLeakage.numbers }
    if let collectorLeakage { numbers.collectorLeakage = collectorLeakage.numbers }
    (numbers.inverseForwardGain, numbers.inverseReverseGain) = (inverseForwardGain, inverseReverseGain)
    (numbers.inverseForwardEarly, numbers.inverseReverseEarly) = (inverseForwardEarly, inverseReverseEarly)
    (numbers.inverseForwardKnee, numbers.inverseReverseKnee) = (inverseForwardKnee, inverseReverseKnee)
    (numbers.emitterLayer, numbers.collectorLayer) = (emitterLayer.numbers, collectorLayer.numbers)
    (numbers.forwardTransit, numbers.reverseTransit) = (forwardTransit, reverseTransit)
    (numbers.growth, numbers.growthCurrent) = (growth, growthCurrent)
    numbers.inverseGrowthVoltage = inverseGrowthVoltage
    return numbers
  }
}
