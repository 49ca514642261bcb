import SolverKernelInterface
import Glibc

extension JunctionNumbers {
  /// Current and conductance at `v`.
  @inline(__always)
  static func current(_ law: UnsafePointer<JunctionNumbers>, _ v: Values) -> (value: Values, slope: Values) {
    let isLow = v .< Values(law.pointee.edge)
    let saturation = Values(law.pointee.saturation)
    var (value, slope) = (Values(0), Values(0))
    if (.!isLow).isAnywhere {
      let (exponential, steepness) = Exponentials.straightened(v * Values(law.pointee.inverseScale))
      value = saturation * (exponential - Values(1))
      slope = Values(law.pointee.edgeConductance) * steepness
    }
    guard isLow.isAnywhere else { return (value, slope) }
    let inverse = Values(1) / v
    let ratio = Values(-law.pointee.edge * (1 / M_E)) * inverse
    let cube = ratio * ratio * ratio
    return (
      value.replacing(with: -(saturation.adding(saturation, cube)), where: isLow),
      slope.replacing(with: Values(3) * saturation * cube * inverse, where: isLow)
    )
  }

  /// Shortens a step of Newton's method to what the exponential's logarithm allows.
  @inline(__always)
  static func limited(_ law: UnsafePointer<JunctionNumbers>, _ new: Values, from old: Values) -> Values {
    let isFar = (new .> Values(law.pointee.critical)) .& ((new - old).magnitude .> Values(2 * law.pointee.scale))
    return isFar.isAnywhere ? logarithmic(law, new, from: old, where: isFar) : new
  }

  @inline(never)
  private static func logarithmic(
    _ law: UnsafePointer<JunctionNumbers>, _ new: Values, from old: Values, where mask: Mask
  ) -> Values {
    var result = new
    let (scale, inverseScale) = (law.pointee.scale, law.pointee.inverseScale)
    for lane in 0..<8 where mask[lane] {
      guard old[lane] > 0 else {
        result[lane] = scale * log(new[lane] * inverseScale)
        continue
      }
      let ratio = (new[lane] - old[lane]) * inverseScale
      result[lane] =
        ratio > 0
        ? old[lane] + scale * (2 + log(ratio - 2))
        : max(old[lane] - scale * (2 + log(2 - ratio)), law.pointee.critical)
    }
    return result
  }
}

extension DiodeNumbers {
  @inline(__always)
  static func current(_ law: UnsafePointer<DiodeNumbers>, _ v: Values) -> (value: Values, slope: Values) {
    law.pointee.injects ? injected(law, v) : ideal(law, v)
  }

  @inline(__always)
  private static func ideal(_ law: UnsafePointer<DiodeNumbers>, _ v: Values) -> (value: Values, slope: Values) {
    let junction = law.pointer(to: \.junction)!
    let (value, slope) = JunctionNumbers.current(junction, v)
    let isBroken = v .< Values(-law.pointee.knee)
    guard isBroken.isAnywhere else { return (value, slope) }
    let beyond = Values(-law.pointee.knee) - v
    let (back, backSlope) = JunctionNumbers.current(law.pointer(to: \.breakdown)!, beyond)
    return (
      value.replacing(with: -back - Values(junction.pointee.saturation), where: isBroken),
      slope.replacing(with: backSlope, where: isBroken)
    )
  }

  @inline(never)
  private static func injected(
    _ law: UnsafePointer<DiodeNumbers>, _ v: Values
  ) -> (value: Values, slope: Values) {
    let (value, slope) = ideal(law, v)
    return InjectionNumbers.current(law.pointer(to: \.injection)!, value, slope, v)
  }

  @inline(__always)
  static func limited(_ law: UnsafePointer<DiodeNumbers>, _ new: Values, from old: Values) -> Values {
    let junction = law.pointer(to: \.junction)!
    let result = JunctionNumbers.limited(junction, new, from: old)
    let knee = law.pointee.knee
    guard knee < .infinity else { return result }
    let isBroken = new .< Values(min(0, 10 * junction.pointee.scale - knee))
    guard isBroken.isAnywhere else { return result }
    let back = JunctionNumbers.limited(
      law.pointer(to: \.breakdown)!, -(new + Values(knee)), from: -(old + Values(knee)))
    return result.replacing(with: -(back + Values(knee)), where: isBroken)
  }

  /// Whether `v` lies where the current bends.
  @inline(__always)
  static func bends(_ law: UnsafePointer<DiodeNumbers>, _ v: Values) -> Mask {
    let from = law.pointee.injects ? law.pointee.injection.start : law.pointee.junction.edge
    return (v .> Values(from)) .| (v .< Values(-law.pointee.knee + 3 * law.pointee.breakdown.scale))
  }
}

extension LayerNumbers {
  /// Coulombs and farads at `v`.
  @inline(__always)
  static func at(_ law: UnsafePointer<LayerNumbers>, _ v: Values) -> (charge: Values, capacitance: Values) {
    let capacitance = law.pointee.capacitance
    if capacitance == 0 { return (Values(0), Values(0)) }
    let (potential, grading, edge) = (law.pointee.potential, law.pointee.grading, law.pointee.edge)
    let scale = capacitance * law.pointee.slopeScale
    let straight = v - Values(edge)
    let curve = Values(grading / (2 * potential)) * (v * v - Values(edge * edge))
    var charge = Values(capacitance * law.pointee.edgeCharge).adding(
      Values(scale), curve.adding(Values(law.pointee.slopeStart), straight))
    var slope = Values(scale) * Values(law.pointee.slopeStart).adding(Values(grading / potential), v)
    let isBelow = v .< Values(edge)
    guard isBelow.isAnywhere else { return (charge, slope) }
    let share = Values(1).replacing(with: Values(1) - v * Values(1 / potential), where: isBelow)
    let root = Exponentials.exponential(Values(-grading) * Exponentials.logarithm(share))
    let depleted = Values(potential * capacitance / (1 - grading)) * (Values(1) - share * root)
    charge = charge.replacing(with: depleted, where: isBelow)
    slope = slope.replacing(with: Values(capacitance) * root, where: isBelow)
    return (charge, slope)
  }
}
