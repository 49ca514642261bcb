import ModelFormat
import Synchronization

extension SharedTables {
  /// Those in use, and by what they are found.
  private static let inUse = Mutex<[Reference]>([])

  private struct Reference {
    weak var tables: SharedTables?
  }

  /// Those of another engine, or new ones.
  static func of(_ model: Model, rateHz: Double) -> SharedTables {
    let controls = model.controls.map { $0.id }
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
