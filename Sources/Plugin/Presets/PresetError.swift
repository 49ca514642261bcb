/// Why a preset cannot be had. Nothing has changed then.
enum PresetError: Error, Equatable, CustomStringConvertible {
  /// - Parameter code: an errno.
  case unreadable(path: String, code: Int32, reason: String)
  case tooLarge(bytes: Int, limit: Int)
  /// Not JSON, or JSON of another form.
  case notPresets(String)
  case schema(Int, expected: Int)
  case noPresets
  case twice(String)
  case several([String])
  case unknown(String, among: [String])
  case unknownKey(String, id: String, known: [String])
  case otherCircuit(String, expected: String)
  /// The circuit has none in the library.
  case noFactoryPresets(circuit: String)

  var description: String {
    switch self {
    case .unreadable(let path, _, let reason): "\(path): \(reason)"
    case .tooLarge(let bytes, let limit): "expected at most \(limit) bytes of presets, got \(bytes)"
    case .notPresets(let reason): "expected presets in JSON: \(reason)"
    case .schema(let found, let expected): "expected presets of schema \(expected), got \(found)"
    case .noPresets: "expected at least one preset, got none"
    case .twice(let id): "two presets have the id \(id)"
    case .several(let ids): "expected the id of one of several presets (\(ids.joined(separator: ", "))), got none"
    case .unknown(let id, let ids): "expected one of \(ids.joined(separator: ", ")), got \(id)"
    case .unknownKey(let key, let id, let known):
      "preset \(id): expected one of \(known.joined(separator: ", ")), got \(key)"
    case .otherCircuit(let circuit, let expected): "expected a preset for \(expected), got one for \(circuit)"
    case .noFactoryPresets(let circuit): "\(circuit) has no presets in the library"
    }
  }

  /// An errno for hosts, or 0.
  var code: Int32 { if case .unreadable(_, let code, _) = self { code } else { 0 } }

  /// What is wrong with a JSON text, and where in it.
  static func reason(_ error: any Error) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
      return path.isEmpty ? "" : " in \(path.joined(separator: "."))"
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context): return "no \(key.stringValue)\(place(context))"
    case DecodingError.typeMismatch(let type, let context): return "no \(type)\(place(context))"
    case DecodingError.valueNotFound(let type, let context): return "no \(type)\(place(context))"
    case DecodingError.dataCorrupted(let context): return "damaged text\(place(context))"
    default: return "\(error)"
    }
  }
}
