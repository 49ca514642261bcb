/// SPICE's numbers: `2.2k`, `10meg`, `4.7uF`, `1e-9`. `m` is milli, `meg` mega, whatever the case.
enum EngineeringNumber {
  private static let scales: [(suffix: [UInt8], factor: Double)] = [
    (Array("meg".utf8), 1e6), (Array("µ".utf8), 1e-6), (Array("μ".utf8), 1e-6), (Array("t".utf8), 1e12),
    (Array("g".utf8), 1e9),
    (Array("k".utf8), 1e3), (Array("m".utf8), 1e-3), (Array("u".utf8), 1e-6), (Array("n".utf8), 1e-9),
    (Array("p".utf8), 1e-12), (Array("f".utf8), 1e-15),
  ]
  private static let units: Set<String> = ["", "ohm", "ohms", "Ω", "ω", "v", "a", "f", "h", "hz", "s"]

  /// Reads a number at the start of `text` (lower case) from `index` on, which then points behind it.
  ///
  /// - Returns: `nil` if no number starts there or letters follow that are neither a scale nor a unit.
  static func scan(_ text: [UInt8], _ index: inout Int) -> Double? {
    var end = index
    func digits() -> Int {
      let start = end
      while end < text.count, text[end].isDigit { end += 1 }
      return end - start
    }
    var count = digits()
    if end < text.count, text[end] == UInt8(ascii: ".") {
      end += 1
      count += digits()
    }
    guard count > 0 else { return nil }
    if end < text.count, text[end] == UInt8(ascii: "e") {
      let mark = end
      end += 1
      if end < text.count, text[end] == UInt8(ascii: "+") || text[end] == UInt8(ascii: "-") { end += 1 }
      if digits() == 0 { end = mark }
    }
    guard let mantissa = Double(String(decoding: text[index..<end], as: UTF8.self)) else { return nil }
    var factor = 1.0
    for scale in scales where text[end...].starts(with: scale.suffix) {
      factor = scale.factor
      end += scale.suffix.count
      break
    }
    let unit = end
    while end < text.count, text[end].isLetter || text[end].isDigit { end += 1 }
    guard units.contains(String(decoding: text[unit..<end], as: UTF8.self)) else { return nil }
    index = end
    // Division keeps 2.2n equal to the decimal 2.2e-9 to the last bit.
    return factor < 1 ? mantissa / (1 / factor).rounded() : mantissa * factor
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  /// ASCII letters, `_`, and every byte of a non-ASCII character (µ, Ω).
  var isLetter: Bool {
    (self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z")) || (self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z"))
      || self == UInt8(ascii: "_") || self >= 0x80
  }
}
