import FoundationEssentials

/// A file of presets: `Models/<circuit>/presets.json`, or a user's `*.attractor-preset`.
struct PresetFile: Codable {
  static let currentSchema = 1
  /// Larger files are refused unread.
  static let byteLimit = 1 << 20

  var schema: Int
  /// The circuit's id, or a user's own circuit's.
  var circuit: String
  var presets: [Preset]

  init(decoding bytes: [UInt8]) throws(PresetError) {
    guard bytes.count <= Self.byteLimit else { throw .tooLarge(bytes: bytes.count, limit: Self.byteLimit) }
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    } catch {
      throw .notPresets(PresetError.reason(error))
    }
    guard schema == Self.currentSchema else { throw .schema(schema, expected: Self.currentSchema) }
    guard !presets.isEmpty else { throw .noPresets }
    for (index, preset) in presets.enumerated() where presets[..<index].contains(where: { $0.id == preset.id }) {
      throw .twice(preset.id)
    }
  }

  /// The preset of that id, or the only one.
  func preset(_ id: String?) throws(PresetError) -> Preset {
    guard let id, !id.isEmpty else {
      guard presets.count == 1 else { throw .several(presets.map(\.id)) }
      return presets[0]
    }
    guard let preset = presets.first(where: { $0.id == id }) else { throw .unknown(id, among: presets.map(\.id)) }
    return preset
  }
}

/// One sound of a circuit.
struct Preset: Codable {
  /// Lower-case words joined by hyphens; stable for ever.
  var id: String
  var name: String
  var description: String?
  /// Plain values by parameter key: a control's id, or `plugin/…`.
  var values: [String: Double]
  /// Plain values by control of scene B; a control that is not named stands as in scene A.
  var sceneB: [String: Double]?

  /// A value for every parameter of the circuit but what belongs to the session.
  func values(for list: ParameterList) throws(PresetError) -> [String: Double] {
    let controls = list.parameters.compactMap { if case .control = $0.target { $0.key } else { nil } }
    let known = list.parameters.map(\.key).filter { !$0.hasPrefix(ParameterList.sceneBKey("")) }
    for key in values.keys.sorted() where !known.contains(key) { throw .unknownKey(key, id: id, known: known) }
    for key in (sceneB ?? [:]).keys.sorted() where !controls.contains(key) {
      throw .unknownKey(key, id: id, known: controls)
    }
    var result: [String: Double] = [:]
    for parameter in list.parameters { result[parameter.key] = values[parameter.key] ?? parameter.default }
    for control in controls { result[ParameterList.sceneBKey(control)] = sceneB?[control] ?? result[control] }
    return result
  }
}
