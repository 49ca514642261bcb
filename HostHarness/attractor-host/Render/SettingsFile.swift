import ArgumentParser
import Foundation

/// Settings on disk, one render each: `[{ "name": "hot", "parameters": { "Drive": "0.9" } }, …]`. The words are those
/// of a suite.
enum SettingsFile {
  static func read(_ path: String) throws -> [Entry] {
    let data = try WholeFile.read(path, "a file with settings")
    let entries: [Entry]
    do {
      entries = try JSONDecoder().decode([Entry].self, from: data)
    } catch {
      throw ValidationError("\(path): \(reason(error))")
    }
    guard !entries.isEmpty else { throw ValidationError("\(path): expected one setting or more, got none") }
    var names: Set<String> = []
    for entry in entries {
      guard !entry.name.isEmpty, !entry.name.contains("/") else {
        throw ValidationError("\(path): name: expected a part of a file's name, got '\(entry.name)'")
      }
      guard names.insert(entry.name).inserted else {
        throw ValidationError("\(path): expected names of their own, got '\(entry.name)' twice")
      }
    }
    return entries
  }

  struct Entry: Decodable {
    var name: String
    var preset: String?
    var parameters: [String: String]
    var automate: [String]
    var modulate: [String]

    private enum CodingKeys: String, CodingKey, CaseIterable {
      case name, preset, parameters, automate, modulate
    }

    private struct AnyKey: CodingKey {
      var stringValue: String
      var intValue: Int?
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { return nil }
    }

    /// A key that nobody reads is an error, lest a misspelt one counts for nothing.
    init(from decoder: any Decoder) throws {
      let known = CodingKeys.allCases.map(\.rawValue)
      for key in try decoder.container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "expected one of \(known.joined(separator: ", ")), got '\(key.stringValue)'"))
      }
      let values = try decoder.container(keyedBy: CodingKeys.self)
      name = try values.decode(String.self, forKey: .name)
      preset = try values.decodeIfPresent(String.self, forKey: .preset)
      parameters = try values.decodeIfPresent([String: String].self, forKey: .parameters) ?? [:]
      automate = try values.decodeIfPresent([String].self, forKey: .automate) ?? []
      modulate = try values.decodeIfPresent([String].self, forKey: .modulate) ?? []
    }

    /// On top of what holds for all.
    func plan(from common: RenderPlan) -> RenderPlan {
      var plan = common
      plan.name = name
      plan.preset = preset ?? common.preset
      plan.parameters += parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      plan.automate += automate
      plan.modulate += modulate
      return plan
    }
  }

  private static func reason(_ error: any Error) -> String {
    func place(_ context: DecodingError.Context, _ key: String = "") -> String {
      var words = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
      if !key.isEmpty { words.append(key) }
      return words.isEmpty ? "" : words.joined(separator: ".") + ": "
    }
    return switch error {
    case DecodingError.keyNotFound(let key, let context): "\(place(context, key.stringValue))expected a text, got none"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "\(place(context))\(context.codingPath.isEmpty ? "expected a list of settings" : "expected text, as in a suite")"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      place(context) + context.debugDescription
    default: "expected JSON: a list of settings with a name each"
    }
  }
}
