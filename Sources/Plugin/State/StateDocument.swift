/// A plugin's state as lines of text, the same bytes for the same values:
/// ```
/// attractor-state 2
/// circuit diode-clipper
/// model <content hash of the model>
/// value diode 0.5
/// value plugin/input 6.0
/// file <number of bytes>
/// <as many bytes: the model's own file, where the library does not have it>
/// checksum <16 hex digits: 64-bit FNV-1a of all bytes before this line>
/// ```
/// Values are plain, in the order of their keys, in the shortest decimal form that reads back to the same number.
/// Version 1 had no file.
struct StateDocument: Equatable {
  static let currentVersion = 2
  /// Bytes; a state is a few hundred, and a model of one's own some hundred thousand more.
  static let sizeLimit = 20 << 20

  var circuit: String
  var modelHash: String
  /// By parameter key.
  var values: [String: Double]
  /// The model's file, where the library does not have it.
  var model: [UInt8]?

  init(circuit: String, modelHash: String, values: [String: Double], model: [UInt8]? = nil) {
    self.circuit = circuit
    self.modelHash = modelHash
    self.values = values
    self.model = model
  }

  func encoded() -> [UInt8] {
    var text = "\(Self.magic)\(Self.currentVersion)\ncircuit \(circuit)\nmodel \(modelHash)\n"
    for (key, value) in values.sorted(by: { $0.key < $1.key }) {
      text += "value \(key) \(value)\n"
    }
    var bytes = Array(text.utf8)
    if let model { bytes += Array("file \(model.count)\n".utf8) + model + [Self.newline] }
    return bytes + Array(Self.checksumLine(bytes).utf8)
  }

  init(decoding bytes: [UInt8]) throws(StateError) {
    guard !bytes.isEmpty else { throw .empty }
    let version = try Self.version(bytes)
    guard version <= Self.currentVersion else { throw .newer(version: version) }
    let checksumLength = Self.checksumLine([]).utf8.count
    guard version >= 1, bytes.count > checksumLength else { throw .damaged }
    let body = bytes.dropLast(checksumLength)
    guard bytes.suffix(checksumLength).elementsEqual(Self.checksumLine(body).utf8), body.last == Self.newline
    else { throw .damaged }
    var reader = StateReader(body, hasFile: version >= 2)
    _ = try reader.line()
    circuit = try reader.word(behind: "circuit ")
    modelHash = try reader.word(behind: "model ")
    values = [:]
    model = nil
    while let entry = try reader.entry() {
      switch entry {
      case .value(let key, let value):
        guard values.updateValue(value, forKey: key) == nil else { throw .damaged }
      case .file(let bytes): model = bytes
      }
    }
  }

  private static let magic = "attractor-state "
  static let newline = UInt8(ascii: "\n")

  private static func version(_ bytes: [UInt8]) throws(StateError) -> Int {
    guard bytes.starts(with: magic.utf8) else { throw .foreign }
    let digits = bytes.dropFirst(magic.utf8.count).prefix { $0 != newline }
    guard digits.count <= 9, let version = Int(String(decoding: digits, as: UTF8.self)) else { throw .damaged }
    return version
  }

  private static func checksumLine(_ bytes: some Sequence<UInt8>) -> String {
    let hex = String(FNV1a.hash64(bytes), radix: 16)
    return "checksum \(String(repeating: "0", count: 16 - hex.count))\(hex)\n"
  }
}
