import Glibc
import ModelFormat
import RealTime
import TestModels
import Testing

/// The tail that an engine tells: what was measured, unless small signals take longer.
@Suite struct TailTests {
  /// One state that keeps `kept` of itself at every step.
  private func decay(_ kept: Double, measured: Double?) -> Model {
    let stage = Model.Stage(
      name: "decay", states: [.init(name: "x", unit: "V", scale: 1, limit: 40)],
      input: .init(scale: 1, limit: 20, taps: [0]), output: .init(scale: 1, fromStates: [1], hasResidual: false),
      coordinates: [],
      smallSignal: .init(degrees: [], restStates: [[0]], restOutput: [0], step: [[[kept - 1], [1 - kept]]]),
      network: .init(
        activation: .rationalTanh, hasBiases: false, layers: [], conditions: [], residualScales: [], axes: [],
        weights: []))
    return Model(
      circuit: "decay", name: "Decay", provenance: .init(netlist: "", recipe: "", figures: [:]), controls: [],
      tailSeconds: measured, stages: [stage], lowestRateHz: 88_200, highestRateHz: 384_000)
  }

  @Test(arguments: [nil, 0, 0.4, 0.6, 7, 20] as [Double?]) func theLongerOfTheTwo(measured: Double?) throws {
    // −100 dB after half a second.
    let kept = pow(1e-5, 1 / (0.5 * 96_000))
    let player = try Player(decay(kept, measured: measured), rateHz: 96_000)
    #expect(abs(player.engine.pointee.tailSeconds - max(measured ?? 0, 0.5)) < 1e-6)
  }

  /// Never shorter than the rate filters ring, and 20 s for what hardly forgets.
  @Test func withinItsRange() throws {
    #expect(try Player(decay(0, measured: 0.001), rateHz: 96_000).engine.pointee.tailSeconds == 0.05)
    #expect(try Player(decay(1 - 1e-9, measured: 1), rateHz: 96_000).engine.pointee.tailSeconds == 20)
  }
}
