/// The simulated stage of a circuit that a fit draws from.
struct TruthSet: Sendable {
  var trajectories: [KeptTrajectory] = []

  init(trajectories: [KeptTrajectory]) {
    self.trajectories = trajectories
  }

  /// Root mean squares over everything, the units that training normalises by.
  func scales() -> Scales {
    // One column of one trajectory at a time: all of them may be more than memory holds.
    func rms(_ column: (KeptTrajectory) -> Samples, isCentred: Bool) -> Double {
      var sum = 0.0
      var count = 0
      for trajectory in trajectories {
        let list = column(trajectory)
        let mean = isCentred ? Self.mean(list) : 0
        for value in list { sum += Double(value - mean) * Double(value - mean) }
        count += list.count
      }
      return max((sum / Double(max(count, 1))).squareRoot(), 1e-9)
    }
    let states = trajectories[0].states.indices.map { s in
      // Deviation from the mean: a supply's bias is not signal.
      rms({ $0.states[s] }, isCentred: true)
    }
    return Scales(
      states: states, input: rms(\.input, isCentred: false), output: rms(\.output, isCentred: true))
  }

  private static func mean(_ values: Samples) -> Float {
    Float(values.reduce(0.0) { $0 + Double($1) } / Double(max(values.count, 1)))
  }

  /// Largest |x − mean| of each state, in physical units.
  func reach() -> [Double] {
    trajectories[0].states.indices.map { s in
      trajectories.reduce(0) { reached, trajectory in
        let mean = Self.mean(trajectory.states[s])
        return max(reached, Double(trajectory.states[s].reduce(0) { max($0, abs($1 - mean)) }))
      }
    }
  }

  /// Volts.
  func loudestInput() -> Double {
    trajectories.reduce(1e-6) { max($0, Double($1.input.reduce(0) { max($0, abs($1)) })) }
  }
}
