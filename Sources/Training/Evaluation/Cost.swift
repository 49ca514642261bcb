import Circuits
import Glibc
import ModelFormat
import RealTime

/// What a model costs to hold and to play.
public struct Cost: Codable, Sendable, Equatable {
  /// Trained numbers in one weight set, and in all of them.
  public let weightsPerSet: Int
  public let weights: Int
  /// Of one model sample with knobs at rest, activations not counted.
  public let multiplyAddsPerSample: Int
  /// The engine on one channel at 96 kHz, processor time on the machine that evaluated.
  public let engineNanosecondsPerSample: Double
  public let engineTimesRealTime: Double
  /// The simulation on the same material at 96 kHz.
  public let solverTimesRealTime: Double

  static let rateHz = 96_000.0

  /// - Throws: `EngineError`, `SolverError`.
  public init(_ plan: TrainingPlan, _ model: Model, _ material: Material) throws {
    weightsPerSet = model.weightCount
    weights = model.weightTotal
    multiplyAddsPerSample = Self.multiplyAdds(model)

    let heard = material.resampled(to: Self.rateHz).samples
    let peak = max(heard.reduce(0) { max($0, abs($1)) }, 1e-9)
    let volts = heard.map { $0 / peak * plan.recipe.levels.nominalPeakVolts }
    // Four seconds at least, so that setting up does not count.
    var input: [Float] = []
    while Double(input.count) < 4 * Self.rateHz { input += volts.map(Float.init) }
    let gestures = model.controls.map { KnobGesture.held($0.position(ofPlain: $0.default)) }
    let played = try (0..<3).map { _ in
      try Self.processorSeconds {
        _ = try Playback.render(model, input: input, rateHz: Self.rateHz, gestures: gestures)
      }
    }
    let seconds = played.min() ?? 0
    engineNanosecondsPerSample = (seconds / Double(input.count) * 1e11).rounded() / 100
    engineTimesRealTime = (Double(input.count) / Self.rateHz / max(seconds, 1e-9)).rounded()

    let solver = try TransientSolver(plan.circuit)
    let excerpt = Array(volts.prefix(Int(Self.rateHz / 2)))
    let simulated = try Self.processorSeconds {
      _ = try CircuitPlayer.play(
        solver, input: excerpt, rateHz: Self.rateHz, gestures: KnobPositions(plan).held, by: .solver)
    }
    solverTimesRealTime = (Double(excerpt.count) / Self.rateHz / max(simulated, 1e-9) * 100).rounded() / 100
  }

  /// Conditions are folded into biases, the anchor into the small-signal step.
  public static func multiplyAdds(_ model: Model) -> Int {
    model.stages.reduce(0) { $0 + multiplyAdds($1) }
  }

  private static func multiplyAdds(_ stage: Model.Stage) -> Int {
    let (states, inputs) = (stage.states.count, stage.states.count + stage.input.taps.count)
    var count = states * inputs + states + stage.smallSignal.outputStep.count
    var width = inputs
    for units in stage.network.layers {
      count += units * width
      width = units
    }
    let skip = stage.network.windows.isEmpty ? 0 : stage.residualCount * inputs
    return count + stage.residualCount * width + skip
  }

  /// Of this thread: other work on the machine does not count.
  package static func processorSeconds(_ body: () throws -> Void) rethrows -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
    let start = now()
    try body()
    return now() - start
  }
}
