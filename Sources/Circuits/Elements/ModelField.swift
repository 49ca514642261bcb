/// One parameter of a `.model` card: its names, where its value goes and which values it may have.
struct ModelField<Model> {
  enum Rule {
    case positive
    case zeroOrMore
    case any
    /// At least 0 and below the bound.
    case below(Double)

    func allows(_ value: Double) -> Bool {
      switch self {
      case .positive: value > 0 && value.isFinite
      case .zeroOrMore: value >= 0 && value.isFinite
      case .any: value.isFinite
      case .below(let bound): value >= 0 && value < bound
      }
    }

    func words(_ key: String) -> String {
      switch self {
      case .positive: "\(key) above 0"
      case .zeroOrMore: "\(key) of 0 or more"
      case .any: "a number for \(key)"
      case .below(let bound): "\(key) from 0 to below \(bound)"
      }
    }
  }

  let names: [String]
  let place: WritableKeyPath<Model, Double>
  let rule: Rule

  init(_ names: String..., rule: Rule, at place: WritableKeyPath<Model, Double>) {
    (self.names, self.place, self.rule) = (names, place, rule)
  }
}

/// What a model card may say beyond its fields.
struct ModelReader<Model> {
  /// As messages call it: `diode`, `transistor`.
  let device: String
  let fields: [ModelField<Model>]
  /// Without influence at 27 °C, or on anything but noise and catalogues.
  let ignored: Set<String>
  /// Known to ngspice but not modelled: allowed at these values, which say what this solver does anyway.
  let neutral: [String: Double]

  func read(
    _ assignments: [(key: String, value: Double)], into model: inout Model, name: String, at position: SourcePosition
  ) throws(NetlistError) {
    for (key, value) in assignments where !ignored.contains(key) {
      if let field = fields.first(where: { $0.names.contains(key) }) {
        guard field.rule.allows(value) else {
          throw .value(at: position, element: "model \(name)", needs: field.rule.words(key), found: "\(value)")
        }
        model[keyPath: field.place] = value
      } else if let only = neutral[key] ?? Self.standard[key] {
        guard value == only else {
          throw .value(
            at: position, element: "model \(name)", needs: "\(key)=\(only) (else it is not modelled)", found: "\(value)"
          )
        }
      } else {
        let known = fields.map { $0.names[0] }.joined(separator: ", ")
        throw .unknown(at: position, kind: "\(device) parameter", name: key, expected: "one of \(known)")
      }
    }
  }

  /// The first level of each device, at 27 °C.
  private static var standard: [String: Double] { ["level": 1, "tnom": 27, "tref": 27] }

  /// Catalogue entries and what only temperature or noise would need.
  static var catalogue: Set<String> {
    [
      "kf", "af", "eg", "xti", "xtb", "mfg", "type", "vceo", "icrating", "iave", "vpk",
    ]
  }
}
