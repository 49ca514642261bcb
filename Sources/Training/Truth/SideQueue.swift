import Circuits

/// Steps to the side that wait until there are as many as lanes, and are then taken side by side.
struct SideQueue: ~Copyable {
  private struct Job {
    var run: Int
    var sample: Int
    var start: SideSteps.Start
    var firstFine: Int
  }

  private var lanes: SideBySide
  private var jobs: [Job] = []

  init(_ solver: TransientSolver) throws(SolverError) {
    lanes = try SideBySide(solver)
  }

  /// Adds a step from this start towards the next sample of a run, where the circuit can be put there.
  ///
  /// - Parameter main: the lanes of the runs; the search starts from the run's own.
  mutating func add(
    _ start: SideSteps.Start, of run: Int, _ runs: inout [TrajectoryRun], beside main: borrowing SideBySide
  ) {
    let firstFine = runs[run].firstFine(towards: start.input)
    do throws(SolverError) {
      try lanes.setState(
        start.state, of: jobs.count, input: runs[run].fine[firstFine], knobs: runs[run].knobs, from: main, near: run)
      try lanes.setTimeStep(runs[run].timeStep, of: jobs.count)
    } catch {
      return
    }
    jobs.append(Job(run: run, sample: runs[run].sample, start: start, firstFine: firstFine))
    if jobs.count == SideBySide.width { takeAll(&runs) }
  }

  /// Takes all that wait; those without a solution are left out.
  mutating func takeAll(_ runs: inout [TrajectoryRun]) {
    var failed: Lanes = []
    for step in 1...(jobs.map { runs[$0.run].oversampling }.max() ?? 1) {
      var moving: Lanes = []
      for (lane, job) in jobs.enumerated() where step <= runs[job.run].oversampling {
        lanes.setInput(runs[job.run].fine[job.firstFine + step], of: lane)
        moving.insert(Lanes(lane))
      }
      failed.formUnion(lanes.step(moving.subtracting(failed)))
    }
    for (lane, job) in jobs.enumerated() where !failed.contains(Lanes(lane)) {
      runs[job.run].addSideStep(
        at: job.sample, from: job.start, to: { lanes.state(at: $0, of: lane) }, output: lanes.output(of: lane))
    }
    jobs.removeAll(keepingCapacity: true)
  }
}
