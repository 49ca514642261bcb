/// A bipolar transistor after Gummel and Poon (1970), with SPICE's parameters and their defaults.
struct BipolarModel: Sendable, Hashable {
  /// 1 for NPN, −1 for PNP.
  var polarity = 1.0
  var saturation = 1e-16
  var forwardGain = 100.0
  var forwardEmission = 1.0
  /// Early voltages and knee currents; 0 stands for infinity.
  var forwardEarly = 0.0
  var forwardKnee = 0.0
  var emitterLeakage = 0.0
  var emitterLeakageEmission = 1.5
  var reverseGain = 1.0
  var reverseEmission = 1.0
  var reverseEarly = 0.0
  var reverseKnee = 0.0
  var collectorLeakage = 0.0
  var collectorLeakageEmission = 2.0
  var baseResistance = 0.0
  var emitterResistance = 0.0
  var collectorResistance = 0.0
  var emitterCapacitance = 0.0
  var emitterPotential = 0.75
  var emitterGrading = 0.33
  var collectorCapacitance = 0.0
  var collectorPotential = 0.75
  var collectorGrading = 0.33
  /// How much of the collector's capacitance lies behind the base resistance.
  var innerShare = 1.0
  var substrateCapacitance = 0.0
  var substratePotential = 0.75
  var substrateGrading = 0.0
  var forward = 0.5
  /// Seconds; then how the forward time grows with current.
  var forwardTransit = 0.0
  var reverseTransit = 0.0
  var transitGrowth = 0.0
  var transitVoltage = 0.0
  var transitCurrent = 0.0

  private static var reader: ModelReader<BipolarModel> {
    ModelReader(
      device: "transistor",
      fields: [
        ModelField("is", rule: .positive, at: \.saturation), ModelField("bf", rule: .positive, at: \.forwardGain),
        ModelField("nf", rule: .positive, at: \.forwardEmission),
        ModelField("vaf", "va", rule: .zeroOrMore, at: \.forwardEarly),
        ModelField("ikf", "ik", rule: .zeroOrMore, at: \.forwardKnee),
        ModelField("ise", rule: .zeroOrMore, at: \.emitterLeakage),
        ModelField("ne", rule: .positive, at: \.emitterLeakageEmission),
        ModelField("br", rule: .positive, at: \.reverseGain), ModelField("nr", rule: .positive, at: \.reverseEmission),
        ModelField("var", "vb", rule: .zeroOrMore, at: \.reverseEarly),
        ModelField("ikr", rule: .zeroOrMore, at: \.reverseKnee),
        ModelField("isc", rule: .zeroOrMore, at: \.collectorLeakage),
        ModelField("nc", rule: .positive, at: \.collectorLeakageEmission),
        ModelField("rb", rule: .zeroOrMore, at: \.baseResistance),
        ModelField("re", rule: .zeroOrMore, at: \.emitterResistance),
        ModelField("rc", rule: .zeroOrMore, at: \.collectorResistance),
        ModelField("cje", rule: .zeroOrMore, at: \.emitterCapacitance),
        ModelField("vje", "pe", rule: .positive, at: \.emitterPotential),
        ModelField("mje", "me", rule: .below(1), at: \.emitterGrading),
        ModelField("cjc", rule: .zeroOrMore, at: \.collectorCapacitance),
        ModelField("vjc", "pc", rule: .positive, at: \.collectorPotential),
        ModelField("mjc", "mc", rule: .below(1), at: \.collectorGrading),
        ModelField("xcjc", rule: .below(1 + 1e-9), at: \.innerShare),
        ModelField("cjs", "ccs", rule: .zeroOrMore, at: \.substrateCapacitance),
        ModelField("vjs", "ps", rule: .positive, at: \.substratePotential),
        ModelField("mjs", "ms", rule: .below(1), at: \.substrateGrading),
        ModelField("fc", rule: .below(1), at: \.forward), ModelField("tf", rule: .zeroOrMore, at: \.forwardTransit),
        ModelField("tr", rule: .zeroOrMore, at: \.reverseTransit),
        ModelField("xtf", rule: .zeroOrMore, at: \.transitGrowth),
        ModelField("vtf", rule: .zeroOrMore, at: \.transitVoltage),
        ModelField("itf", rule: .zeroOrMore, at: \.transitCurrent),
      ],
      // The current at which the base resistance falls: it does not, see `read`.
      ignored: ModelReader<BipolarModel>.catalogue.union(["irb"]), neutral: ["ptf": 0, "nkf": 0.5])
  }

  /// Reads `.model NAME NPN(...)` or PNP. A minimum base resistance must equal the base resistance.
  static func read(
    _ assignments: [(key: String, value: Double)], polarity: Double, name: String, at position: SourcePosition
  ) throws(NetlistError) -> BipolarModel {
    var model = BipolarModel(polarity: polarity)
    try reader.read(assignments.filter { $0.key != "rbm" }, into: &model, name: name, at: position)
    for (_, value) in assignments.filter({ $0.key == "rbm" }) where value != model.baseResistance {
      throw .value(
        at: position, element: "model \(name)",
        needs: "rbm=\(model.baseResistance) (a base resistance that falls with current is not modelled)",
        found: "\(value)")
    }
    return model
  }

  /// `area` of these side by side.
  func scaled(by area: Double) -> BipolarModel {
    var model = self
    for current in [
      \BipolarModel.saturation, \.forwardKnee, \.reverseKnee, \.emitterLeakage, \.collectorLeakage,
      \.emitterCapacitance, \.collectorCapacitance, \.substrateCapacitance, \.transitCurrent,
    ] { model[keyPath: current] *= area }
    for resistance in [\BipolarModel.baseResistance, \.emitterResistance, \.collectorResistance] {
      model[keyPath: resistance] /= area
    }
    return model
  }

  /// The collector's capacitance before the base resistance, from base to collector of an NPN.
  var outerLayer: DepletionCharge {
    DepletionCharge(
      capacitance: collectorCapacitance * (1 - innerShare), potential: collectorPotential, grading: collectorGrading,
      forward: forward)
  }

  /// From substrate to collector of an NPN.
  var substrateLayer: DepletionCharge {
    DepletionCharge(
      capacitance: substrateCapacitance, potential: substratePotential, grading: substrateGrading, forward: 0)
  }

  /// Whether its junctions hold charge.
  var isCharged: Bool {
    emitterCapacitance > 0 || collectorCapacitance > 0 || forwardTransit > 0 || reverseTransit > 0
  }
}
