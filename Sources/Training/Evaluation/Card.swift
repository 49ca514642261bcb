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
  public let cost: Cost

  public init(_ model: Model, material: Material, rows: [EvaluationRow], cost: Cost) {
    circuit = model.circuit
    name = model.name
    self.model = model.contentHash
    netlist = model.provenance.netlist
    recipe = model.provenance.recipe
    self.material = material.name
    seconds = (material.seconds * 1000).rounded() / 1000
    self.rows = rows
    self.cost = cost
  }

  /// Whether every row has what it must have.
  public var isPassed: Bool { rows.allSatisfy { $0.mark != .missed } }

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
    let text = try json()
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
  }
}
