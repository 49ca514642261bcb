import Foundation

/// A file of presets as the plugin reads it (docs/plugin.md), keys in order.
struct PresetFile: Codable {
  static let schema = 1
  static let fileExtension = "attractor-preset"

  var schema = Self.schema
  var circuit: String
  var presets: [Preset]

  struct Preset: Codable {
    var id: String
    var name: String
    var description: String?
    var values: [String: Double]
    var sceneB: [String: Double]?
  }

  static func read(_ path: String) throws -> PresetFile {
    do {
      return try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw LabError.presets(path: path, reason: "\(error)")
    }
  }

  /// All of it or nothing.
  func write(_ path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try (encoder.encode(self) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw LabError.presetNotWritten(path: path, reason: error.localizedDescription)
    }
  }
}
