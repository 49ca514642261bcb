/// A MOSFET's level 1 (Shichman and Hodges 1968) without the charge of its channel.
struct ChannelModel: Sendable, Hashable {
  /// 1 for N channel, −1 for P channel.
  var polarity = 1.0
  var threshold = 0.0
  /// Amperes per square volt.
  var transconductance = 2e-5
  var modulation = 0.0
  /// Square root of volts.
  var bodyEffect = 0.0
  var surfacePotential = 0.6
  var saturation = 1e-14
  var drainResistance = 0.0
  var sourceResistance = 0.0
  /// Metres.
  var overlap = 0.0
  /// Farads per metre of width (source, drain) and length (bulk).
  var sourceOverlap = 0.0
  var drainOverlap = 0.0
  var bulkOverlap = 0.0
  var sourceCapacitance = 0.0
  var drainCapacitance = 0.0
  var potential = 0.8
  var grading = 0.5
  var forward = 0.5
  var width = 1e-4
  var length = 1e-4

  private static var reader: ModelReader<ChannelModel> {
    ModelReader(
      device: "MOSFET",
      fields: [
        ModelField("vto", "vt0", rule: .any, at: \.threshold),
        ModelField("kp", rule: .positive, at: \.transconductance),
        ModelField("lambda", rule: .zeroOrMore, at: \.modulation),
        ModelField("gamma", rule: .zeroOrMore, at: \.bodyEffect),
        ModelField("phi", rule: .positive, at: \.surfacePotential),
        ModelField("is", rule: .positive, at: \.saturation),
        ModelField("rd", rule: .zeroOrMore, at: \.drainResistance),
        ModelField("rs", rule: .zeroOrMore, at: \.sourceResistance), ModelField("ld", rule: .zeroOrMore, at: \.overlap),
        ModelField("cgso", rule: .zeroOrMore, at: \.sourceOverlap),
        ModelField("cgdo", rule: .zeroOrMore, at: \.drainOverlap),
        ModelField("cgbo", rule: .zeroOrMore, at: \.bulkOverlap),
        ModelField("cbs", rule: .zeroOrMore, at: \.sourceCapacitance),
        ModelField("cbd", rule: .zeroOrMore, at: \.drainCapacitance),
        ModelField("pb", rule: .positive, at: \.potential), ModelField("mj", rule: .below(1), at: \.grading),
        ModelField("fc", rule: .below(1), at: \.forward),
      ],
      ignored: ModelReader<ChannelModel>.catalogue.union(["tpg", "nss", "rsh"]),
      neutral: ["cj": 0, "cjsw": 0, "js": 0, "nsub": 0])
  }

  static func read(
    _ assignments: [(key: String, value: Double)], polarity: Double, name: String, at position: SourcePosition
  ) throws(NetlistError) -> ChannelModel {
    var model = ChannelModel(polarity: polarity)
    try reader.read(assignments, into: &model, name: name, at: position)
    return model
  }

  /// Bulk to source, or to drain.
  func junction(capacitance: Double) -> DiodeModel {
    DiodeModel(
      saturation: saturation, capacitance: capacitance, potential: potential, grading: grading, forward: forward)
  }
}

/// The current of a MOSFET's channel, by the voltages of an N channel.
struct ChannelLaw: Sendable {
  struct Current {
    /// From drain to source, with its slopes by the voltages from the source to gate, drain and bulk.
    var value = 0.0
    var byGate = 0.0
    var byDrain = 0.0
    var byBulk = 0.0
  }

  let polarity: Double
  private let threshold: Double
  private let beta: Double
  private let modulation: Double
  private let bodyEffect: Double
  private let surfacePotential: Double
  private let rootPotential: Double

  init(_ model: ChannelModel) {
    polarity = model.polarity
    (modulation, bodyEffect, surfacePotential) = (model.modulation, model.bodyEffect, model.surfacePotential)
    rootPotential = model.surfacePotential.squareRoot()
    threshold = model.threshold * model.polarity - model.bodyEffect * rootPotential
    beta = model.transconductance * model.width / (model.length - 2 * model.overlap)
  }

  @inline(__always)
  func evaluate(gate: Double, drain: Double, bulk: Double) -> Current {
    if drain >= 0 { return forwards(gate, drain, bulk) }
    // Source and drain change places: voltages count from the drain.
    let swapped = forwards(gate - drain, -drain, bulk - drain)
    return Current(
      value: -swapped.value, byGate: -swapped.byGate, byDrain: swapped.byGate + swapped.byDrain + swapped.byBulk,
      byBulk: -swapped.byBulk)
  }

  @inline(__always)
  private func forwards(_ gate: Double, _ drain: Double, _ bulk: Double) -> Current {
    let root =
      bulk <= 0 ? (surfacePotential - bulk).squareRoot() : max(0, rootPotential - bulk / (2 * rootPotential))
    let over = gate - threshold - bodyEffect * root
    guard over > 0 else { return Current() }
    let share = root > 0 ? bodyEffect / (2 * root) : 0
    let slope = beta * (1 + modulation * drain)
    if over <= drain {
      let half = 0.5 * over * over
      return Current(
        value: slope * half, byGate: slope * over, byDrain: modulation * beta * half, byBulk: slope * over * share)
    }
    let shape = drain * (over - 0.5 * drain)
    return Current(
      value: slope * shape, byGate: slope * drain, byDrain: slope * (over - drain) + modulation * beta * shape,
      byBulk: slope * drain * share)
  }
}
