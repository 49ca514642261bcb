import SolverKernelInterface

extension InjectionNumbers {
  /// Current and conductance, by those of the junction and its breakdown.
  @inline(__always)
  static func current(
    _ law: UnsafePointer<InjectionNumbers>, _ idealValue: Values, _ idealSlope: Values, _ v: Values
  ) -> (value: Values, slope: Values) {
    var (value, slope) = (idealValue, idealSlope)
    let (zero, one, inverseWidth) = (Values(0), Values(1), Values(law.pointee.inverseWidth))
    let way = ((v - Values(law.pointee.start)) * inverseWidth).larger(zero).smaller(one)
    let share = way * way * (Values(3) - Values(2) * way)
    let shareSlope = Values(6) * way * (one - way) * inverseWidth
    let recombines = way .> zero
    if law.pointee.recombination > 0 && recombines.isAnywhere {
      let inverseScale = Values(law.pointee.inverseScale)
      let (grown, steepness) = Exponentials.straightened(v * inverseScale)
      let (inversePotential, grading) = (Values(law.pointee.inversePotential), Values(law.pointee.grading))
      let left = one - v * inversePotential
      let square = left * left + Values(0.005)
      let width = Exponentials.exponential(Values(0.5) * grading * Exponentials.logarithm(square))
      let scaled = Values(law.pointee.recombination) * width
      let current = scaled * (grown - one)
      let bySlope = scaled * inverseScale * steepness - current * grading * left * inversePotential / square
      value += (current * share).only(where: recombines)
      slope += (bySlope * share + current * shareSlope).only(where: recombines)
    }
    if law.pointee.inverseForwardKnee > 0 {
      let isForward = value .> zero
      let root = (value.larger(zero) * Values(law.pointee.inverseForwardKnee)).squareRoot()
      let inverse = one / (one + root)
      slope = slope.replacing(with: slope * (one + Values(0.5) * root) * inverse * inverse, where: isForward)
      value = value.replacing(with: value * inverse, where: isForward)
    }
    if law.pointee.inverseReverseKnee > 0 {
      let isReverse = (value .< zero) .& (way .< one)
      let root = ((-value).larger(zero) * Values(law.pointee.inverseReverseKnee)).squareRoot()
      let part = root * (one - share)
      let inverse = one / (one + part)
      let bent = (slope * (one + Values(0.5) * part) + value * root * shareSlope) * inverse * inverse
      slope = slope.replacing(with: bent, where: isReverse)
      value = value.replacing(with: value * inverse, where: isReverse)
    }
    return (value, slope)
  }
}
