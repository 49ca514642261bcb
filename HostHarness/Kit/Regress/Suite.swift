import Foundation

/// Renders and what each must sound like: `suite.json`.
public struct Suite: Codable, Equatable, Sendable {
  public static let currentSchema = 1

  public var schema: Int
  /// The .clap file, from the suite's folder; a command line may name another.
  public var file: String?
  /// Of all renders that name none: an id, its last part or a name.
  public var plugin: String?
  public var tolerance: String?
  public var renders: [Render]

  /// One render. Words and forms are those of `attractor-host render`.
  public struct Render: Codable, Equatable, Sendable {
    /// Unique within the suite.
    public var name: String
    public var plugin: String?
    /// A file, from the suite's folder, or a signal such as `sine:220Hz`.
    public var input: String
    /// Of a signal's length, or as much of a file; 1 for signals and all of a file if left out.
    public var seconds: Double?
    /// Where in a file it begins.
    public var from: Double?
    public var rate: Double?
    public var channels: Int?
    public var block: String?
    public var preset: String?
    /// `NAME` to value, as text.
    public var parameters: [String: String]?
    public var automate: [String]?
    public var modulate: [String]?
    public var tail: String?
    public var offline: Bool?
    /// From the suite's folder; `golden/<name>.flac` if left out.
    public var golden: String?
    public var tolerance: String?
  }

  static let tolerance = "-100dB"

  /// - Throws: `.unreadable`, `.malformed`.
  public static func read(_ path: String) throws(SuiteError) -> Suite {
    guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path: path) }
    let suite: Suite
    do {
      suite = try JSONDecoder().decode(Suite.self, from: data)
    } catch {
      throw .malformed(path: path, reason: SuiteError.reason(error))
    }
    guard suite.schema == currentSchema else {
      throw .malformed(path: path, reason: "schema: expected \(currentSchema), got \(suite.schema)")
    }
    guard !suite.renders.isEmpty else {
      throw .malformed(path: path, reason: "renders: expected one or more, got none")
    }
    var names: Set<String> = []
    for render in suite.renders where !names.insert(render.name).inserted {
      throw .malformed(path: path, reason: "renders: expected names of their own, got '\(render.name)' twice")
    }
    return suite
  }

  /// Every `suite.json` in a folder and below, by path.
  public static func find(_ folder: String) -> [String] {
    let walk = FileManager.default.enumerator(atPath: folder)
    let paths = (walk?.compactMap { $0 as? String } ?? []).filter { ($0 as NSString).lastPathComponent == "suite.json" }
    return paths.sorted().map { (folder as NSString).appendingPathComponent($0) }
  }
}

/// Why a suite cannot be run.
public enum SuiteError: Error, Equatable, CustomStringConvertible {
  case unreadable(path: String)
  case malformed(path: String, reason: String)
  case noFile(path: String)
  case noSuite(path: String)

  public var description: String {
    switch self {
    case .unreadable(let path): "\(path): expected a suite, found no file that can be read"
    case .malformed(let path, let reason): "\(path): \(reason)"
    case .noFile(let path): "\(path): expected the suite or --file to name a .clap file, got neither"
    case .noSuite(let path): "\(path): expected a suite or a folder with suite.json files, found none"
    }
  }

  /// What is wrong with a JSON file, in words.
  package static func reason(_ error: any Error) -> String {
    func place(_ context: DecodingError.Context) -> String {
      context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return "\(place(context)): expected \(key.stringValue), got none"
    case DecodingError.typeMismatch(let type, let context), DecodingError.valueNotFound(let type, let context):
      return "\(place(context)): expected \(type)"
    default: return "expected JSON, got damaged text"
    }
  }
}
