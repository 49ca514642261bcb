/// Numbers as people read and type them, without Foundation and without regard to the locale.
enum NumberText {
  /// A number with that many decimals, "-6.0"; no sign on zero.
  /// - Parameter trimmed: leaves out zeros at the end, "40" for "40.0".
  static func fixed(_ value: Double, decimals: Int, trimmed: Bool = false) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value * scale).rounded()
    guard scaled.magnitude < 0x1p53 else { return "\(value)" }
    let digits = Int(scaled.magnitude)
    let sign = scaled < 0 ? "-" : ""
    let whole = "\(sign)\(digits / Int(scale))"
    guard decimals > 0 else { return whole }
    var fraction = String(digits % Int(scale))
    fraction = String(repeating: "0", count: decimals - fraction.count) + fraction
    if trimmed {
      while fraction.last == "0" { fraction.removeLast() }
    }
    return fraction.isEmpty ? whole : "\(whole).\(fraction)"
  }

  /// Decimals that show about a thousandth of a range, 0…6.
  static func decimals(forRange range: Double) -> Int {
    var decimals = 0
    var step = range / 1000
    while step < 0.75, decimals < 6 {
      step *= 10
      decimals += 1
    }
    return decimals
  }

  /// The number at the beginning of a text, and in lower case what follows it. A comma counts as a decimal point.
  static func parse(_ text: some StringProtocol) -> (value: Double, unit: String)? {
    var rest = Substring(trim(text))
    var number = ""
    if let first = rest.first, "+-−".contains(first) {
      if first != "+" { number = "-" }
      rest.removeFirst()
    }
    var hasPoint = false
    var hasDigit = false
    while let character = rest.first {
      if let digit = character.asciiDigit {
        number.append(digit)
        hasDigit = true
      } else if character == "." || character == ",", !hasPoint {
        if !hasDigit { number.append("0") }
        number.append(".")
        hasPoint = true
      } else {
        break
      }
      rest.removeFirst()
    }
    guard hasDigit else { return nil }
    if number.last == "." { number.append("0") }
    guard let value = Double(number), value.isFinite else { return nil }
    return (value, trim(rest).lowercased())
  }

  /// A text without white space at its ends.
  static func trim(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}

extension Character {
  fileprivate var asciiDigit: Character? { isASCII && isNumber ? self : nil }
}
