/// The text of an expression, in lower case, and the place up to which it has been read.
struct ExpressionText {
  private let bytes: [UInt8]
  private(set) var index = 0

  init(_ text: String) { bytes = Array(text.lowercased().utf8) }

  /// The next byte that is no blank.
  mutating func peek() -> UInt8? {
    while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
    return index < bytes.count ? bytes[index] : nil
  }

  mutating func matches(_ token: String) -> Bool {
    _ = peek()
    return bytes[index...].starts(with: token.utf8)
  }

  mutating func accept(_ token: String) -> Bool {
    guard matches(token) else { return false }
    index += token.utf8.count
    return true
  }

  mutating func number() -> Double? { EngineeringNumber.scan(bytes, &index) }

  /// - Parameter extra: what counts as a letter, too.
  mutating func word(extra: Set<UInt8> = []) -> String {
    let start = index
    while index < bytes.count, bytes[index].isLetter || bytes[index].isDigit || extra.contains(bytes[index]) {
      index += 1
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// The last byte before `place` that is no blank.
  func last(before place: Int) -> UInt8? { bytes[..<place].last { $0 != UInt8(ascii: " ") } }

  /// For messages: all of it, as far as that can be read.
  var whole: String { Self.short(bytes[...]) }

  func unexpected(_ expected: String, at position: SourcePosition) -> NetlistError {
    let rest = Self.short(bytes[min(index, bytes.count)...])
    return .syntax(
      at: position, expected: expected, found: rest.isEmpty ? "the end of \(whole)" : "\(rest) in \(whole)")
  }

  private static func short(_ bytes: ArraySlice<UInt8>) -> String {
    if bytes.isEmpty { return "" }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.count > 200 ? "'\(text.prefix(200)) …'" : "'\(text)'"
  }
}
