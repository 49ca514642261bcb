import Foundation
import ModelFormat
import Training

/// Where one size of a sweep is trained: a copy of the circuit's folder with a recipe of its own.
struct SweepFolder {
  static let root = "build/sweep"
  /// Simulations and checkpoints of all sizes; stages that a sweep leaves alone are trained once.
  static let workFolder = root + "/work"

  let plan: TrainingPlan
  private let path: String

  init(_ circuit: CircuitFolder, _ plan: TrainingPlan, recipe: Recipe, size: SweepSize) throws {
    // The last part of the path is the circuit's id.
    path = "\(Self.root)/\(size.name)/\(plan.id)"
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: circuit.path) where ["cir", "inc"].contains(Self.ending(name)) {
      try AtomicFile.write(
        Data(contentsOf: URL(fileURLWithPath: "\(circuit.path)/\(name)")), to: "\(path)/\(name)")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(encoder.encode(recipe), to: path + "/recipe.json")
    self.plan = try TrainingPlan(folder: path)
  }

  private static func ending(_ name: String) -> String { URL(fileURLWithPath: name).pathExtension }

  private var modelPath: String { path + "/model.json" }

  /// What an earlier sweep has trained by the same recipe.
  var known: Model? {
    guard let model = try? ModelReader.read(path: modelPath) else { return nil }
    return model.provenance.recipe == plan.recipeHash && model.provenance.netlist == plan.netlistHash ? model : nil
  }

  func keep(_ model: Model) throws { try AtomicFile.write(ModelWriter.bytes(of: model), to: modelPath) }

  /// What the circuit's own training has simulated need not be simulated again.
  static func shareSimulations(of plan: TrainingPlan) {
    let files = FileManager.default
    try? files.createDirectory(atPath: workFolder, withIntermediateDirectories: true)
    for name in (try? files.contentsOfDirectory(atPath: TrainingRun.workFolder)) ?? []
    where name.hasPrefix(plan.id + ".") && name.hasSuffix(".truth") {
      try? files.linkItem(atPath: "\(TrainingRun.workFolder)/\(name)", toPath: "\(workFolder)/\(name)")
    }
  }
}
