import Foundation
import Testing

/// A project of its own in a temporary folder: the clipper with a recipe too short to be good.
enum TinyProject {
  /// - Parameters:
  ///   - seeds: starts that are tried.
  ///   - recording: from the project's root.
  static func with(
    seeds: Int = 1, recording: String = "Tests/Fixtures/audio/guit_e_fifths.flac",
    _ body: (_ root: URL) throws -> Void
  ) throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "attractor-train-\(UUID().uuidString)")
    let circuit = root.appending(path: "Models/tiny")
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.createDirectory(at: circuit, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(at: root.appending(path: "Tests"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: root.appending(path: "Tests/Fixtures"), withDestinationURL: Laboratory.root.appending(path: "Tests/Fixtures"))
    let source = Laboratory.root.appending(path: "Models/diode-clipper")
    try FileManager.default.copyItem(
      at: source.appending(path: "circuit.cir"), to: circuit.appending(path: "circuit.cir"))
    let recipe = try JSONSerialization.jsonObject(with: Data(contentsOf: source.appending(path: "recipe.json")))
    try JSONSerialization.data(withJSONObject: shortened(try #require(recipe as? [String: Any]), seeds, recording))
      .write(to: circuit.appending(path: "recipe.json"))
    try body(root)
  }

  private static func shortened(
    _ recipe: [String: Any], _ seeds: Int, _ recording: String
  ) throws -> [String: Any] {
    func changed(_ section: Any?, _ values: [String: Any]) -> [String: Any] {
      (section as? [String: Any] ?? [:]).merging(values) { $1 }
    }
    var recipe = recipe
    recipe["data"] = changed(recipe["data"], ["trajectories": 8, "seconds": 0.6, "recordings": [recording]])
    recipe["stages"] = try #require(recipe["stages"] as? [[String: Any]]).map { stage in
      let fit = try #require(stage["fit"] as? [String: Any])
      let growth = try #require(fit["oneStepIterations"] as? [Int]).count
      let short: [String: Any] = [
        "oneStepSamples": 2048, "oneStepIterations": [Int](repeating: 10, count: growth), "sequences": 64,
        "multiStepIterations": 4, "seeds": seeds,
      ]
      return stage.merging([
        "fit": changed(fit, short), "network": changed(stage["network"], ["layers": [6]]),
      ]) { $1 }
    }
    return recipe
  }
}
