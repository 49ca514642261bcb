import ModelFormat

/// The tables of a model at one rate, which all engines that play it there share: once made, they are only read.
///
/// [main-thread]
final class SharedTables: @unchecked Sendable {
  /// One per stage.
  let tables: [UnsafePointer<StepTables>]
  let decay: Decay
  let stages: [Model.Stage]
  let controls: [String]
  let rateHz: Double
  private let arena: Arena

  init(_ model: Model, rateHz: Double) {
    let arena = Arena()
    self.arena = arena
    self.rateHz = rateHz
    decay = Decay(rateHz: rateHz, arena: arena)
    stages = model.stages
    controls = model.controls.map { $0.id }
    tables = stages.map { [controls] in
      UnsafePointer(arena.copy([StepTables($0, controls: controls, timeStep: 1 / rateHz, arena: arena)]))
    }
  }
}
