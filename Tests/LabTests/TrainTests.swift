import Foundation
import Testing

/// The way from a recipe to a model, on a network too small to be good.
@Suite struct TrainTests {
  /// A project of its own in a temporary folder, with the clipper and a short recipe.
  private static func withProject(_ body: (_ root: URL) throws -> Void) throws {
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
    try JSONSerialization.data(withJSONObject: shortened(try #require(recipe as? [String: Any])))
      .write(to: circuit.appending(path: "recipe.json"))
    try body(root)
  }

  private static func shortened(_ recipe: [String: Any]) -> [String: Any] {
    func changed(_ section: String, _ values: [String: Any]) -> [String: Any] {
      (recipe[section] as? [String: Any] ?? [:]).merging(values) { $1 }
    }
    let stages = ((recipe["fit"] as? [String: Any])?["oneStepIterations"] as? [Int])?.count ?? 1
    var recipe = recipe
    let fit: [String: Any] = [
      "oneStepSamples": 2048, "oneStepIterations": [Int](repeating: 10, count: stages), "sequences": 64,
      "multiStepIterations": 4, "seeds": 1,
    ]
    let network = changed("network", ["layers": [6]])
    let data = changed("data", ["trajectories": 8, "seconds": 0.6])
    recipe["fit"] = changed("fit", fit)
    recipe["network"] = network
    recipe["data"] = data
    return recipe
  }

  @Test func stopsOnRequestAndGoesOn() throws {
    try Self.withProject { root in
      let model = root.appending(path: "Models/tiny/model.json").path
      let stopped = try Laboratory.run(["train", "Models/tiny"], in: root, interruptedAfter: 1)
      #expect(stopped.code == 1)
      #expect(stopped.errors.contains("attractor-lab: stopped on request"), "\(stopped.errors)")
      #expect(!FileManager.default.fileExists(atPath: model))

      let trained = try Laboratory.run(["train", "Models/tiny", "--threads", "1"], in: root)
      #expect(trained.code == 0, "\(trained.errors)")
      #expect(FileManager.default.fileExists(atPath: model))
      #expect(try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Models/tiny").path).count == 3)

      let arguments = ["evaluate", "Models/tiny", "--seconds", "0.15", "--json"]
      let evaluated = try Laboratory.run(arguments, in: root)
      #expect(evaluated.code == 1, "so small a network misses what it must reach")
      let printed = try JSONSerialization.jsonObject(with: Data(evaluated.output.utf8)) as? [String: Any]
      #expect(printed?["circuit"] as? String == "tiny")
    }
  }
}
