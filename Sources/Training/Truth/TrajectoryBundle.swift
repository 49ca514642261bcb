import Circuits

/// Several trajectories of one circuit, simulated side by side.
enum TrajectoryBundle {
  /// Plays all runs from rest to their ends; what one of them does depends on no other.
  ///
  /// - Parameters:
  ///   - runs: at most ``SideBySide/width``.
  ///   - progress: 0…1, now and then.
  ///   - isCancelled: asked now and then; the runs then are cut short.
  /// - Throws: the first error on the way.
  static func play(
    _ runs: inout [TrajectoryRun], _ solver: TransientSolver, progress: (Double) -> Void, isCancelled: () -> Bool
  ) throws(SolverError) {
    var lanes = try SideBySide(solver)
    var sides = try SideQueue(solver)
    var moving: Lanes = []
    for lane in runs.indices {
      try lanes.start(lane, knobs: runs[lane].knobs)
      try lanes.setTimeStep(runs[lane].timeStep, of: lane)
      runs[lane].begin(output: lanes.output(of: lane)) { lanes.state(at: $0, of: lane) }
      if !runs[lane].isDone { moving.insert(Lanes(lane)) }
    }
    var steps = 0
    while !moving.isEmpty {
      for lane in runs.indices where moving.contains(Lanes(lane)) {
        if let start = runs[lane].side() { sides.add(start, of: lane, &runs, beside: lanes) }
        runs[lane].approach()
        lanes.setInput(runs[lane].input, of: lane)
        guard runs[lane].knobsMove else { continue }
        for knob in runs[lane].knobs.indices { lanes.setKnob(knob, runs[lane].knobs[knob], of: lane) }
      }
      let failed = lanes.step(moving)
      if !failed.isEmpty { throw lanes.firstError(failed) }
      for lane in runs.indices where moving.contains(Lanes(lane)) {
        runs[lane].record(output: lanes.output(of: lane)) { lanes.state(at: $0, of: lane) }
        if runs[lane].isDone { moving.remove(Lanes(lane)) }
      }
      steps += 1
      guard steps.isMultiple(of: 32_768) else { continue }
      progress(runs.reduce(0) { $0 + $1.share } / Double(runs.count))
      if isCancelled() { return }
    }
    sides.takeAll(&runs)
  }
}
