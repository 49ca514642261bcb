import FoundationEssentials
import ModelFormat

/// `card.json`: what a model has been measured to be, beside the model itself.
public struct Card: Codable, Sendable, Equatable {
  public let circuit: String
  public let name: String
  /// `contentHash` of the model that was measured.
  public let model: String
  /// SHA-256 of the netlist and the recipe that the model was trained from.
  public let netlist: String
  public let recipe: String
  /// Recording that no training has heard, and how many seconds of it each row lasts.
  public let material: String
  public let seconds: Double
  public let rows: [EvaluationRow]
  /// One per stage.
  public let stability: [Stability]
  public let cost: Cost
  /// What the training took; nil where nothing says so.
  public let trainingMinutes: Double?
  public let trainingWorkers: Int?

  /// - Parameter training: what lies beside the model; counts where it is about this model.
  public init(
    _ model: Model, material: Material, rows: [EvaluationRow], stability: [Stability], cost: Cost,
    training: TrainingNote? = nil
  ) {
    circuit = model.circuit
    name = model.name
    self.model = model.contentHash
    netlist = model.provenance.netlist
    recipe = model.provenance.recipe
    self.material = material.name
    seconds = (material.seconds * 1000).rounded() / 1000
    self.rows = rows
    self.stability = stability
    self.cost = cost
    let training = training?.model == model.contentHash ? training : nil
    (trainingMinutes, trainingWorkers) = (training?.minutes, training?.workers)
  }

  /// - Parameter path: of a `card.json`.
  public init(path: String) throws(TrainingError) {
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
      throw .unreadable(path: path, reason: "no such file, or no permission")
    }
    do {
      self = try JSONDecoder().decode(Card.self, from: bytes)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  /// As "12.2 × 1": minutes and threads.
  public var trainingWords: String? {
    guard let trainingMinutes, let trainingWorkers else { return nil }
    return "\((trainingMinutes * 10).rounded() / 10) × \(trainingWorkers)"
  }

  public subscript(row id: String) -> EvaluationRow? { rows.first { $0.id == id } }

  /// Whether every row has what it must have, and no state escapes.
  public var isPassed: Bool {
    rows.allSatisfy { $0.mark != .missed } && stability.allSatisfy { $0.verdict != .escapes }
  }

  public func json() throws(TrainingError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    } catch {
      throw .unwritable(path: "card", reason: "\(error)")
    }
  }

  /// All of it or nothing.
  public func write(to path: String) throws(TrainingError) {
    try AtomicFile.write(json().utf8, to: path)
  }
}
