/// Reads a state's body from its first byte to its last, each of which must mean something.
struct StateReader {
  enum Entry {
    case value(key: String, Double)
    case file([UInt8])
  }

  private var rest: ArraySlice<UInt8>
  private let hasFile: Bool

  /// - Parameter hasFile: whether the version knows a file as the last entry.
  init(_ bytes: ArraySlice<UInt8>, hasFile: Bool) {
    rest = bytes
    self.hasFile = hasFile
  }

  /// The next line, without its end.
  mutating func line() throws(StateError) -> String {
    guard let end = rest.firstIndex(of: StateDocument.newline),
      let text = String(validating: rest[..<end], as: UTF8.self)
    else { throw .damaged }
    rest = rest[(end + 1)...]
    return text
  }

  /// The one word behind a line's beginning.
  mutating func word(behind prefix: String) throws(StateError) -> String {
    let line = try line()
    guard line.hasPrefix(prefix) else { throw .damaged }
    let word = line.dropFirst(prefix.count)
    guard !word.isEmpty, !word.contains(" ") else { throw .damaged }
    return String(word)
  }

  /// The next value or file; nil at the end.
  mutating func entry() throws(StateError) -> Entry? {
    if rest.isEmpty { return nil }
    let words = try line().split(separator: " ", omittingEmptySubsequences: false)
    if words.count == 3, words[0] == "value", let value = Double(words[2]), value.isFinite {
      return .value(key: String(words[1]), value)
    }
    // A file is the last entry, and a line ends behind it.
    guard hasFile, words.count == 2, words[0] == "file", let count = Int(words[1]), count >= 0, rest.count == count + 1,
      rest.last == StateDocument.newline
    else { throw .damaged }
    let bytes = Array(rest.dropLast())
    rest = []
    return .file(bytes)
  }
}
