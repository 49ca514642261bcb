import Circuits
import Glibc

/// All stages of a circuit, simulated one behind the other.
struct ChainTruth: Sendable {
  /// In the order of the plan's stages; levels, which nothing is fitted to, have none.
  var stages: [TruthSet]

  init(stages: [TruthSet]) {
    self.stages = stages
  }

  /// Simulates the recipe's trajectories on all cores; the same for a seed whatever the number of cores.
  ///
  /// Each group that is played side by side goes to the disk when it is done and is read from there: memory holds no
  /// more than what is being played, and what was done before a stop is not done again.
  /// - Parameters:
  ///   - recordings: mono, at 48 kHz.
  ///   - path: of a group, counted from 0.
  ///   - progress: 0…1, called from any thread.
  ///   - complain: told, from any thread, where a group cannot be kept; it stays in memory then.
  init(
    _ plan: TrainingPlan, recordings: [[Double]], path: @escaping @Sendable (_ group: Int) -> String,
    progress: @escaping @Sendable (Double) -> Void, isCancelled: @escaping @Sendable () -> Bool,
    complain: @escaping @Sendable (TrainingError) -> Void
  ) throws(TrainingError) {
    let player = try ChainPlayer(plan)
    let results = try Parallel.simulate(
      groups: plan.recipe.data.trajectories, of: SideBySide.width, progress: progress, isCancelled: isCancelled
    ) { group, progress throws(SolverError) in
      let path = path(group.lowerBound / SideBySide.width)
      let stages = player.stageCount
      if let known = TruthFile.read(path, parts: group.count, stages: stages) { return known }
      let parts = try player.play(
        group.map { Self.part(plan, player, $0, recordings) }, progress: progress, isCancelled: isCancelled)
      // Cut short, and thrown away by whoever asked for it.
      if isCancelled() { return [] }
      do throws(TrainingError) {
        try TruthFile.write(parts, to: path)
        if let kept = TruthFile.read(path, parts: group.count, stages: stages) { return kept }
        throw .unreadable(path: path, reason: "what was just written is not what is there")
      } catch {
        complain(error)
      }
      return parts.map { $0.map(KeptTrajectory.init) }
    }
    stages = plan.stages.filter { !$0.isLevel }.map { _ in TruthSet(trajectories: []) }
    for trajectories in results {
      for (stage, trajectory) in trajectories.enumerated() { stages[stage].trajectories.append(trajectory) }
    }
  }

  /// A position drawn evenly, moved to where it is even along the logarithm that the network hears.
  private static func even(_ position: Double, along law: StageRecipe.CoordinateRecipe.Line) -> Double {
    let (low, high) = (log(law.offset), log(law.offset + law.slope))
    return min(max((exp(low + position * (high - low)) - law.offset) / law.slope, 0), 1)
  }

  private static func part(
    _ plan: TrainingPlan, _ player: ChainPlayer, _ index: Int, _ recordings: [[Double]]
  ) -> ChainPlayer.Part {
    let (data, levels) = (plan.recipe.data, plan.recipe.levels)
    var random = SplitMix64(seed: data.seed &* 0x1_0000_0001 &+ UInt64(index))
    // Rates are spread over their logarithm, one per trajectory.
    let share = pow((Double(index) + random.uniform()) / Double(data.trajectories), data.rateExponent ?? 1)
    let rateHz = data.lowestRateHz * pow(data.highestRateHz / data.lowestRateHz, share)
    let oversampling = player.oversampling(rateHz)
    var mix = ExcitationMix()
    mix.level = levels.quietestDecibels...levels.hottestDecibels
    mix.syntheticLevel = levels.quietestDecibels...levels.hottestSyntheticDecibels
    mix.reference = levels.nominalPeakVolts
    // Near the model's lowest rate the taps say little of what loud treble does between samples; music has none.
    (mix.sweepTops, mix.noiseCutoffs) = ([2500, 8000], [300, 1500, 4000])
    (mix.sweeps, mix.noise, mix.plucks, mix.recordings, mix.silence) = (0.15, 0.15, 0.25, 0.4, 0.05)
    let fine = mix.lane(
      seconds: data.seconds, rate: rateHz * Double(oversampling), recordings: recordings, random: &random)
    let positions = plan.circuit.controls.map { id in
      let laws = plan.recipe.stages.flatMap(\.coordinates).filter { $0.source == id }
      let positions = KnobTrajectory.jumping(
        seconds: data.seconds, rate: rateHz, hold: data.holdSeconds, slope: laws.compactMap(\.rate).first?.slope ?? 0,
        endShare: data.endShare ?? 0, random: &random)
      guard index % 2 == 1, let law = laws.compactMap(\.logarithm).first else { return positions }
      return positions.map { Self.even($0, along: law) }
    }
    return ChainPlayer.Part(
      fine: fine, rateHz: rateHz, positions: positions,
      sides: data.sideShare.map { ($0, data.sideInputs ?? 0, random.next()) })
  }
}
