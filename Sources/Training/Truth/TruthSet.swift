import Circuits
import Dispatch
import Glibc
import Synchronization

/// The simulated circuit that a fit draws from.
struct TruthSet: Sendable {
  var trajectories: [Trajectory] = []

  init(trajectories: [Trajectory]) {
    self.trajectories = trajectories
  }

  /// Simulates the recipe's trajectories on all cores; the same for a seed whatever the number of cores.
  /// - Parameters:
  ///   - recordings: mono, at 48 kHz.
  ///   - progress: 0…1, called from any thread.
  init(
    _ plan: TrainingPlan, recordings: [[Double]], progress: @escaping @Sendable (Double) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws(TrainingError) {
    let data = plan.recipe.data
    let solver: TransientSolver
    do {
      solver = try TransientSolver(plan.circuit)
    } catch {
      throw .solver(error)
    }
    let results = Mutex<[Int: Result<Trajectory, SolverError>]>([:])
    DispatchQueue.concurrentPerform(iterations: data.trajectories) { index in
      if isCancelled() { return }
      let result: Result<Trajectory, SolverError>
      do throws(SolverError) {
        result = .success(try Self.simulate(plan, solver, index, recordings, isCancelled))
      } catch {
        result = .failure(error)
      }
      let done = results.withLock {
        $0[index] = result
        return $0.count
      }
      progress(Double(done) / Double(data.trajectories))
    }
    if isCancelled() { throw .cancelled }
    for index in 0..<data.trajectories {
      switch results.withLock({ $0[index] }) {
      case .success(let trajectory)?: trajectories.append(trajectory)
      case .failure(let error)?: throw .solver(error)
      case nil: throw .cancelled
      }
    }
  }

  private static func simulate(
    _ plan: TrainingPlan, _ solver: TransientSolver, _ index: Int, _ recordings: [[Double]],
    _ isCancelled: () -> Bool
  ) throws(SolverError) -> Trajectory {
    let (data, levels) = (plan.recipe.data, plan.recipe.levels)
    var random = SplitMix64(seed: data.seed &* 0x1_0000_0001 &+ UInt64(index))
    // Rates are spread evenly over their logarithm, one per trajectory.
    let share = (Double(index) + random.uniform()) / Double(data.trajectories)
    let rateHz = data.lowestRateHz * pow(data.highestRateHz / data.lowestRateHz, share)
    let oversampling = Trajectory.oversampling(rateHz)
    var mix = ExcitationMix()
    mix.level = levels.quietestDecibels...levels.hottestDecibels
    mix.syntheticLevel = levels.quietestDecibels...levels.hottestSyntheticDecibels
    mix.reference = levels.nominalPeakVolts
    // Near the model's lowest rate the taps say little of what loud treble does between samples; music has none.
    (mix.sweepTops, mix.noiseCutoffs) = ([2500, 8000], [300, 1500, 4000])
    (mix.sweeps, mix.noise, mix.plucks, mix.recordings, mix.silence) = (0.15, 0.15, 0.25, 0.4, 0.05)
    let fine = mix.lane(
      seconds: data.seconds, rate: rateHz * Double(oversampling), recordings: recordings, random: &random)
    let positions = plan.circuit.controls.map { _ in
      KnobTrajectory.jumping(seconds: data.seconds, rate: rateHz, hold: data.holdSeconds, random: &random)
    }
    return try Trajectory(
      solver, rateHz: rateHz, fine: fine, oversampling: oversampling, positions: positions, isCancelled: isCancelled)
  }

  /// Root mean squares over everything, the units that training normalises by.
  func scales() -> Scales {
    func rms(_ lists: [[Float]]) -> Double {
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

  private static func centred(_ values: [Float]) -> [Float] {
    let mean = Float(values.reduce(0.0) { $0 + Double($1) } / Double(max(values.count, 1)))
    return values.map { $0 - mean }
  }

  /// Largest |x − mean| of each state, in physical units.
  func reach() -> [Double] {
    trajectories[0].states.indices.map { s in
      trajectories.reduce(0) { max($0, Double(Self.centred($1.states[s]).reduce(0) { max($0, abs($1)) })) }
    }
  }
}
