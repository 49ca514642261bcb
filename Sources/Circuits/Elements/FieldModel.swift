/// A junction field-effect transistor after Shichman and Hodges (1968) with ngspice's doping parameter `B`: its
/// level 1.
struct FieldModel: Sendable, Hashable {
  /// 1 for N channel, −1 for P channel.
  var polarity = 1.0
  /// Volts; amperes per square volt; per volt.
  var threshold = -2.0
  var transconductance = 1e-4
  var modulation = 0.0
  var saturation = 1e-14
  var drainResistance = 0.0
  var sourceResistance = 0.0
  var sourceCapacitance = 0.0
  var drainCapacitance = 0.0
  var potential = 1.0
  var forward = 0.5
  var doping = 1.0

  private static var reader: ModelReader<FieldModel> {
    ModelReader(
      device: "field-effect transistor",
      fields: [
        ModelField("vto", "vt0", rule: .any, at: \.threshold),
        ModelField("beta", rule: .positive, at: \.transconductance),
        ModelField("lambda", rule: .zeroOrMore, at: \.modulation), ModelField("is", rule: .positive, at: \.saturation),
        ModelField("rd", rule: .zeroOrMore, at: \.drainResistance),
        ModelField("rs", rule: .zeroOrMore, at: \.sourceResistance),
        ModelField("cgs", rule: .zeroOrMore, at: \.sourceCapacitance),
        ModelField("cgd", rule: .zeroOrMore, at: \.drainCapacitance),
        ModelField("pb", rule: .positive, at: \.potential), ModelField("fc", rule: .below(1), at: \.forward),
        ModelField("b", rule: .positive, at: \.doping),
      ],
      ignored: ModelReader<FieldModel>.catalogue.union([
        "betatce", "vtotc", "tcv", "bex", "nlev", "gdsnoi",
        // Of other simulators; ngspice reads them over as well.
        "n", "isr", "nr", "alpha", "vk", "m",
      ]),
      neutral: [:])
  }

  static func read(
    _ assignments: [(key: String, value: Double)], polarity: Double, name: String, at position: SourcePosition
  ) throws(NetlistError) -> FieldModel {
    var model = FieldModel(polarity: polarity)
    try reader.read(assignments, into: &model, name: name, at: position)
    return model
  }

  /// `area` of these side by side.
  func scaled(by area: Double) -> FieldModel {
    var model = self
    model.transconductance *= area
    model.saturation *= area
    model.drainResistance /= area
    model.sourceResistance /= area
    model.sourceCapacitance *= area
    model.drainCapacitance *= area
    return model
  }
}

/// The currents and charges of a junction field-effect transistor, by the voltages of an N channel.
struct FieldLaw: Sendable {
  let polarity: Double
  let isCharged: Bool
  let junction: Exponential
  private let threshold: Double
  private let transconductance: Double
  private let modulation: Double
  private let doping: Double
  /// What the doping adds with the cube of the voltage; 0 for `B` = 1.
  private let tail: Double
  private let sourceLayer: DepletionCharge
  private let drainLayer: DepletionCharge

  init(_ model: FieldModel) {
    (polarity, threshold) = (model.polarity, model.threshold)
    junction = Exponential(saturation: model.saturation, scale: Junction.thermalVoltage)
    isCharged = model.sourceCapacitance > 0 || model.drainCapacitance > 0
    (transconductance, modulation, doping) = (model.transconductance, model.modulation, model.doping)
    tail = (1 - model.doping) / (model.potential - model.threshold)
    sourceLayer = DepletionCharge(
      capacitance: model.sourceCapacitance, potential: model.potential, grading: 0.5, forward: model.forward)
    drainLayer = DepletionCharge(
      capacitance: model.drainCapacitance, potential: model.potential, grading: 0.5, forward: model.forward)
  }

  /// - Parameters:
  ///   - gs: volts from gate to source, of an N channel.
  ///   - gd: volts from gate to drain.
  /// - Returns: the drain in the collector's place, the gate in the base's, the source in the emitter's.
  @inline(__always)
  func evaluate(gs: Double, gd: Double, charges: inout ThreeCharges) -> ThreeCurrents {
    let (source, sourceSlope) = junction.current(gs)
    let (drain, drainSlope) = junction.current(gd)
    let forwards = gs >= gd
    let (current, byGate, byDrain) = channel(gate: (forwards ? gs : gd) - threshold, drain: abs(gs - gd))
    // By gate–source and gate–drain: drain–source is their difference.
    let (byNear, byFar) = (byGate + byDrain, -byDrain)
    if isCharged {
      (charges.first, charges.firstByFirst) = sourceLayer.at(gs)
      (charges.second, charges.secondBySecond) = drainLayer.at(gd)
    }
    return ThreeCurrents(
      collector: (forwards ? current : -current) - drain, collectorByFirst: forwards ? byNear : -byFar,
      collectorBySecond: (forwards ? byFar : -byNear) - drainSlope, base: source + drain, baseByFirst: sourceSlope,
      baseBySecond: drainSlope)
  }

  @inline(__always)
  private func channel(gate: Double, drain: Double) -> (current: Double, byGate: Double, byDrain: Double) {
    guard gate > 0 else { return (0, 0, 0) }
    let beta = transconductance * (1 + modulation * drain)
    if gate >= drain {
      let part = 2 * doping + 3 * tail * (gate - drain)
      let shape = drain * (drain * (tail * drain - doping) + gate * part)
      return (
        beta * shape, beta * drain * (part + 3 * tail * gate),
        beta * (gate - drain) * part + transconductance * modulation * shape
      )
    }
    let shape = gate * gate * (doping + gate * tail)
    return (beta * shape, beta * gate * (2 * doping + 3 * gate * tail), transconductance * modulation * shape)
  }
}
