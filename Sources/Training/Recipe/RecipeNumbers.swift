import ModelFormat

/// Whether each number of a recipe is one that a training can use.
///
/// Ranges are wide: what they leave out crashes, never ends or trains something else than the recipe says.
struct RecipeNumbers {
  let path: String
  let recipe: Recipe

  /// Memory of knobs and listening, in seconds, and sizes beyond which something else was meant.
  private static let durations = 1e-3...600.0
  private static let counts = 1...10_000_000

  func run() throws(TrainingError) {
    try checkLevels()
    try checkData()
    for stage in recipe.stages where stage.gainDegree == nil {
      let field = "stages.\(stage.name)"
      try checkInputs(stage, field)
      try checkCoordinates(stage, field)
      if let network = stage.network { try check(network, field + ".network") }
      if let fit = stage.fit {
        try checkDraws(fit, field + ".fit")
        try checkWeights(fit, field + ".fit")
        try checkSequences(fit, taps: stage.taps, field + ".fit")
      }
    }
  }

  private func checkLevels() throws(TrainingError) {
    let levels = recipe.levels
    let decibels = -120.0...60
    try require(levels.nominalPeakVolts, in: 1e-6...1e4, "levels.nominalPeakVolts")
    try require(levels.quietestDecibels, in: decibels, "levels.quietestDecibels")
    let louder = levels.quietestDecibels...decibels.upperBound
    try require(levels.hottestDecibels, in: louder, "levels.hottestDecibels")
    try require(levels.hottestSyntheticDecibels, in: louder, "levels.hottestSyntheticDecibels")
  }

  private func checkData() throws(TrainingError) {
    let data = recipe.data
    let rates = 8_000.0...1_536_000
    try require(data.lowestRateHz, in: rates, "data.lowestRateHz")
    try require(data.highestRateHz, in: rates, "data.highestRateHz")
    try require(
      data.highestRateHz > data.lowestRateHz, "data.highestRateHz", "above lowestRateHz, \(data.lowestRateHz)",
      data.highestRateHz)
    try require(data.trajectories, in: 1...100_000, "data.trajectories")
    try require(data.seconds, in: 0.05...Self.durations.upperBound, "data.seconds")
    // Where steps to the side begin is kept in single precision.
    let most = Double(1 << 24)
    try require(
      data.seconds * data.highestRateHz < most, "data.seconds",
      "less than \(most / data.highestRateHz) at highestRateHz; more trajectories in place of longer ones", data.seconds
    )
    try require(data.holdSeconds, in: Self.durations, "data.holdSeconds")
    try require(data.endShare, in: 0...1, "data.endShare")
    try require(data.rateExponent, in: 0.1...10, "data.rateExponent")
    try require(data.sideShare, in: 0...1, "data.sideShare")
    try require(data.sideInputs, in: 0...1, "data.sideInputs")
    try require(data.gridHz, in: 48_000...50_000_000, "data.gridHz")
  }

  private func checkInputs(_ stage: StageRecipe, _ field: String) throws(TrainingError) {
    let limit = Model.Limit.self
    try require(
      stage.taps.first == 0 && zip(stage.taps, stage.taps.dropFirst()).allSatisfy(<)
        && stage.taps.last! <= limit.tapDelay && stage.taps.count <= limit.taps,
      field + ".taps", "delays ascending from 0, \(limit.taps) at most, up to \(limit.tapDelay)", stage.taps)
    try require(stage.inputLimitVolts, in: 1e-6...1e6, field + ".inputLimitVolts")
    try require(stage.smallSignalDecibels, in: -200 ... -1, field + ".smallSignalDecibels")
  }

  private func checkCoordinates(_ stage: StageRecipe, _ field: String) throws(TrainingError) {
    for coordinate in stage.coordinates {
      let field = "\(field).coordinates.\(coordinate.source)"
      try require(coordinate.degree, in: 0...Model.Limit.degree, field + ".degree")
      if let growth = coordinate.growth {
        let nodes = 2...Model.Limit.snapshotNodes
        try require(
          growth.allSatisfy(nodes.contains) && zip(growth, growth.dropFirst()).allSatisfy(<=), field + ".growth",
          "nodes from \(nodes.lowerBound) to \(nodes.upperBound), never fewer than before", growth)
      }
      if let law = coordinate.logarithm {
        try require(
          law.offset > 0 && law.offset + law.slope > 0, field + ".logarithm", "offset + slope · position above 0", law)
      }
      if let law = coordinate.rate {
        let exponents = -50.0...50
        try require(
          exponents.contains(law.offset) && exponents.contains(law.offset + law.slope), field + ".rate",
          "offset and offset + slope from \(exponents.lowerBound) to \(exponents.upperBound)", law)
      }
    }
    let terms = stage.coordinates.reduce(1) { $0 * ($1.degree + 1) }
    try require(terms, in: 1...Model.Limit.seriesLength, field + ".coordinates, terms of the series")
  }

  private func check(_ network: StageRecipe.NetworkRecipe, _ field: String) throws(TrainingError) {
    let units = 1...Model.Limit.unitsPerLayer
    try require(
      (1...Model.Limit.layers).contains(network.layers.count) && network.layers.allSatisfy(units.contains),
      field + ".layers",
      "1 to \(Model.Limit.layers) layers of \(units.lowerBound) to \(units.upperBound) units", network.layers)
    try require(network.window, in: 0...1e6, field + ".window")
  }

  private func checkDraws(_ fit: StageRecipe.FitRecipe, _ field: String) throws(TrainingError) {
    try require(fit.oneStepSamples, in: Self.counts, field + ".oneStepSamples")
    try require(
      !fit.oneStepIterations.isEmpty && fit.oneStepIterations.allSatisfy(Self.counts.contains),
      field + ".oneStepIterations", "one stage or more, each \(words(Self.counts))", fit.oneStepIterations)
    try require(fit.redrawEvery, in: Self.counts, field + ".redrawEvery")
    try require(
      (fit.stageSamples ?? []).allSatisfy(Self.counts.contains), field + ".stageSamples", words(Self.counts),
      fit.stageSamples ?? [])
    try require(fit.candidates, in: 1000...4_000_000, field + ".candidates")
    try require(fit.seeds, in: 1...1000, field + ".seeds")
  }

  private func checkWeights(_ fit: StageRecipe.FitRecipe, _ field: String) throws(TrainingError) {
    let exponents = 0.0...4
    try require(
      fit.heatExponents.allSatisfy(exponents.contains), field + ".heatExponents", words(exponents), fit.heatExponents)
    try require(fit.emphasis, in: 0...1, field + ".emphasis")
    try require(fit.quietFloor, in: 1e-6...100, field + ".quietFloor")
    try require(fit.weightSize, in: 1...1e6, field + ".weightSize")
    // Listened to within a trajectory.
    try require(fit.listenSeconds, in: 1e-4...recipe.data.seconds / 2, field + ".listenSeconds")
    for (row, count) in fit.rowsCount ?? [:] { try require(count, in: 0...1e6, "\(field).rowsCount.\(row)") }
  }

  /// Knobs stand still all through a sequence, which fits twice into a trajectory.
  private func checkSequences(
    _ fit: StageRecipe.FitRecipe, taps: [Int], _ field: String
  ) throws(TrainingError) {
    let data = recipe.data
    let seconds = recipe.controls.isEmpty ? data.seconds / 2 : min(data.holdSeconds, data.seconds / 2)
    let longest = max(1, Int(seconds * data.lowestRateHz) - taps.last! - 2)
    try require(fit.sequences, in: Self.counts, field + ".sequences")
    try require(fit.sequenceSteps, in: 1...longest, field + ".sequenceSteps")
    try require(fit.sequenceJudgedEvery, in: 1...fit.sequenceSteps, field + ".sequenceJudgedEvery")
    try require(fit.multiStepIterations, in: 0...Self.counts.upperBound, field + ".multiStepIterations")
    try require(fit.multiStepRedrawEvery, in: Self.counts, field + ".multiStepRedrawEvery")
  }

  /// - Parameter value: nil where the recipe leaves it out.
  private func require<Value: Comparable>(
    _ value: Value?, in range: ClosedRange<Value>, _ field: String
  ) throws(TrainingError) {
    guard let value else { return }
    try require(range.contains(value), field, words(range), value)
  }

  private func words<Value>(_ range: ClosedRange<Value>) -> String { "\(range.lowerBound) to \(range.upperBound)" }

  private func require(
    _ holds: Bool, _ field: String, _ expected: String, _ found: some Any
  ) throws(TrainingError) {
    if !holds { throw .recipe(path: path, field: field, expected: expected, found: "\(found)") }
  }
}
