/// Why a model file is refused.
public enum ModelError: Error, Equatable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  case tooLarge(bytes: Int, limit: Int)
  /// Not JSON, cut off, or a field missing or of another type.
  case malformed(place: String, reason: String)
  case schema(found: Int, supported: Int)
  case contentHash(expected: String, found: String)
  case count(place: String, expected: Int, found: Int)
  case range(place: String, expected: String, found: String)
  case notFinite(place: String)
  case unwritable(path: String, reason: String)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .tooLarge(let bytes, let limit): "the file has \(bytes) bytes; a model has at most \(limit)"
    case .malformed(let place, let reason): "\(place): \(reason)"
    case .schema(let found, let supported):
      "schema: version \(found) is unknown; this program reads version \(supported) — a newer release may read it"
    case .contentHash(let expected, let found):
      "contentHash: the file says \(expected.prefix(12))… but its content hashes to \(found.prefix(12))…; it was changed or damaged"
    case .count(let place, let expected, let found): "\(place): expected \(expected) entries, found \(found)"
    case .range(let place, let expected, let found): "\(place): expected \(expected), found \(found)"
    case .notFinite(let place): "\(place): not a finite number"
    case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
    }
  }
}
