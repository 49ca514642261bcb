import FoundationEssentials

/// Strict reading of `model.json`: nothing is guessed, repaired or defaulted.
public enum ModelReader {
  /// Larger files are refused unread. The biggest model so far has a few hundred kilobytes.
  public static let byteLimit = 16 << 20

  /// Reads and validates one model.
  public static func read(path: String) throws(ModelError) -> Model {
    try read(try bytes(path: path))
  }

  /// A file's bytes, unless it is larger than a model can be.
  public static func bytes(path: String) throws(ModelError) -> [UInt8] {
    do {
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      if let bytes = attributes?[.size] as? UInt64, bytes > byteLimit {
        throw ModelError.tooLarge(bytes: Int(clamping: bytes), limit: byteLimit)
      }
      return [UInt8](try Data(contentsOf: URL(filePath: path)))
    } catch let error as ModelError {
      throw error
    } catch {
      throw .unreadable(path: path, reason: FileManager.default.fileExists(atPath: path) ? "\(error)" : "no such file")
    }
  }

  /// Reads and validates one model.
  public static func read(_ bytes: [UInt8]) throws(ModelError) -> Model {
    guard bytes.count <= byteLimit else { throw .tooLarge(bytes: bytes.count, limit: byteLimit) }
    let model: Model
    do {
      model = try decode(bytes)
    } catch let error as ModelError {
      throw error
    } catch let error as DecodingError {
      throw malformed(error)
    } catch {
      throw .malformed(place: "file", reason: "\(error)")
    }
    let found = ModelWriter.contentHash(of: bytes, stating: model.contentHash)
    guard found == model.contentHash else { throw .contentHash(expected: model.contentHash, found: found) }
    try model.validate()
    return model
  }

  private static func decode(_ bytes: [UInt8]) throws -> Model {
    let ahead = NumberLists(bytes)
    let decoder = JSONDecoder()
    decoder.userInfo[NumberLists.key] = ahead.lists
    do {
      return try decoder.decode(File.self, from: Data(ahead.text)).model
    } catch is DecodingError {
      // The text as it was written knows better what is wrong, and where.
      return try JSONDecoder().decode(File.self, from: Data(bytes)).model
    }
  }

  /// A newer file may look quite different: its version is looked at before anything else.
  private struct File: Decodable {
    let model: Model

    private enum Keys: String, CodingKey { case schema }

    init(from decoder: any Decoder) throws {
      let schema = try decoder.container(keyedBy: Keys.self).decode(Int.self, forKey: .schema)
      guard schema == Model.currentSchema else {
        throw ModelError.schema(found: schema, supported: Model.currentSchema)
      }
      model = try Model(from: decoder)
    }
  }

  private static func malformed(_ error: DecodingError) -> ModelError {
    func place(_ context: DecodingError.Context, _ last: String? = nil) -> String {
      var text = ""
      for key in context.codingPath {
        if let index = key.intValue {
          text += "[\(index)]"
        } else {
          text += (text.isEmpty ? "" : ".") + key.stringValue
        }
      }
      if let last { text += (text.isEmpty ? "" : ".") + last }
      return text.isEmpty ? "file" : text
    }
    switch error {
    case .keyNotFound(let key, let context):
      return .malformed(place: place(context, key.stringValue), reason: "the field is missing")
    case .typeMismatch(let type, let context):
      return .malformed(place: place(context), reason: "expected \(type): \(context.debugDescription)")
    case .valueNotFound(let type, let context):
      return .malformed(place: place(context), reason: "expected \(type), found null")
    case .dataCorrupted(let context):
      let cause = context.underlyingError.map { ": \($0)" } ?? ""
      return .malformed(place: place(context), reason: context.debugDescription + cause)
    @unknown default:
      return .malformed(place: "file", reason: "\(error)")
    }
  }
}
