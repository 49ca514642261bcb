import ModelFormat

/// Puts what was fitted into the form of `model.json`.
struct StageAssembly {
  let plan: StagePlan
  let small: SmallSignalFit
  let scales: Scales
  /// Largest |x − mean| of each state, in physical units.
  let reach: [Double]
  let inputLimitVolts: Double

  /// - Parameters:
  ///   - sets: weight sets on the plan's last grid; not looked at where the stage is linear.
  ///   - residualScales: D, and D_y behind it.
  func stage(sets: [Double], residualScales: [Double]) -> Model.Stage {
    let recipe = plan.recipe
    return Model.Stage(
      name: recipe.name,
      states: plan.circuit.states.enumerated().map { index, state in
        // Twice what training reached is beyond any circuit's rails.
        .init(
          name: state.name, unit: state.unit, scale: scales.states[index],
          limit: 4 * reach[index] / scales.states[index], rate: plan.rateIndex)
      },
      input: .init(scale: scales.input, limit: inputLimitVolts, taps: recipe.taps),
      output: .init(
        scale: scales.output, fromStates: small.fromStates,
        hasResidual: recipe.output == .row && recipe.network != nil),
      coordinates: plan.coordinates, smallSignal: small.section, network: network(sets, residualScales))
  }

  private func network(_ sets: [Double], _ residualScales: [Double]) -> Model.Network {
    guard let network = plan.recipe.network else {
      return .init(
        activation: .rationalTanh, hasBiases: false, layers: [], conditions: [], residualScales: [], axes: [],
        weights: [])
    }
    let (weights, axes) = plan.grid(plan.recipe.growthCount - 1).section(
      sets, coordinates: plan.indices(of: .snapshots))
    return .init(
      activation: network.activation, hasBiases: network.hasBiases, layers: network.layers,
      conditions: plan.indices(of: .condition), residualScales: residualScales, axes: axes, weights: weights)
  }
}
