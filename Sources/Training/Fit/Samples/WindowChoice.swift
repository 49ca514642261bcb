import Circuits

/// Which rows get a window: those that the linear part alone makes worse than nothing, but not where it is what slowly
/// pulls the state back.
enum WindowChoice {
  private static let samples = 20_000
  /// Share of itself that a state forgets in a step at rest, below which it is a coupling capacitor's.
  private static let slowest = 0.01

  /// σ of each row, 0 where it has none; empty where no row has.
  static func windows(_ steps: StepResiduals) -> [Double] {
    let (plan, truth) = (steps.plan, steps.truth)
    guard let sigma = plan.recipe.network?.window, sigma > 0 else { return [] }
    var random = SplitMix64(seed: 1)
    var (left, all) = (
      [Double](repeating: 0, count: plan.outputCount), [Double](repeating: 0, count: plan.outputCount)
    )
    let deepest = plan.recipe.taps.last ?? 0
    let everyRow = [Double](repeating: 1, count: plan.outputCount)
    let told = plan.recipe.network?.windowed ?? []
    let states = plan.circuit.states.count
    // An output has nothing to forget.
    var forgetting = (0..<plan.outputCount).map { $0 < states ? 0.0 : 1 }
    for _ in 0..<samples {
      let trajectory = Int(random.next() % UInt64(truth.trajectories.count))
      let room = UInt64(max(truth.trajectories[trajectory].count - deepest - 2, 1))
      let place = StepPlace(trajectory: trajectory, sample: deepest + 1 + Int(random.next() % room))
      let lessened = steps.residual(place, windows: []).targets
      let whole = steps.residual(place, windows: everyRow)
      for row in 0..<states {
        let own = whole.linear[row * whole.z.count + row]
        forgetting[row] += abs(own) * whole.rate / Double(samples)
      }
      for row in left.indices {
        left[row] += Double(lessened[row] * lessened[row])
        all[row] += Double(whole.targets[row] * whole.targets[row])
      }
    }
    let result = left.indices.map { row in
      let isLearnt = plan.carrierIndex.map { $0 == row } ?? true
      let isFast = forgetting[row] > slowest || told.contains(plan.rowNames[row])
      return isLearnt && isFast && left[row] > 3 * all[row] ? sigma : 0
    }
    return result.contains { $0 > 0 } ? result : []
  }
}
