import ModelFormat

/// Puts what was fitted into the form of `model.json`.
struct StageAssembly {
  let plan: StagePlan
  let small: SmallSignalFit
  let scales: Scales
  /// Largest |x − mean| of each state, in physical units.
  let reach: [Double]
  let inputLimitVolts: Double

  /// - Parameter fit: weight sets on the plan's last grid; none where the stage is linear.
  func stage(_ fit: Checkpoint.Fit?) -> Model.Stage {
    let recipe = plan.recipe
    return Model.Stage(
      name: recipe.name,
      states: plan.circuit.states.enumerated().map { index, state in
        // Well beyond what training reached lies no circuit's rails; what is linear goes as far as it is driven.
        .init(
          name: state.name, unit: state.unit, scale: scales.states[index],
          limit: (recipe.network == nil ? 100 : 4) * reach[index] / scales.states[index], rate: plan.rateIndex)
      },
      input: .init(scale: scales.input, limit: inputLimitVolts, taps: recipe.taps),
      output: .init(
        scale: scales.output, fromStates: small.fromStates,
        hasResidual: recipe.output == .row && recipe.network != nil),
      coordinates: plan.coordinates, smallSignal: small.section, network: network(fit))
  }

  private func network(_ fit: Checkpoint.Fit?) -> Model.Network {
    guard let network = plan.recipe.network, let fit else {
      return .init(
        activation: .rationalTanh, hasBiases: false, layers: [], conditions: [], residualScales: [], axes: [],
        weights: [])
    }
    let (weights, axes) = plan.grid(plan.recipe.growthCount - 1).section(
      fit.sets, coordinates: plan.indices(of: .snapshots))
    return .init(
      activation: network.activation, hasBiases: network.hasBiases, layers: network.layers,
      conditions: plan.indices(of: .condition), residualScales: fit.residualScales,
      windows: fit.windows, axes: axes, weights: weights)
  }
}
