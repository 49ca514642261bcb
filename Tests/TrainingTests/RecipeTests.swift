import Foundation
import TestModels
import Testing
import Training

/// What a recipe's numbers may be. Most of these crashed or never ended when they got as far as the training.
@Suite struct RecipeTests {
  /// The clipper's folder with one number of its recipe, or several, put elsewhere.
  private static func plan(_ changes: [(path: String, json: String)]) throws -> TrainingPlan {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-recipe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = Repository.root.appending(path: "Models/diode-clipper")
    try FileManager.default.copyItem(
      at: source.appending(path: "circuit.cir"), to: folder.appending(path: "circuit.cir"))
    var recipe = try JSONSerialization.jsonObject(with: Data(contentsOf: source.appending(path: "recipe.json")))
    for change in changes {
      let value = try JSONSerialization.jsonObject(with: Data(change.json.utf8), options: .fragmentsAllowed)
      recipe = set(change.path.split(separator: ".")[...], in: recipe, to: value)
    }
    try JSONSerialization.data(withJSONObject: recipe).write(to: folder.appending(path: "recipe.json"))
    return try TrainingPlan(folder: folder.path)
  }

  private static func set(_ path: ArraySlice<Substring>, in json: Any, to value: Any) -> Any {
    guard let first = path.first else { return value }
    if var list = json as? [Any], let index = Int(first) {
      list[index] = set(path.dropFirst(), in: list[index], to: value)
      return list
    }
    var object = json as? [String: Any] ?? [:]
    object[String(first)] = set(path.dropFirst(), in: object[String(first)] ?? [:], to: value)
    return object
  }

  private static let fit = "stages.0.fit."

  @Test(arguments: [
    ("levels.nominalPeakVolts", "0"), ("levels.nominalPeakVolts", "-2"), ("levels.quietestDecibels", "-1000"),
    ("levels.hottestDecibels", "-40"), ("levels.hottestSyntheticDecibels", "-37"), ("data.lowestRateHz", "0"),
    ("data.lowestRateHz", "-88200"), ("data.highestRateHz", "88200"), ("data.highestRateHz", "1e12"),
    ("data.trajectories", "0"), ("data.trajectories", "-3"), ("data.seconds", "-1"), ("data.seconds", "0"),
    ("data.seconds", "60"),
    ("data.holdSeconds", "0"), ("data.holdSeconds", "-0.1"), ("data.endShare", "-2"), ("data.endShare", "1.5"),
    ("data.rateExponent", "-1"), ("data.sideShare", "5"), ("data.sideInputs", "-1"), ("data.gridHz", "0"),
    ("data.gridHz", "-700000"),
    ("controls.0.maximum", "-2"), ("controls.0.default", "3"),
    ("controls.0.labels", #"[{ "at": 7, "text": "beyond" }]"#),
    ("stages.0.taps", "[]"), ("stages.0.taps", "[0, -1]"), ("stages.0.taps", "[0, 0]"), ("stages.0.taps", "[0, 17]"),
    ("stages.0.taps", "[1, 2]"), ("stages.0.taps", "[0, 1, 2, 3, 4, 5, 6, 7, 8]"),
    ("stages.0.inputLimitVolts", "0"), ("stages.0.smallSignalDecibels", "20"), ("stages.0.network.layers", "[]"),
    ("stages.0.network.layers", "[0]"), ("stages.0.network.layers", "[500]"),
    ("stages.0.network.layers", "[4, 4, 4, 4, 4, 4, 4]"), ("stages.0.network.window", "-1"),
    ("stages.0.coordinates.0.degree", "-1"), ("stages.0.coordinates.0.degree", "100000"),
    ("stages.0.coordinates.0.growth", "[7, 3, 2]"), ("stages.0.coordinates.0.growth", "[1, 2, 3]"),
    ("stages.0.coordinates.0.growth", "[2, 3, 1000]"),
    ("stages.0.coordinates.0.logarithm", #"{ "offset": 0, "slope": 1 }"#),
    ("stages.0.coordinates.0.logarithm", #"{ "offset": 1, "slope": -1 }"#),
    ("stages.0.coordinates.0.rate", #"{ "offset": 1000, "slope": 1 }"#), (fit + "oneStepSamples", "0"),
    (fit + "oneStepSamples", "-5"), (fit + "oneStepIterations", "[0, 1, 1]"), (fit + "redrawEvery", "0"),
    (fit + "stageSamples", "[1, 0, 1]"), (fit + "heatExponents", "[0.5, -1, 0.5, 0.5]"), (fit + "emphasis", "7"),
    (fit + "quietFloor", "0"), (fit + "weightSize", "0"), (fit + "listenSeconds", "0"), (fit + "listenSeconds", "9"),
    (fit + "rowsCount", #"{ "v(C1)": -1 }"#), (fit + "sequences", "0"), (fit + "sequenceSteps", "0"),
    (fit + "sequenceSteps", "-1"), (fit + "sequenceSteps", "10000000"), (fit + "sequenceJudgedEvery", "0"),
    (fit + "multiStepIterations", "-1"), (fit + "multiStepRedrawEvery", "0"), (fit + "seeds", "0"),
    (fit + "candidates", "10"), (fit + "candidates", "-1"),
  ]) func namesTheNumberThatCannotBe(_ path: String, _ json: String) throws {
    do {
      _ = try Self.plan([(path, json)])
      Issue.record("\(path): \(json) was accepted")
    } catch TrainingError.recipe(_, let field, let expected, let found) {
      let name = path.split(separator: ".").last { Int($0) == nil } ?? ""
      #expect(field.contains(name), "\(field) for \(path)")
      #expect(!expected.isEmpty && !found.isEmpty && expected != found)
    }
  }

  /// Two knobs and a time step of degree 32 each would be a series of 36 thousand terms.
  @Test func countsTheTermsOfTheSeries() throws {
    let changes = (0..<2).map { ("stages.0.coordinates.\($0).degree", "32") }
    #expect(throws: Never.self) { try Self.plan(changes) }
    let third =
      #"[{"source": "diode", "use": "linear", "degree": 20}, "#
      + #"{"source": "diode", "use": "linear", "degree": 20}, {"source": "time-step", "use": "linear", "degree": 20}]"#
    do {
      _ = try Self.plan([("stages.0.coordinates", third)])
      Issue.record("9261 terms were accepted")
    } catch TrainingError.recipe(_, let field, let expected, let found) {
      #expect(field == "stages.clip.coordinates, terms of the series" && expected == "1 to 4096" && found == "9261")
    }
  }

  /// What ships is within all ranges.
  @Test(arguments: Repository.circuits) func shippedRecipesAreUsable(_ circuit: String) throws {
    #expect(try !TrainingPlan(folder: Repository.root.appending(path: "Models/\(circuit)").path).stages.isEmpty)
  }
}
