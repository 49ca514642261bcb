import Circuits
import FoundationEssentials
import ModelFormat

/// A circuit's folder, read and checked: netlist, recipe and what follows from them.
public struct TrainingPlan: Sendable {
  public let folder: String
  public let circuit: Circuit
  public let recipe: Recipe
  public let netlistHash: String
  public let recipeHash: String
  public let stages: [StagePlan]

  /// The source name of the time step in recipes.
  static let timeStepSource = "time-step"

  /// The circuit's id, the folder's name.
  public var id: String { String(folder.split(separator: "/").last ?? "circuit") }

  public init(folder: String) throws(TrainingError) {
    self.folder = folder
    let recipePath = folder + "/recipe.json"
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(filePath: recipePath))
    } catch {
      throw .unreadable(path: recipePath, reason: "no such file, or no permission")
    }
    do {
      recipe = try JSONDecoder().decode(Recipe.self, from: bytes)
    } catch {
      throw .unreadable(path: recipePath, reason: "\(error)")
    }
    do {
      circuit = try Circuit(contentsOf: folder + "/circuit.cir")
    } catch {
      throw .netlist(error)
    }
    netlistHash = SHA256.hexDigest(of: Array(circuit.netlistText.utf8))
    recipeHash = SHA256.hexDigest(of: bytes)
    let parts: [Circuit]
    do {
      parts = try circuit.stages(cutAt: recipe.stages.dropLast().map(\.to))
    } catch {
      throw .netlist(error)
    }
    let (recipe, circuit) = (recipe, circuit)
    stages = zip(recipe.stages, parts).map {
      StagePlan($0, circuit: $1, of: circuit, controls: recipe.controls, data: recipe.data)
    }
    try RecipeCheck(path: recipePath, recipe: recipe, circuit: circuit, stages: stages).run()
  }

  /// The laws of knobs as far as the simulated material follows them: positions are drawn along them. Empty where all
  /// knobs are heard as they stand.
  var lawsText: String {
    stages.flatMap(\.recipe.coordinates).map { coordinate in
      let logarithm = coordinate.logarithm.map { " \(coordinate.source) ln \($0.offset) \($0.slope)" } ?? ""
      return logarithm + (coordinate.rate.map { " \(coordinate.source) rate \($0.offset) \($0.slope)" } ?? "")
    }.joined()
  }
}
