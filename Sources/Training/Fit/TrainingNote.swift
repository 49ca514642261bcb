import FoundationEssentials

/// `training.json`: what a model's training took, beside the model and no part of it, since equal seeds make equal
/// models and no two trainings take equally long.
public struct TrainingNote: Codable, Sendable, Equatable {
  /// `contentHash` of the model that came out.
  public var model: String
  /// Wall clock of the fits, summed over all runs it took; simulation is not counted.
  public var minutes: Double
  /// Threads of the last run.
  public var workers: Int

  public init(model: String, seconds: Double, workers: Int) {
    (self.model, self.workers) = (model, workers)
    minutes = (seconds / 6).rounded() / 10
  }

  public static func path(folder: String) -> String { folder + "/training.json" }

  /// nil where there is none.
  /// - Throws: `.unreadable`.
  public init?(folder: String) throws(TrainingError) {
    let path = Self.path(folder: folder)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
    guard minutes >= 0, workers > 0 else {
      throw .unreadable(path: path, reason: "expected minutes from 0 and workers from 1, found \(minutes), \(workers)")
    }
  }

  /// All of it or nothing.
  public func write(folder: String) throws(TrainingError) {
    let path = Self.path(folder: folder)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let json: Data
    do {
      json = try encoder.encode(self)
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
    try AtomicFile.write(json + Data("\n".utf8), to: path)
  }
}
