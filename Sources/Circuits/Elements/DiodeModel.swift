import Glibc

/// A junction I = Is (exp(v / (N·Vt)) − 1) + gmin·v behind a series resistance, after the SPICE diode at 27 °C, with
/// breakdown and with the charge of its depletion layer and its carriers.
struct DiodeModel: Sendable, Hashable {
  /// Saturation current in amperes.
  var saturation = 1e-14
  /// Emission coefficient.
  var emission = 1.0
  /// Series resistance in ohms, or 0.
  var resistance = 0.0
  /// Farads at 0 V, built-in volts, grading coefficient, and the share of the built-in voltage above which the
  /// capacitance goes on as a straight line.
  var capacitance = 0.0
  var potential = 1.0
  var grading = 0.5
  var forward = 0.5
  /// Seconds.
  var transit = 0.0
  /// Volts of breakdown, or 0 for none; amperes at it; emission coefficient there, or 0 for that of the junction.
  var breakdown = 0.0
  var breakdownCurrent = 1e-3
  var breakdownEmission = 0.0
  /// Amperes from which injection is high, forward and reverse, or 0 for none.
  var forwardKnee = 0.0
  var reverseKnee = 0.0
  /// Of carriers that recombine in the depletion layer: amperes, or 0 for none, and emission coefficient.
  var recombination = 0.0
  var recombinationEmission = 1.0

  private static var reader: ModelReader<DiodeModel> {
    ModelReader(
      device: "diode",
      fields: [
        ModelField("is", "js", rule: .positive, at: \.saturation), ModelField("n", rule: .positive, at: \.emission),
        ModelField("rs", rule: .zeroOrMore, at: \.resistance),
        ModelField("cjo", "cj0", "cj", rule: .zeroOrMore, at: \.capacitance),
        ModelField("vj", "pb", rule: .positive, at: \.potential), ModelField("m", "mj", rule: .below(1), at: \.grading),
        ModelField("fc", rule: .below(1), at: \.forward), ModelField("tt", rule: .zeroOrMore, at: \.transit),
        ModelField("bv", rule: .zeroOrMore, at: \.breakdown),
        ModelField("ibv", rule: .positive, at: \.breakdownCurrent),
        ModelField("nbv", rule: .positive, at: \.breakdownEmission),
        ModelField("ikf", "ik", rule: .zeroOrMore, at: \.forwardKnee),
        ModelField("ikr", rule: .zeroOrMore, at: \.reverseKnee),
        ModelField("isr", rule: .zeroOrMore, at: \.recombination),
        ModelField("nr", rule: .positive, at: \.recombinationEmission),
      ],
      ignored: ModelReader<DiodeModel>.catalogue, neutral: [:])
  }

  /// Reads `.model NAME D(...)`.
  static func read(
    _ assignments: [(key: String, value: Double)], name: String, at position: SourcePosition
  ) throws(NetlistError) -> DiodeModel {
    var model = DiodeModel()
    try reader.read(assignments, into: &model, name: name, at: position)
    return model
  }

  /// `area` of these side by side, in `count` devices. As in ngspice, each device breaks down at one current, however
  /// large it is.
  func scaled(by area: Double, count: Double) -> DiodeModel {
    var model = self
    model.saturation *= area
    model.resistance /= area
    model.capacitance *= area
    model.breakdownCurrent *= count
    model.forwardKnee *= area
    model.reverseKnee *= area
    model.recombination *= area
    return model
  }

  /// Volts at which the breakdown's exponential stands on `breakdownCurrent`, found as ngspice does: the curve and
  /// the saturation current together carry `breakdownCurrent` at `breakdown`.
  var breakdownKnee: Double {
    guard breakdown > 0 else { return 0 }
    let vt = Junction.thermalVoltage
    let steepness = vt * (breakdownEmission > 0 ? breakdownEmission : emission)
    guard breakdownCurrent >= saturation * breakdown / vt else { return breakdown }
    var knee = breakdown - steepness * log(1 + breakdownCurrent / saturation)
    for _ in 0..<25 {
      knee = breakdown - steepness * log(breakdownCurrent / saturation + 1 - knee / vt)
      let current = saturation * (exp((breakdown - knee) / steepness) - 1 + knee / vt)
      if abs(current - breakdownCurrent) <= 1e-6 * breakdownCurrent { break }
    }
    return knee
  }
}
