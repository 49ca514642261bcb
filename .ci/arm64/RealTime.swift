import ModelFormat

// Without a system there are no locks and no weak references: every engine has tables of its own.
extension SharedTables {
  static func of(_ model: Model, rateHz: Double) -> SharedTables { SharedTables(model, rateHz: rateHz) }
}
