import FoundationEssentials

/// Writing of `model.json`: sorted keys, one line per series of numbers, so that differences can be read.
public enum ModelWriter {
  /// The file's bytes, content hash filled in.
  public static func bytes(of model: Model) throws(ModelError) -> [UInt8] {
    try model.validate()
    var blank = model
    blank.contentHash = String(repeating: "0", count: 64)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let data: Data
    do {
      data = try encoder.encode(blank)
    } catch {
      throw .malformed(place: "file", reason: "\(error)")
    }
    let text = compactingNumberLists([UInt8](data))
    let hash = SHA256.hexDigest(of: text)
    return replacing(blank.contentHash, by: hash, in: text)
  }

  /// Writes beside `path` first and renames, so that no half-written model is ever found there.
  public static func write(_ model: Model, to path: String) throws(ModelError) {
    let bytes = try bytes(of: model)
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
  }

  /// SHA-256 over `bytes` with the stated digits replaced by zeros.
  static func contentHash(of bytes: [UInt8], stating digits: String) -> String {
    SHA256.hexDigest(of: replacing(digits, by: String(repeating: "0", count: digits.utf8.count), in: bytes))
  }

  /// Replaces the first occurrence behind `"contentHash"`.
  private static func replacing(_ old: String, by new: String, in bytes: [UInt8]) -> [UInt8] {
    guard let field = bytes.firstRange(of: Array("\"contentHash\"".utf8)),
      let range = bytes[field.upperBound...].firstRange(of: Array("\"\(old)\"".utf8))
    else { return bytes }
    var result = bytes
    result.replaceSubrange(range, with: Array("\"\(new)\"".utf8))
    return result
  }

  /// Puts every innermost list on one line.
  private static func compactingNumberLists(_ bytes: [UInt8]) -> [UInt8] {
    let space = UInt8(ascii: " ")
    let newline = UInt8(ascii: "\n")
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "["), let end = endOfPlainList(bytes, from: index + 1) else {
        result.append(bytes[index])
        index += 1
        continue
      }
      for byte in bytes[index...end] where byte != space && byte != newline {
        result.append(byte)
        if byte == UInt8(ascii: ",") { result.append(space) }
      }
      index = end + 1
    }
    result.append(newline)
    return result
  }

  /// The index of the closing bracket of a list that holds neither lists, objects nor text.
  private static func endOfPlainList(_ bytes: [UInt8], from start: Int) -> Int? {
    let structural = Set("[{}\"".utf8)
    for index in start..<bytes.count {
      if bytes[index] == UInt8(ascii: "]") { return index }
      if structural.contains(bytes[index]) { return nil }
    }
    return nil
  }
}
