/// A junction I = Is (exp(v / (N·Vt)) − 1) + gmin·v behind a series resistance, after the SPICE diode without
/// breakdown, charge and temperature.
struct DiodeModel: Sendable, Hashable {
  /// kT/q at 27 °C in volts, with the constants ngspice 39 uses.
  static let thermalVoltage = 1.38064852e-23 / 1.6021766208e-19 * 300.15
  /// Siemens across every junction, as SPICE has it.
  static let minimumConductance = 1e-12

  /// Saturation current in amperes.
  var saturation = 1e-14
  /// Emission coefficient.
  var emission = 1.0
  /// Series resistance in ohms, or 0.
  var resistance = 0.0

  /// Reads `.model NAME D(...)`.
  static func read(
    _ assignments: [(key: String, value: Double)], name: String, at position: SourcePosition
  ) throws(NetlistError) -> DiodeModel {
    var model = DiodeModel()
    for (key, value) in assignments {
      switch key {
      case "is" where value > 0: model.saturation = value
      case "n" where value > 0: model.emission = value
      case "rs" where value >= 0: model.resistance = value
      case "is", "n": throw .value(at: position, element: "model \(name)", needs: "\(key) above 0", found: "\(value)")
      case "rs": throw .value(at: position, element: "model \(name)", needs: "rs of 0 Ω or more", found: "\(value)")
      case "cjo", "cj0", "tt":
        // An explicit zero says what this model does anyway.
        guard value == 0 else {
          throw .value(
            at: position, element: "model \(name)", needs: "\(key)=0 (junction charge is not modelled)",
            found: "\(value)")
        }
      default:
        throw .unknown(at: position, kind: "diode parameter", name: key, expected: "is, n or rs")
      }
    }
    return model
  }
}
