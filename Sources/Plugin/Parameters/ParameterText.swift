import ModelFormat

/// How a parameter's plain value reads, and how a text is understood.
///
/// Stable: the text of the value of a text is that text again.
enum ParameterText: Equatable {
  /// "-6.0 dB"
  case decibels
  /// A gain in front of a circuit, "6.0 dB (0 dBFS = 5.2 dBu)". "5.2 dBu" is understood as the level that full scale
  /// has at the audio interface.
  case inputDecibels
  /// 0…1 as "50 %"
  case percent
  /// Steps 0, 1, 2 … by name.
  case choice([String])
  /// A control of the circuit, by its labels and its unit.
  case control(Control)

  /// - Parameter value: plain, within the parameter's range.
  func text(of value: Double) -> String {
    switch self {
    case .decibels: "\(NumberText.fixed(value, decimals: 1)) dB"
    case .inputDecibels:
      "\(NumberText.fixed(value, decimals: 1)) dB (0 dBFS = "
        + "\(NumberText.fixed(value + Self.voltInDecibelsUnloaded, decimals: 1)) dBu)"
    case .percent: "\(NumberText.fixed(value * 100, decimals: 1, trimmed: true)) %"
    case .choice(let names): names[min(max(Int(value.rounded()), 0), names.count - 1)]
    case .control(let control): ControlText(control).text(of: value)
    }
  }

  /// The plain value that a text means, not yet clamped; nil where it means nothing.
  func value(of text: String) -> Double? {
    switch self {
    case .decibels:
      guard let (value, unit) = NumberText.parse(text), unit.isEmpty || unit == "db" else { return nil }
      return value
    case .inputDecibels:
      guard let (value, unit) = NumberText.parse(text) else { return nil }
      if unit == "dbu" { return value - Self.voltInDecibelsUnloaded }
      return unit.isEmpty || unit == "db" || unit.hasPrefix("db (") ? value : nil
    case .percent:
      guard let (value, unit) = NumberText.parse(text), unit.isEmpty || unit == "%" else { return nil }
      return value / 100
    case .choice(let names):
      let wanted = NumberText.trim(text).lowercased()
      if let index = names.firstIndex(where: { $0.lowercased() == wanted }) { return Double(index) }
      guard let (value, unit) = NumberText.parse(text), unit.isEmpty else { return nil }
      return value.rounded()
    case .control(let control):
      return ControlText(control).value(of: text)
    }
  }

  /// A sine of one volt peak, which is full scale at 0 dB, in dBu: decibels of its root mean square above 0.7746 V.
  private static let voltInDecibelsUnloaded = -0.7918
}
