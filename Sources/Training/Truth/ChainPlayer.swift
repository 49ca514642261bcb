import Circuits

/// The stages of a circuit, each driven by what comes out of the one before; levels are left out.
struct ChainPlayer: Sendable {
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

  func oversampling(_ rateHz: Double) -> Int { Trajectory.oversampling(rateHz, gridHz: gridHz) }

  /// - Parameters:
  ///   - fine: volts at `rateHz` · `oversampling(rateHz)`.
  ///   - positions: per knob of the whole circuit, one value per model sample.
  ///   - sides: which steps to the side are taken, in stages with a network.
  /// - Returns: one trajectory per stage.
  func play(
    fine: [Double], rateHz: Double, positions: [[Double]], sides: (share: Double, seed: UInt64)? = nil,
    isCancelled: () -> Bool = { false }
  ) throws(SolverError) -> [Trajectory] {
    var input = fine
    var result: [Trajectory] = []
    for (index, stage) in stages.enumerated() {
      var trajectory = try Trajectory(
        stage.solver, rateHz: rateHz, fine: input, oversampling: oversampling(rateHz),
        positions: stage.plan.knobIndices.map { positions[$0] }, keepFine: index < stages.count - 1,
        sides: stage.plan.recipe.network == nil
          ? nil : sides.map { .init(share: $0.share, seed: $0.seed &+ UInt64(index)) },
        isCancelled: isCancelled)
      input = trajectory.fineOutput
      trajectory.dropFineOutput()
      result.append(trajectory)
    }
    return result
  }
}
