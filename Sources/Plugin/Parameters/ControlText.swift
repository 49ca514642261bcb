import ModelFormat

/// The text of a circuit's control: a label at its position, "Germanium–Silicon 40 %" on the way from one label to the
/// next, else the number with its unit.
struct ControlText {
  private let control: Control

  init(_ control: Control) {
    self.control = control
  }

  func text(of value: Double) -> String {
    for (lower, upper) in zip(control.labels, control.labels.dropFirst())
    where lower.at < upper.at && lower.at <= value && value <= upper.at {
      let way = ((value - lower.at) / (upper.at - lower.at) * 1000).rounded() / 10
      if way <= 0 { return lower.text }
      if way >= 100 { return upper.text }
      return "\(lower.text)–\(upper.text) \(NumberText.fixed(way, decimals: 1, trimmed: true)) %"
    }
    let number = self.number(value)
    // A label at the end of the labels or all alone: exact as far as the number shows.
    return control.labels.first { self.number($0.at) == number }?.text ?? number
  }

  func value(of text: String) -> Double? {
    let wanted = NumberText.trim(text).lowercased()
    if let label = control.labels.first(where: { $0.text.lowercased() == wanted }) { return label.at }
    return between(wanted) ?? plain(wanted)
  }

  private func number(_ value: Double) -> String {
    if control.unit == "%" { return "\(NumberText.fixed(value * 100, decimals: 1, trimmed: true)) %" }
    let decimals = NumberText.decimals(forRange: control.maximum - control.minimum)
    let number = NumberText.fixed(value, decimals: decimals)
    return control.unit.isEmpty ? number : "\(number) \(control.unit)"
  }

  /// "germanium–silicon 40 %", with any dash and any space around it.
  private func between(_ text: String) -> Double? {
    for (lower, upper) in zip(control.labels, control.labels.dropFirst()) {
      guard var rest = Self.rest(of: text, behind: lower.text.lowercased()) else { continue }
      guard let dash = rest.first, "–-—".contains(dash) else { continue }
      rest = NumberText.trim(rest.dropFirst())
      guard let share = Self.rest(of: rest, behind: upper.text.lowercased()),
        let (percent, unit) = NumberText.parse(share), unit.isEmpty || unit == "%"
      else { continue }
      return lower.at + (upper.at - lower.at) * min(max(percent / 100, 0), 1)
    }
    return nil
  }

  private static func rest(of text: String, behind prefix: String) -> String? {
    text.hasPrefix(prefix) ? NumberText.trim(text.dropFirst(prefix.count)) : nil
  }

  /// A number in the control's unit, or a percentage of its range.
  private func plain(_ text: String) -> Double? {
    guard let (value, unit) = NumberText.parse(text) else { return nil }
    if control.unit == "%" { return unit.isEmpty || unit == "%" ? value / 100 : nil }
    if unit == "%" { return control.minimum + (control.maximum - control.minimum) * value / 100 }
    return unit.isEmpty || unit == control.unit.lowercased() ? value : nil
  }
}
