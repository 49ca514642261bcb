import Foundation
import ModelFormat

/// The project's own files.
public enum Repository {
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized

  /// Folders under `Models/` with a recipe.
  public static let circuits: [String] = {
    let models = root.appending(path: "Models").path
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: models)) ?? []
    return folders.filter { FileManager.default.fileExists(atPath: "\(models)/\($0)/recipe.json") }.sorted()
  }()

  public static let clipperPath = root.appending(path: "Models/diode-clipper/model.json").path

  /// The diode clipper as it ships.
  public static let clipper: Model = {
    do {
      return try ModelReader.read(path: clipperPath)
    } catch {
      fatalError("\(error)")
    }
  }()

  /// Every model that ships.
  public static let shippedModels: [Model] = circuits.compactMap { circuit in
    try? ModelReader.read(path: root.appending(path: "Models/\(circuit)/model.json").path)
  }
}
