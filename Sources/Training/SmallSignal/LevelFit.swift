import Circuits
import Glibc
import ModelFormat

/// The gain of a stage that is nothing but a volume pot, as a series of its knob.
package struct LevelFit {
  package let level: Model.Level
  /// Largest error relative to the largest gain, in decibels.
  package let errorDecibels: Double

  package init(_ plan: StagePlan) throws(TrainingError) {
    let degree = plan.recipe.gainDegree ?? 0
    do throws(SolverError) {
      let solver = try TransientSolver(plan.circuit)
      let gain = { (c: [Double]) throws(SolverError) -> [Double] in
        [try solver.linearised(knobs: [min(max((c[0] + 1) / 2, 0), 1)]).d]
      }
      let fit = try ChebyshevFit(degrees: [degree], sample: gain)
      var (largest, worst) = (1e-300, 0.0)
      for index in 0...100 {
        let c = [Double(index) / 50 - 1]
        let exact = try gain(c)[0]
        largest = max(largest, abs(exact))
        worst = max(worst, abs(exact - fit.values(at: c)[0]))
      }
      level = Model.Level(control: plan.controls[0].id, gain: fit.series[0])
      errorDecibels = 20 * log10(max(worst / largest, 1e-30))
    } catch {
      throw .solver(error)
    }
    guard errorDecibels <= Trainer.smallSignalLimitDecibels else {
      throw .smallSignal(
        stage: plan.recipe.name, decibels: errorDecibels, limit: Trainer.smallSignalLimitDecibels,
        coordinate: plan.controls[0].id)
    }
  }
}
