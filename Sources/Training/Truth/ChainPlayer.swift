import Circuits

/// The stages of a circuit, each driven by what comes out of the one before; levels are left out.
struct ChainPlayer: Sendable {
  /// What one trajectory is made of.
  struct Part {
    /// Volts at `rateHz` · `oversampling(rateHz)`.
    var fine: [Double]
    var rateHz: Double
    /// Per knob of the whole circuit, one value per model sample.
    var positions: [[Double]]
    /// Which steps to the side are taken, in stages with a network.
    var sides: (share: Double, otherInputs: Double, seed: UInt64)?
  }

  private let stages: [(plan: StagePlan, solver: TransientSolver)]
  private let gridHz: Double

  init(_ plan: TrainingPlan) throws(TrainingError) {
    do throws(SolverError) {
      stages = try plan.stages.filter { !$0.isLevel }.map { stage throws(SolverError) in
        (stage, try TransientSolver(stage.circuit))
      }
    } catch {
      throw .solver(error)
    }
    gridHz = plan.recipe.data.gridHz ?? 700_000
  }

  var stageCount: Int { stages.count }

  func oversampling(_ rateHz: Double) -> Int { Trajectory.oversampling(rateHz, gridHz: gridHz) }

  /// - Parameters:
  ///   - parts: at most ``SideBySide/width``, played side by side.
  ///   - progress: 0…1, now and then.
  /// - Returns: per part one trajectory per stage.
  func play(
    _ parts: [Part], progress: @escaping (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws(SolverError) -> [[Trajectory]] {
    var inputs = parts.map(\.fine)
    var result = [[Trajectory]](repeating: [], count: parts.count)
    for (index, stage) in stages.enumerated() {
      var runs = parts.indices.map { part in
        TrajectoryRun(
          rateHz: parts[part].rateHz, fine: inputs[part], oversampling: oversampling(parts[part].rateHz),
          positions: stage.plan.knobIndices.map { parts[part].positions[$0] },
          states: stage.solver.circuit.states.count, keepsFine: index < stages.count - 1,
          sides: stage.plan.recipe.network == nil
            ? nil
            : parts[part].sides.map {
              .init(share: $0.share, otherInputs: $0.otherInputs, seed: $0.seed &+ UInt64(index))
            })
      }
      try TrajectoryBundle.play(
        &runs, stage.solver,
        progress: { progress((Double(index) + $0) / Double(stages.count)) }, isCancelled: isCancelled)
      for part in parts.indices {
        result[part].append(runs[part].trajectory)
        inputs[part] = runs[part].fineOutput
      }
    }
    return result
  }
}
