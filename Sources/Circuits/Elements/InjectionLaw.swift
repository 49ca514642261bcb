import Glibc

/// What high injection and recombination in the depletion layer make of a diode's ideal current.
///
/// As in ngspice, carriers recombine above −3 N·Vt alone, and the reverse knee counts below it alone. ngspice changes
/// from one to the other at one blow; here it takes one N·Vt below that voltage, so that there is a current for every
/// voltage.
struct InjectionLaw: Sendable {
  /// Per ampere; 0 for none.
  let inverseForwardKnee: Double
  let inverseReverseKnee: Double
  /// Amperes, and one over N·Vt of recombination.
  let recombination: Double
  let inverseScale: Double
  let inversePotential: Double
  let grading: Double
  /// Volts at which the change begins, and one over those that it takes.
  let start: Double
  let inverseWidth: Double

  /// - Parameters:
  ///   - edge: −3 N·Vt.
  ///   - width: N·Vt.
  init(_ model: DiodeModel, edge: Double, width: Double) {
    func inverse(_ value: Double) -> Double { value > 0 ? 1 / value : 0 }
    (inverseForwardKnee, inverseReverseKnee) = (inverse(model.forwardKnee), inverse(model.reverseKnee))
    recombination = model.recombination
    inverseScale = 1 / (model.recombinationEmission * Junction.thermalVoltage)
    (inversePotential, grading) = (1 / model.potential, model.grading)
    (start, inverseWidth) = (edge - width, 1 / width)
  }

  /// - Parameter ideal: current and conductance of the junction and its breakdown.
  func current(_ ideal: (value: Double, slope: Double), at v: Double) -> (value: Double, slope: Double) {
    var (value, slope) = ideal
    // From 0 to 1 without corners.
    let way = min(max((v - start) * inverseWidth, 0), 1)
    let share = way * way * (3 - 2 * way)
    let shareSlope = 6 * way * (1 - way) * inverseWidth
    if recombination > 0 && way > 0 {
      let (grown, steepness) = Operation.exponential(v * inverseScale)
      let left = 1 - v * inversePotential
      let square = left * left + 0.005
      let width = exp(0.5 * grading * log(square))
      let current = recombination * width * (grown - 1)
      let bySlope =
        recombination * width * inverseScale * steepness - current * grading * left * inversePotential / square
      value += current * share
      slope += bySlope * share + current * shareSlope
    }
    if value > 0 && inverseForwardKnee > 0 {
      let root = (value * inverseForwardKnee).squareRoot()
      let inverse = 1 / (1 + root)
      return (value * inverse, slope * (1 + 0.5 * root) * inverse * inverse)
    }
    guard value < 0 && inverseReverseKnee > 0 && way < 1 else { return (value, slope) }
    let root = (-value * inverseReverseKnee).squareRoot()
    let part = root * (1 - share)
    let inverse = 1 / (1 + part)
    return (value * inverse, (slope * (1 + 0.5 * part) + value * root * shareSlope) * inverse * inverse)
  }
}
