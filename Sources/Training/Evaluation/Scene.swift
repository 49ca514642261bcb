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

  /// How the model is held against the circuit at hosts below the models' lowest rate.
  public enum Comparison: Sendable {
    /// Against the plain circuit, with the best constant delay taken out.
    case aligned
    /// Against the circuit between the engine's own rate filters: what the model itself is to blame for.
    case filtered
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
  /// Whether a constant delay is taken out.
  public let isAligned: Bool

  /// - Parameters:
  ///   - material: mono at `materialRateHz`, any peak.
  ///   - gestures: one per knob, in the netlist's order; only held ones where the host's rate is below the model's.
  ///   - progress: of the simulation, 0…1.
  public init(
    _ name: String, _ solver: TransientSolver, material: [Double], materialRateHz: Double, peakVolts: Double,
    rateHz: Double, gestures: [KnobGesture], by kind: Truth = .solver, comparison: Comparison = .aligned,
    store: TruthStore = TruthStore(folder: nil), progress: ((Double) -> Void)? = nil
  ) throws {
    self.name = name
    self.rateHz = rateHz
    self.gestures = gestures
    let peak = material.reduce(0) { max($0, abs($1)) }
    let played = Resampler(from: materialRateHz, to: rateHz).resample(material.map { $0 / max(peak, 1e-9) * peakVolts })
    input = played.map { Float($0) }
    controls = solver.circuit.controls
    let needsFilters = RatePlan(hostRateHz: rateHz, quality: .live).factor > 1
    isAligned = needsFilters && comparison == .aligned
    let heard: [Float]
    if needsFilters && comparison == .filtered {
      let filters = RateFilters(hostRateHz: rateHz)
      heard = filters.lowered(
        try store.play(
          solver, input: filters.raised(input), rateHz: filters.plan.modelRateHz, gestures: gestures, by: kind,
          progress: progress))
    } else {
      heard = try store.play(solver, input: input, rateHz: rateHz, gestures: gestures, by: kind, progress: progress)
    }
    truth = heard.map(Double.init)
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

  private func gestures(for model: Model) -> [KnobGesture] {
    Self.gestures(gestures, of: controls, for: model)
  }

  /// Gestures in the order of a model's controls; what the netlist does not know stays at its default.
  static func gestures(_ gestures: [KnobGesture], of ids: [String], for model: Model) -> [KnobGesture] {
    model.controls.map { control in
      ids.firstIndex(of: control.id).map { gestures[$0] } ?? .held(control.position(ofPlain: control.default))
    }
  }
}
