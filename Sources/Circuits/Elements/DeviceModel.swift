/// What a `.model` card describes.
enum DeviceModel: Sendable {
  case diode(DiodeModel)
  case bipolar(BipolarModel)
  case field(FieldModel)
  case channel(ChannelModel)

  /// The card's own word for it.
  var type: String {
    switch self {
    case .diode: "D"
    case .bipolar(let model): model.polarity > 0 ? "NPN" : "PNP"
    case .field(let model): model.polarity > 0 ? "NJF" : "PJF"
    case .channel(let model): model.polarity > 0 ? "NMOS" : "PMOS"
    }
  }

  static let types = "D, NPN, PNP, NJF, PJF, NMOS or PMOS"

  static func read(
    type: String, _ assignments: [(key: String, value: Double)], name: String, at position: SourcePosition
  ) throws(NetlistError) -> DeviceModel {
    switch type {
    case "d": .diode(try DiodeModel.read(assignments, name: name, at: position))
    case "npn": .bipolar(try BipolarModel.read(assignments, polarity: 1, name: name, at: position))
    case "pnp": .bipolar(try BipolarModel.read(assignments, polarity: -1, name: name, at: position))
    case "njf": .field(try FieldModel.read(assignments, polarity: 1, name: name, at: position))
    case "pjf": .field(try FieldModel.read(assignments, polarity: -1, name: name, at: position))
    case "nmos": .channel(try ChannelModel.read(assignments, polarity: 1, name: name, at: position))
    case "pmos": .channel(try ChannelModel.read(assignments, polarity: -1, name: name, at: position))
    default: throw .unknown(at: position, kind: "model type", name: type, expected: types)
    }
  }
}
