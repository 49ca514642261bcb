/// One element of the flattened circuit. Nodes are circuit-wide names; current flows from `plus` to `minus`.
/// Transistors have further terminals.
struct Element: Sendable {
  enum Kind: Sendable {
    /// Ohms, positive; an expression of knobs or of any voltage.
    case resistor(Expression)
    /// Farads.
    case capacitor(Double)
    /// Henries.
    case inductor(Double)
    /// Volts.
    case voltageSource(Double)
    /// Volts given from outside: the input, or a knob.
    case externalSource
    /// Amperes.
    case currentSource(Double)
    case diode(DiodeModel)
    /// Collector `plus`, emitter `minus`, base in `others`.
    case bipolar(BipolarModel)
    /// Drain `plus`, source `minus`, gate in `others`.
    case field(FieldModel)
    /// The channel of a MOSFET: drain `plus`, source `minus`, gate and bulk in `others`.
    case channel(ChannelModel)
    /// A charge inside a device, from `plus` to `minus`; no state of the circuit.
    case charge(DepletionCharge)
    case behaviouralVoltage(Expression)
    case behaviouralCurrent(Expression)
  }

  /// As written, behind its instance path (`X1.Rx`).
  let name: String
  let plus: String
  let minus: String
  var others: [String] = []
  let kind: Kind
  let position: SourcePosition

  /// All terminals.
  var nodes: [String] { [plus, minus] + others }

  /// The key other elements refer to it by.
  var key: String { name.lowercased() }

  var expression: Expression? {
    switch kind {
    case .resistor(let value), .behaviouralVoltage(let value), .behaviouralCurrent(let value): value
    default: nil
    }
  }

  /// Fixes the voltage between its nodes.
  var isVoltageSource: Bool {
    switch kind {
    case .voltageSource, .externalSource, .behaviouralVoltage: true
    default: false
    }
  }

  /// Terminals between which the current depends on the voltage, at rest too.
  var conducts: [(String, String)] {
    switch kind {
    case .resistor, .diode, .channel: return [(plus, minus)]
    case .bipolar, .field: return [(others[0], minus), (others[0], plus)]
    case .behaviouralCurrent(let value):
      let conducts =
        (value.leaves.nodes.contains(plus) || plus == Circuit.ground)
        && (value.leaves.nodes.contains(minus) || minus == Circuit.ground)
      return conducts ? [(plus, minus)] : []
    default: return []
    }
  }

  /// Every node the element touches or reads.
  var touched: Set<String> { (expression?.leaves.nodes ?? []).union(nodes) }

  /// The same element between other nodes.
  func renamingNodes(_ rename: (String) -> String) -> Element {
    let kind: Kind =
      switch self.kind {
      case .resistor(let value): .resistor(value.renamingNodes(rename))
      case .behaviouralVoltage(let value): .behaviouralVoltage(value.renamingNodes(rename))
      case .behaviouralCurrent(let value): .behaviouralCurrent(value.renamingNodes(rename))
      default: self.kind
      }
    return Element(
      name: name, plus: rename(plus), minus: rename(minus), others: others.map(rename), kind: kind, position: position)
  }
}

/// Two inductors on one core.
struct Coupling: Sendable {
  let name: String
  /// Element keys.
  let first: String
  let second: String
  /// Between −1 and 1; the mutual inductance is this times the geometric mean of the two.
  let factor: Double
  let position: SourcePosition
}
