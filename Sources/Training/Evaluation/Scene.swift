import Circuits
import ModelFormat
import RealTime
import Signals

/// One test of a model: material, level, rate and what the knobs do; simulated once, compared often.
public struct Scene: Sendable {
  public enum Truth: String, Sendable {
    /// This project's solver.
    case solver
    case ngspice
  }

  public let name: String
  public let rateHz: Double
  public let gestures: [KnobGesture]
  /// Volts, what the plugin hears.
  public let input: [Float]
  /// Volts at `rateHz`, the simulated circuit driven by the same band-limited input.
  public let truth: [Double]
  /// Whether a constant delay is taken out (hosts below the models' lowest rate pass rate filters).
  public let isAligned: Bool

  /// - Parameters:
  ///   - material: mono at `materialRateHz`, peak 1.
  ///   - gestures: one per control; only held knobs where the host's rate is below the model's.
  public init(
    _ name: String, _ solver: TransientSolver, material: [Double], materialRateHz: Double, peakVolts: Double,
    rateHz: Double, gestures: [KnobGesture], by kind: Truth = .solver
  ) throws {
    self.name = name
    self.rateHz = rateHz
    self.gestures = gestures
    let peak = material.reduce(0) { max($0, abs($1)) }
    let played = Resampler(from: materialRateHz, to: rateHz).resample(material.map { $0 / max(peak, 1e-9) * peakVolts })
    input = played.map(Float.init)
    let plan = RatePlan(hostRateHz: rateHz, quality: .live)
    isAligned = plan.factor > 1
    // Below the models' rates the truth is made at eight times the host's and brought down without phase shift.
    let truthRateHz = isAligned ? rateHz * 8 : rateHz
    let oversampling = Trajectory.oversampling(truthRateHz)
    let heard = input.map(Double.init)
    let fineRateHz = truthRateHz * Double(oversampling)
    let fine = Resampler(from: rateHz, to: fineRateHz).resample(heard)
    let count = fine.count / oversampling
    let positions = gestures.map { $0.smoothed(count: count, rateHz: truthRateHz) }
    let output: [Double]
    switch kind {
    case .solver:
      let trajectory = try Trajectory(
        solver, rateHz: truthRateHz, fine: fine, oversampling: oversampling, positions: positions)
      output = trajectory.output.map(Double.init)
    case .ngspice:
      output = try Self.ngspice(solver.circuit, fine, fineRateHz, truthRateHz, positions)
    }
    truth = isAligned ? Resampler(from: truthRateHz, to: rateHz).resample(output) : output
  }

  private static func ngspice(
    _ circuit: Circuit, _ fine: [Double], _ fineRateHz: Double, _ rateHz: Double, _ positions: [[Double]]
  ) throws -> [Double] {
    // Knobs move in straight lines between samples, as in this project's solver.
    let knobs = Dictionary(
      uniqueKeysWithValues: zip(circuit.controls, positions.map { KnobMotion.moving($0, rate: rateHz) }))
    return try NgspiceOracle.transient(
      circuit, input: fine, knobs: knobs, inputRate: fineRateHz, outputRate: rateHz)
  }

  /// ESR of a model in decibels, the first 50 ms left out.
  public func decibels(_ model: Model) throws(EngineError) -> Double {
    let rendering = try Playback.render(model, input: input, rateHz: rateHz, gestures: gestures)
    let skip = Int(0.05 * rateHz)
    if isAligned {
      return ErrorMeasure.alignedDecibels(rendering, truth: truth, range: 0...12, skip: skip).decibels
    }
    return ErrorMeasure.esrDecibels(rendering, truth: truth, skip: skip)
  }
}
