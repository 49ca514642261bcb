/// The simulated stage of a circuit that a fit draws from.
struct TruthSet: Sendable {
  var trajectories: [KeptTrajectory] = []

  init(trajectories: [KeptTrajectory]) {
    self.trajectories = trajectories
  }

  /// Root mean squares over everything, the units that training normalises by.
  func scales() -> Scales {
    func rms(_ lists: [some Collection<Float>]) -> Double {
      var sum = 0.0
      var count = 0
      for list in lists {
        for value in list { sum += Double(value) * Double(value) }
        count += list.count
      }
      return max((sum / Double(max(count, 1))).squareRoot(), 1e-9)
    }
    let states = trajectories[0].states.indices.map { s in
      // Deviation from the mean: a supply's bias is not signal.
      rms(trajectories.map { Self.centred($0.states[s]) })
    }
    return Scales(
      states: states, input: rms(trajectories.map(\.input)), output: rms(trajectories.map { Self.centred($0.output) }))
  }

  private static func centred(_ values: Samples) -> [Float] {
    let mean = Float(values.reduce(0.0) { $0 + Double($1) } / Double(max(values.count, 1)))
    return values.map { $0 - mean }
  }

  /// Largest |x − mean| of each state, in physical units.
  func reach() -> [Double] {
    trajectories[0].states.indices.map { s in
      trajectories.reduce(0) { max($0, Double(Self.centred($1.states[s]).reduce(0) { max($0, abs($1)) })) }
    }
  }

  /// Volts.
  func loudestInput() -> Double {
    trajectories.reduce(1e-6) { max($0, Double($1.input.reduce(0) { max($0, abs($1)) })) }
  }
}
