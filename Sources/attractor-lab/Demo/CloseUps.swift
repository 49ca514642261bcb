import AudioFiles
import Circuits
import Foundation
import HostKit
import ModelFormat
import RealTime
import Training

/// Output against input for a slow sine, at one diode position.
struct TransferCurve {
  static let positions = [0.0, 0.25, 0.5, 0.75, 1]
  static let peakVolts = 3.0
  static let hertz = 40.0

  let position: Double
  /// Volts, one period.
  let input: [Float]
  let plugin: [Float]
  let circuit: [Float]

  init(_ position: Double, _ instance: PluginInstance, _ solver: TransientSolver) throws {
    self.position = position
    let period = Int(Score.rateHz / Self.hertz)
    let sine = (0..<3 * period).map { Self.peakVolts * sin(2 * .pi * Double($0) / Double(period)) }
    var settings = RenderSettings()
    settings.automation = [
      Automation(try instance.parameter("Diode"), [.init(time: 0, value: position)]),
      Automation(try instance.parameter("Input"), [.init(time: 0, value: 0)]),
    ]
    settings.tail = .seconds(0)
    let dry = AudioBuffer(sampleRate: Score.rateHz, channels: [sine.map(Float.init)])
    plugin = Array(try Renderer(instance, settings).render(dry).output.channels[0].suffix(period))
    circuit = Array(
      try Simulation.run(solver, sine, [Double](repeating: position, count: sine.count)).output.suffix(period))
    input = sine.suffix(period).map(Float.init)
  }
}

/// The circuit's state against its input over a short stretch of the take: what the network has to get right at every
/// step.
struct StateTrajectory {
  static let seconds = 0.005
  private static let leadIn = 0.03

  let state: Model.State
  /// Volts.
  let input: [Double]
  /// In the state's unit: from the simulation, and from the network's reference in double precision.
  let circuit: [Double]
  let network: [Double]

  init(_ take: Take, _ model: Model, from frame: Int) {
    state = model.stages[0].states[0]
    let start = frame - Int(Self.leadIn * Score.rateHz)
    let end = frame + Int(Self.seconds * Score.rateHz)
    var step = ReferenceStep(model, rateHz: Score.rateHz, positions: [take.diode[start]])
    step.setState(take.circuit.states.map { Double($0[start - 1]) })
    var network: [Double] = []
    for n in start..<end {
      _ = step.step(take.heard[n], positions: [take.diode[n]])
      network.append(step.state[0] * state.scale)
    }
    self.network = Array(network.suffix(end - frame))
    input = Array(take.heard[frame..<end])
    circuit = take.circuit.states[0][frame..<end].map(Double.init)
  }
}
