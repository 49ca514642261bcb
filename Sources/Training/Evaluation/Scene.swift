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
  /// The netlist's knobs, as `gestures` follow them.
  let controls: [String]
  /// Volts, what the plugin hears.
  public let input: [Float]
  /// Volts at `rateHz`, the simulated circuit driven by the same band-limited input.
  public let truth: [Double]
  /// Whether a constant delay is taken out (hosts below the models' lowest rate pass rate filters).
  public let isAligned: Bool

  /// - Parameters:
  ///   - material: mono at `materialRateHz`, peak 1.
  ///   - gestures: one per knob, in the netlist's order; only held ones where the host's rate is below the model's.
  ///   - progress: of the simulation, 0…1.
  public init(
    _ name: String, _ solver: TransientSolver, material: [Double], materialRateHz: Double, peakVolts: Double,
    rateHz: Double, gestures: [KnobGesture], by kind: Truth = .solver,
    progress: ((Double) -> Void)? = nil
  ) throws {
    self.name = name
    self.rateHz = rateHz
    self.gestures = gestures
    let peak = material.reduce(0) { max($0, abs($1)) }
    let played = Resampler(from: materialRateHz, to: rateHz).resample(material.map { $0 / max(peak, 1e-9) * peakVolts })
    input = played.map(Float.init)
    isAligned = RatePlan(hostRateHz: rateHz, quality: .live).factor > 1
    controls = solver.circuit.controls
    truth = try CircuitPlayer.play(
      solver, input: input.map(Double.init), rateHz: rateHz, gestures: gestures, by: kind, progress: progress)
  }

  /// ESR of a model in decibels, the first 50 ms left out.
  public func decibels(_ model: Model) throws(EngineError) -> Double {
    let rendering = try Playback.render(model, input: input, rateHz: rateHz, gestures: gestures(for: model))
    let skip = Int(0.05 * rateHz)
    if isAligned {
      return ErrorMeasure.alignedDecibels(rendering, truth: truth, range: 0...12, skip: skip).decibels
    }
    return ErrorMeasure.esrDecibels(rendering, truth: truth, skip: skip)
  }

  /// The gestures in the order of a model's controls; what the netlist does not know stays at its default.
  private func gestures(for model: Model) -> [KnobGesture] {
    model.controls.map { control in
      controls.firstIndex(of: control.id).map { gestures[$0] } ?? .held(control.position(ofPlain: control.default))
    }
  }
}
