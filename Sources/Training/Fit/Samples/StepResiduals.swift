import Circuits

/// What a network has to explain of single steps, in its own units.
final class StepResiduals {
  let plan: StagePlan
  let truth: TruthSet
  let small: SmallSignalFit
  let scales: Scales
  /// The small-signal part where knobs have stood: they stand for a while each.
  private var linearParts: [[Double]: [Double]] = [:]

  init(_ plan: StagePlan, truth: TruthSet, small: SmallSignalFit, scales: Scales) {
    (self.plan, self.truth, self.small, self.scales) = (plan, truth, small, scales)
  }

  struct Residual {
    var targets: [Float]
    var z: [Double]
    var kappa: [Double]
    /// R of the states.
    var rate: Double
    /// M and, behind it, M_y; without R.
    var linear: [Double]
  }

  /// What there is to explain of one step, and z and κ there: what the linear part leaves, or the whole of a row with a
  /// window.
  /// - Parameter windows: σ of each row, 0 where it has none; empty where no row has.
  func residual(_ place: StepPlace, windows: [Double]) -> Residual {
    let trajectory = truth.trajectories[place.trajectory]
    let n = place.sample
    let kappa = plan.normalised(knobs: trajectory.knobs.map { Double($0[n]) }, timeStep: trajectory.timeStep)
    let values = linearPart(kappa)
    let states = plan.circuit.states.count
    let signals = states + plan.recipe.taps.count
    let sides = trajectory.sides
    var z = (0..<states).map { s in
      let start = place.side.map { sides.starts[s][$0] } ?? trajectory.states[s][n - 1]
      return Double(start) / scales.states[s] - values[s]
    }
    z += plan.recipe.taps.map { heard(trajectory.input[place.input - $0]) }
    let linear = Array(values[(states + 1)...])
    let rate = plan.rate(kappa)
    var targets: [Float] = []
    for row in 0..<plan.outputCount {
      let isWhole = !windows.isEmpty && windows[row] > 0
      let step = isWhole ? 0 : (0..<signals).reduce(0) { $0 + linear[row * signals + $1] * z[$1] }
      let actual: Double
      if row < states {
        let change = place.side.map { sides.changes[row][$0] } ?? trajectory.changes[row][n]
        actual = Double(change) / scales.states[row] / rate
      } else {
        let output = place.side.map { sides.outputs[$0] } ?? trajectory.output[n]
        actual =
          Double(output) / scales.output - values[states]
          - followed { s in
            let start = place.side.map { sides.starts[s][$0] } ?? trajectory.states[s][n - 1]
            let change = place.side.map { sides.changes[s][$0] } ?? trajectory.changes[s][n]
            return (Double(start) + Double(change)) / scales.states[s] - values[s]
          }
      }
      targets.append(Float(actual - step))
    }
    return Residual(targets: targets, z: z, kappa: kappa, rate: rate, linear: linear)
  }

  /// What the output's own row need not tell.
  /// - Parameter state: its deviation from rest after the step, normalised.
  func followed(_ state: (Int) -> Double) -> Double {
    guard plan.recipe.outputFollows != nil else { return 0 }
    return small.fromStates.indices.reduce(0) { sum, s in
      small.fromStates[s] == 0 ? sum : sum + small.fromStates[s] * state(s)
    }
  }

  /// Normalised input, clamped as players do.
  func heard(_ volts: Float) -> Double {
    let limit = plan.recipe.inputLimitVolts ?? .infinity
    return min(max(Double(volts), -limit), limit) / scales.input
  }

  /// Rest of states and output, M, M_y.
  func linearPart(_ kappa: [Double]) -> [Double] {
    if let known = linearParts[kappa] { return known }
    let values = small.fit.values(at: kappa)
    linearParts[kappa] = values
    return values
  }
}
