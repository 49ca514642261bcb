/// A plugin's state as lines of text, the same bytes for the same values:
/// ```
/// attractor-state 1
/// circuit diode-clipper
/// model <content hash of the model>
/// value diode 0.5
/// value plugin/input 6.0
/// checksum <16 hex digits: 64-bit FNV-1a of all bytes before this line>
/// ```
/// Values are plain, in the order of their keys, in the shortest decimal form that reads back to the same number.
struct StateDocument: Equatable {
  static let currentVersion = 1
  /// Bytes; a state is a few hundred.
  static let sizeLimit = 1 << 20

  var circuit: String
  var modelHash: String
  /// By parameter key.
  var values: [String: Double]

  init(circuit: String, modelHash: String, values: [String: Double]) {
    self.circuit = circuit
    self.modelHash = modelHash
    self.values = values
  }

  func encoded() -> [UInt8] {
    var text = "\(Self.magic)\(Self.currentVersion)\ncircuit \(circuit)\nmodel \(modelHash)\n"
    for (key, value) in values.sorted(by: { $0.key < $1.key }) {
      text += "value \(key) \(value)\n"
    }
    return Array((text + Self.checksumLine(text.utf8)).utf8)
  }

  init(decoding bytes: [UInt8]) throws(StateError) {
    guard !bytes.isEmpty else { throw .empty }
    let version = try Self.version(bytes)
    guard version <= Self.currentVersion else { throw .newer(version: version) }
    let checksumLength = Self.checksumLine([]).utf8.count
    guard version == 1, bytes.count > checksumLength else { throw .damaged }
    let body = bytes.dropLast(checksumLength)
    guard bytes.suffix(checksumLength).elementsEqual(Self.checksumLine(body).utf8), body.last == UInt8(ascii: "\n"),
      let text = String(validating: body.dropLast(), as: UTF8.self)
    else { throw .damaged }
    try self.init(lines: text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst())
  }

  /// The lines between the first and the checksum.
  private init(lines: ArraySlice<Substring>) throws(StateError) {
    var header: [Substring] = []
    values = [:]
    for line in lines {
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      if words.count == 2, header.count < 2, words[0] == ["circuit", "model"][header.count] {
        header.append(words[1])
      } else if words.count == 3, header.count == 2, words[0] == "value", let value = Double(words[2]), value.isFinite {
        guard values.updateValue(value, forKey: String(words[1])) == nil else { throw .damaged }
      } else {
        throw .damaged
      }
    }
    guard header.count == 2 else { throw .damaged }
    circuit = String(header[0])
    modelHash = String(header[1])
  }

  private static let magic = "attractor-state "

  private static func version(_ bytes: [UInt8]) throws(StateError) -> Int {
    guard bytes.starts(with: magic.utf8) else { throw .foreign }
    let digits = bytes.dropFirst(magic.utf8.count).prefix { $0 != UInt8(ascii: "\n") }
    guard digits.count <= 9, let version = Int(String(decoding: digits, as: UTF8.self)) else { throw .damaged }
    return version
  }

  private static func checksumLine(_ bytes: some Sequence<UInt8>) -> String {
    let hex = String(FNV1a.hash64(bytes), radix: 16)
    return "checksum \(String(repeating: "0", count: 16 - hex.count))\(hex)\n"
  }
}
