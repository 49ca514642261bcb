import Circuits
import RealTime
import Signals

/// The circuit itself heard at a host's rate: the truth that models are held against.
public enum CircuitPlayer {
  /// - Parameters:
  ///   - input: volts at `rateHz`; the circuit is driven by it, band-limited, on a grid of at least 700 kHz.
  ///   - gestures: one per knob, in the netlist's order; smoothed as in the plugin.
  ///   - progress: 0…1, now and then.
  /// - Returns: volts at `rateHz`. Below the models' rates the circuit is heard through a filter without phase shift.
  public static func play(
    _ solver: TransientSolver, input: [Double], rateHz: Double, gestures: [KnobGesture], by truth: Scene.Truth,
    progress: ((Double) -> Void)? = nil
  ) throws -> [Double] {
    let isFiltered = rateHz < RatePlan.lowestModelRateHz * 0.999
    let truthRateHz = isFiltered ? rateHz * 8 : rateHz
    let oversampling = Trajectory.oversampling(truthRateHz)
    let fineRateHz = truthRateHz * Double(oversampling)
    let fine = Resampler(from: rateHz, to: fineRateHz).resample(input)
    let count = fine.count / oversampling
    let positions = gestures.map { $0.smoothed(count: count, rateHz: truthRateHz) }
    let output: [Double]
    switch truth {
    case .solver:
      // The simulation asks from time to time whether to stop.
      var calls = 0.0
      let trajectory = try Trajectory(
        solver, rateHz: truthRateHz, fine: fine, oversampling: oversampling, positions: positions
      ) {
        progress?(min(calls * 4096 / Double(max(count, 1)), 1))
        calls += 1
        return false
      }
      output = trajectory.output.map(Double.init)
    case .ngspice:
      // Knobs move in straight lines between samples, as in this project's solver.
      let motions = zip(solver.circuit.controls, positions.map { KnobMotion.moving($0, rate: truthRateHz) })
      // ngspice starts at rest for its first input, this project's solver for none: an excerpt begins anywhere.
      output = try NgspiceOracle.transient(
        solver.circuit, input: [0] + fine.dropFirst(), knobs: Dictionary(uniqueKeysWithValues: motions),
        inputRate: fineRateHz, outputRate: truthRateHz, progress: progress)
    }
    return isFiltered ? Resampler(from: truthRateHz, to: rateHz).resample(output, count: input.count) : output
  }
}
