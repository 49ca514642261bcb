import Circuits
import ModelFormat

/// Whether a recipe fits its circuit and itself.
struct RecipeCheck {
  let path: String
  let recipe: Recipe
  let circuit: Circuit
  let stages: [StagePlan]

  func run() throws(TrainingError) {
    try require(
      Set(recipe.controls.map(\.id)) == Set(circuit.controls), "controls", "the netlist's knobs \(circuit.controls)",
      recipe.controls.map(\.id))
    try checkControls()
    try require(
      recipe.stages.last?.to == "out", "stages", "a last stage that ends at 'out'", recipe.stages.map(\.to))
    try require(stages.contains { !$0.isLevel }, "stages", "one that is no level", recipe.stages.map(\.name))
    try RecipeNumbers(path: path, recipe: recipe).run()
    for stage in stages {
      if stage.isLevel { try checkLevel(stage) } else { try check(stage) }
    }
  }

  /// As players will ask of the model: known before a training, not after it.
  private func checkControls() throws(TrainingError) {
    do {
      try Control.validate(recipe.controls, place: "controls")
    } catch .range(let place, let expected, let found) {
      throw .recipe(path: path, field: place, expected: expected, found: found)
    } catch {
      throw .recipe(path: path, field: "controls", expected: "controls that players can use", found: "\(error)")
    }
  }

  private func checkLevel(_ stage: StagePlan) throws(TrainingError) {
    let field = "stages.\(stage.recipe.name)"
    try require(
      stage.controls.count == 1 && stage.controls[0].role == .level && stage.circuit.states.isEmpty, field,
      "one control of role level and no capacitor", stage.circuit.controls + stage.circuit.states.map(\.name))
    let range = 0...Model.Limit.degree
    try require(range.contains(stage.recipe.gainDegree!), "\(field).gainDegree", "\(range)", stage.recipe.gainDegree!)
  }

  private func check(_ stage: StagePlan) throws(TrainingError) {
    let (recipe, circuit) = (stage.recipe, stage.circuit)
    let field = "stages.\(recipe.name)"
    let needed = circuit.controls + (circuit.states.isEmpty ? [] : [TrainingPlan.timeStepSource])
    try require(
      Set(recipe.coordinates.map(\.source)) == Set(needed), "\(field).coordinates", "\(needed), each once or more",
      recipe.coordinates.map(\.source))
    for coordinate in recipe.coordinates where coordinate.use == .snapshots {
      let growth = coordinate.growth ?? []
      try require(
        growth.count == recipe.growthCount, "\(field).coordinates.\(coordinate.source).growth",
        "\(recipe.growthCount) stages as in fit.oneStepIterations", growth)
    }
    for control in stage.controls {
      try require(control.role != .level, "controls.\(control.id).role", "condition or snapshot", control.role)
    }
    let followed = recipe.outputFollows?.keys.sorted() ?? []
    try require(
      followed.isEmpty || (recipe.output == .row && Set(followed).isSubset(of: circuit.states.map(\.name))),
      "\(field).outputFollows", "some of \(circuit.states.map(\.name)), with an output that has a row", followed)
    guard recipe.network != nil else {
      return try require(recipe.fit == nil, "\(field).fit", "none, as there is no network", "one")
    }
    try require(
      Set(recipe.network?.windowed ?? []).isSubset(of: stage.rowNames), "\(field).network.windowed",
      "some of \(stage.rowNames)", recipe.network?.windowed ?? [])
    guard let fit = recipe.fit else {
      throw .recipe(path: path, field: "\(field).fit", expected: "one, as there is a network", found: "none")
    }
    if let carrier = recipe.carrier {
      try require(stage.carrierIndex != nil, "\(field).carrier", "one of \(circuit.states.map(\.name))", carrier)
      try require(
        recipe.output != .row && stage.rateIndex == nil && fit.multiStepIterations == 0, "\(field).carrier",
        "none where the output has a row of its own, a knob is a rate or sequences are trained on", carrier)
    }
    try require(
      fit.heatExponents.count == recipe.growthCount + 1, "\(field).fit.heatExponents",
      "\(recipe.growthCount + 1) numbers, one per stage and one for the finish", fit.heatExponents)
    try require(
      fit.stageSamples.map { $0.count == recipe.growthCount } ?? true, "\(field).fit.stageSamples",
      "\(recipe.growthCount) numbers, one per stage", fit.stageSamples ?? [])
    try require(
      Set(fit.rowsCount.map { Array($0.keys) } ?? []).isSubset(of: stage.rowNames), "\(field).fit.rowsCount",
      "some of \(stage.rowNames)", fit.rowsCount?.keys.sorted() ?? [])
  }

  private func require(
    _ holds: Bool, _ field: String, _ expected: String, _ found: some Any
  ) throws(TrainingError) {
    if !holds { throw .recipe(path: path, field: field, expected: expected, found: "\(found)") }
  }
}
