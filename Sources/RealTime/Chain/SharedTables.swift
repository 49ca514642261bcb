import ModelFormat
import Synchronization

/// The tables of a model at one rate, which all engines that play it there share: once made, they are only read.
///
/// [main-thread]
final class SharedTables: @unchecked Sendable {
  /// One per stage.
  let tables: [UnsafePointer<StepTables>]
  let decay: Decay
  private let stages: [Model.Stage]
  private let controls: [String]
  private let rateHz: Double
  private let arena: Arena

  /// Those in use, and by what they are found.
  private static let inUse = Mutex<[Reference]>([])

  private struct Reference {
    weak var tables: SharedTables?
  }

  private init(_ model: Model, rateHz: Double) {
    let arena = Arena()
    self.arena = arena
    self.rateHz = rateHz
    decay = Decay(rateHz: rateHz, arena: arena)
    stages = model.stages
    controls = model.controls.map(\.id)
    tables = stages.map { [controls] in
      UnsafePointer(arena.copy([StepTables($0, controls: controls, timeStep: 1 / rateHz, arena: arena)]))
    }
  }

  /// Those of another engine, or new ones.
  static func of(_ model: Model, rateHz: Double) -> SharedTables {
    let controls = model.controls.map(\.id)
    return inUse.withLock { references in
      references.removeAll { $0.tables == nil }
      for reference in references {
        guard let tables = reference.tables, tables.rateHz == rateHz, tables.controls == controls,
          tables.stages == model.stages
        else { continue }
        return tables
      }
      let tables = SharedTables(model, rateHz: rateHz)
      references.append(Reference(tables: tables))
      return tables
    }
  }
}
