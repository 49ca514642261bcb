/// A simulated trajectory that a fit draws from, where it lies.
struct KeptTrajectory: Sendable {
  let rateHz: Double
  /// Volts, one per sample.
  let input: Samples
  let output: Samples
  /// Per state: x[n], and x[n] − x[n−1] formed in double precision.
  let states: [Samples]
  let changes: [Samples]
  /// Per knob, 0…1.
  let knobs: [Samples]
  let sides: Sides

  /// Steps from other states than the trajectory's own, see ``SideSteps``.
  struct Sides: Sendable {
    /// Index of the sample that each step ends at.
    let samples: Samples
    /// Index of the sample whose input each step hears.
    let inputs: Samples
    /// Volts.
    let outputs: Samples
    let starts: [Samples]
    let changes: [Samples]

    var count: Int { samples.count }
  }

  var count: Int { input.count }
  var timeStep: Double { 1 / rateHz }

  /// Whether all knobs stand still from `first` − 1 through `last`.
  func holdsKnobs(_ first: Int, _ last: Int) -> Bool {
    knobs.allSatisfy { knob in
      for n in first...last where knob[n] != knob[n - 1] { return false }
      return true
    }
  }
}

extension KeptTrajectory {
  /// Kept in memory.
  init(_ trajectory: Trajectory) {
    self.init(
      rateHz: trajectory.rateHz, states: trajectory.states.count, knobs: trajectory.knobs.count,
      columns: trajectory.columns.map(Samples.init), sides: trajectory.sideSteps.columns.map(Samples.init))
  }

  /// - Parameters:
  ///   - columns: in the order of ``Trajectory/columns``.
  ///   - sides: in the order of ``SideSteps/columns``; none where no such steps were taken.
  init(rateHz: Double, states: Int, knobs: Int, columns: [Samples], sides: [Samples]) {
    self.rateHz = rateHz
    (input, output) = (columns[0], columns[1])
    self.states = Array(columns[2..<2 + states])
    changes = Array(columns[2 + states..<2 + 2 * states])
    self.knobs = Array(columns[(2 + 2 * states)...])
    let none = Samples([])
    self.sides =
      sides.isEmpty
      ? Sides(samples: none, inputs: none, outputs: none, starts: [], changes: [])
      : Sides(
        samples: sides[0], inputs: sides[1], outputs: sides[2], starts: Array(sides[3..<3 + states]),
        changes: Array(sides[(3 + states)...]))
  }
}
