import Glibc

/// Laws of a junction between two kinds of silicon, as ngspice has them at 27 °C.
enum Junction {
  /// kT/q at 27 °C in volts, with the constants ngspice 39 uses.
  static let thermalVoltage = 1.38064852e-23 / 1.6021766208e-19 * 300.15
  /// Siemens across every junction, as SPICE has it.
  static let minimumConductance = 1e-12
  /// Amperes no junction of a pedal carries; a solution beyond them is false.
  static let largestCurrent = 1e3
}

/// The exponential of one junction.
struct Exponential: Sendable {
  /// Amperes; N·Vt in volts.
  let saturation: Double
  let scale: Double
  let inverseScale: Double
  /// The voltage above which it is too steep for Newton's steps.
  let critical: Double
  let edge: Double
  let edgeConductance: Double

  init(saturation: Double, scale: Double, critical: Double? = nil) {
    (self.saturation, self.scale, inverseScale) = (saturation, scale, 1 / scale)
    self.critical = critical ?? scale * log(scale / (2.0.squareRoot() * saturation))
    (edge, edgeConductance) = (-3 * scale, saturation / scale)
  }

  /// Whether `v` lies where the curve bends.
  @inline(__always)
  func bends(at v: Double) -> Bool { v > edge }

  /// Current and conductance at `v`. Below −3 N·Vt a cubic takes the exponential's place.
  @inline(__always)
  func current(_ v: Double) -> (value: Double, slope: Double) {
    guard v < edge else {
      let (value, slope) = Operation.exponential(v * inverseScale)
      return (saturation * (value - 1), edgeConductance * slope)
    }
    let inverse = 1 / v
    let ratio = -edge * (1 / M_E) * inverse
    let cube = ratio * ratio * ratio
    return (-saturation * (1 + cube), saturation * 3 * cube * inverse)
  }

  /// Shortens a step of Newton's method to what the exponential's logarithm allows (Nagel 1975).
  @inline(__always)
  func limited(_ new: Double, from old: Double) -> Double {
    guard new > critical, abs(new - old) > 2 * scale else { return new }
    return logarithmic(new, from: old)
  }

  @inline(never)
  private func logarithmic(_ new: Double, from old: Double) -> Double {
    guard old > 0 else { return scale * log(new * inverseScale) }
    let ratio = (new - old) * inverseScale
    return ratio > 0 ? old + scale * (2 + log(ratio - 2)) : max(old - scale * (2 + log(2 - ratio)), critical)
  }
}

/// The charge of a junction's depletion layer.
struct DepletionCharge: Sendable {
  /// Farads at 0 V.
  let capacitance: Double
  let potential: Double
  let grading: Double
  let edge: Double
  let edgeCharge: Double
  let slopeScale: Double
  let slopeStart: Double

  /// - Parameter forward: share of `potential` above which the capacitance goes on as a straight line.
  init(capacitance: Double, potential: Double, grading: Double, forward: Double) {
    (self.capacitance, self.potential, self.grading) = (capacitance, potential, grading)
    edge = forward * potential
    edgeCharge = potential * (1 - pow(1 - forward, 1 - grading)) / (1 - grading)
    slopeScale = 1 / pow(1 - forward, 1 + grading)
    slopeStart = 1 - forward * (1 + grading)
  }

  static func linear(_ farads: Double) -> DepletionCharge {
    DepletionCharge(capacitance: farads, potential: 1, grading: 0, forward: 0)
  }

  /// Coulombs and farads at `v`.
  @inline(__always)
  func at(_ v: Double) -> (charge: Double, capacitance: Double) {
    if capacitance == 0 { return (0, 0) }
    if v < edge {
      let share = 1 - v / potential
      let root = exp(-grading * log(share))
      return (potential * capacitance * (1 - share * root) / (1 - grading), capacitance * root)
    }
    let scale = capacitance * slopeScale
    return (
      capacitance * edgeCharge + scale * (slopeStart * (v - edge) + grading / (2 * potential) * (v * v - edge * edge)),
      scale * (slopeStart + grading * v / potential)
    )
  }
}
