import Signals
import AudioFiles
import Circuits
import Foundation
import HostKit
import Training

/// The score, played by the plugin and by the simulated circuit. Volts at `Score.rateHz`.
struct Take {
  let score: Score
  /// After Input, what the circuit is driven by.
  let heard: [Double]
  let diode: [Double]
  let inputDecibels: [Double]
  let plugin: [Float]
  let circuit: Trajectory
  let statistics: RenderStatistics
  /// What the plugin complained about, and rules that it broke.
  let complaints: [String]

  /// - Throws: `HostError`, `SolverError`.
  init(_ score: Score, _ instance: PluginInstance, _ solver: TransientSolver, progress: (String, Double) -> Void) throws
  {
    self.score = score
    let diodeParameter = try instance.parameter("Diode")
    let inputParameter = try instance.parameter("Input")
    var settings = RenderSettings()
    settings.automation = [
      score.diode.automation(diodeParameter), score.inputDecibels.automation(inputParameter),
    ]
    settings.tail = .seconds(0)
    let dry = AudioBuffer(sampleRate: Score.rateHz, channels: [score.dry])
    let result = try Renderer(instance, settings).render(dry) { progress("plugin", $0) }
    plugin = result.output.channels[0]
    statistics = result.statistics
    complaints = instance.record.logs.filter { $0.severity >= 2 }.map(\.message) + instance.record.violations

    // The circuit gets what the plugin's network gets: the smoothed knob, and the guitar through the smoothed gain.
    let count = score.frameCount
    diode = score.diode.smoothed(diodeParameter, count: count)
    let gain = score.inputDecibels.smoothed(inputParameter, count: count) { pow(10, $0 / 20) }
    inputDecibels = gain.map { 20 * log10($0) }
    heard = zip(score.dry, gain).map { Double($0 * Float($1)) }
    circuit = try Simulation.run(solver, heard, diode) { progress("circuit", $0) }
  }

  var error: [Float] { zip(plugin, circuit.output).map { $0 - $1 } }
}

/// The circuit itself, driven by band-limited input at eight times the model's rate.
enum Simulation {
  static func run(
    _ solver: TransientSolver, _ input: [Double], _ diode: [Double], progress: (Double) -> Void = { _ in }
  ) throws -> Trajectory {
    let oversampling = Trajectory.oversampling(Score.rateHz)
    let fine = Resampler(from: Score.rateHz, to: Score.rateHz * Double(oversampling)).resample(
      input, count: input.count * oversampling)
    // Asked every 4096 samples whether to go on: the only sign of life there is.
    var asked = 0.0
    return try Trajectory(
      solver, rateHz: Score.rateHz, fine: fine, oversampling: oversampling, positions: [diode],
      isCancelled: {
        progress(min(1, asked * 4096 / Double(input.count)))
        asked += 1
        return false
      })
  }
}
