extension PluginInstance {
  /// Reads `NAME=0s:0,1.5s:1`: a parameter, then keyframes of time and value. Times are in s or ms (s without a unit),
  /// values plain or, for automation, as text that the plugin reads.
  ///
  /// - Throws: `.badAutomation`, `.unknownParameter`, `.ambiguousParameter`, `.badValue`.
  public func automation(_ text: String, isModulation: Bool = false) throws(HostError) -> Automation {
    let form = "NAME=TIME:VALUE,TIME:VALUE,… such as Drive=0s:0,1.5s:1"
    guard let equals = text.firstIndex(of: "=") else {
      throw .badAutomation(text: text, expected: form, actual: text)
    }
    let parameter = try parameter(String(text[..<equals]))
    if isModulation, !parameter.isModulatable {
      throw .badAutomation(text: text, expected: "a parameter that can be modulated", actual: parameter.name)
    }
    var keyframes: [Automation.Keyframe] = []
    for part in text[text.index(after: equals)...].split(separator: ",", omittingEmptySubsequences: false) {
      guard let colon = part.firstIndex(of: ":") else {
        throw .badAutomation(text: text, expected: form, actual: String(part))
      }
      let word = part[..<colon]
      guard let time = Self.seconds(word), time >= 0, time.isFinite else {
        throw .badAutomation(text: text, expected: "a time such as 1.5s or 200ms", actual: String(word))
      }
      if let last = keyframes.last, last.time > time {
        throw .badAutomation(
          text: text, expected: "keyframes in order of time, at \(last.time) s or later", actual: String(word))
      }
      let valueText = String(part[part.index(after: colon)...])
      keyframes.append(
        Automation.Keyframe(time: time, value: try value(valueText, of: parameter, isModulation: isModulation)))
    }
    return Automation(parameter, keyframes, isModulation: isModulation)
  }

  /// Reads `NAME=VALUE`.
  ///
  /// - Throws: `.badSetting` without an `=`, `.unknownParameter`, `.ambiguousParameter`, `.badValue`.
  public func setting(_ text: String) throws(HostError) -> (parameter: Parameter, value: Double) {
    guard let equals = text.firstIndex(of: "=") else {
      throw .badSetting(name: "parameter", expected: "NAME=VALUE", actual: text)
    }
    let parameter = try parameter(String(text[..<equals]))
    return (parameter, try value(String(text[text.index(after: equals)...]), of: parameter))
  }

  private func value(_ text: String, of parameter: Parameter, isModulation: Bool) throws(HostError) -> Double {
    guard isModulation else { return try value(text, of: parameter) }
    let span = parameter.range.upperBound - parameter.range.lowerBound
    guard let amount = Double(text), abs(amount) <= span else {
      throw .badValue(
        parameter: parameter.name, expected: "a modulation amount from \(-span) to \(span)", actual: text)
    }
    return amount
  }

  private static func seconds(_ word: Substring) -> Double? {
    if word.hasSuffix("ms") { return Double(word.dropLast(2)).map { $0 / 1000 } }
    if word.hasSuffix("s") { return Double(word.dropLast()) }
    return Double(word)
  }
}
