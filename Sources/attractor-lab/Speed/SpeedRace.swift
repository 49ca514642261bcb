import Circuits
import Foundation
import Training

/// One circuit and eight stretches of guitar, to be played by all who race.
struct SpeedRace {
  /// Processor seconds for all stretches.
  struct Lap {
    var oneLane = 0.0
    var sideBySide = 0.0
    var ngspice = 0.0
    /// See ``SpeedFigures``.
    var difference = 0.0
    var patientShare = 0.0
  }

  static let gridHz = 768_000.0
  private static let outputEvery = 8

  let name: String
  private let solver: TransientSolver
  private let knobs: [Double]
  /// Volts on the grid, per lane; all begin at rest.
  private let inputs: [[Double]]

  init(_ folder: CircuitFolder, seconds: Double) throws {
    let plan = try folder.plan()
    name = plan.id
    solver = try TransientSolver(plan.circuit)
    knobs = KnobPositions(plan).defaults
    let whole = try folder.heldOut(from: 0.5, seconds: seconds * Double(SideBySide.width))
    let peak = max(whole.samples.reduce(0) { max($0, abs($1)) }, 1e-9)
    let gain = plan.recipe.levels.nominalPeakVolts / peak
    let fine = whole.resampled(to: Self.gridHz).samples
    let count = fine.count / SideBySide.width
    inputs = (0..<SideBySide.width).map { lane in
      // A fade in of half a millisecond.
      (0..<count).map { fine[lane * count + $0] * gain * min(1, Double($0) / (5e-4 * Self.gridHz)) }
    }
  }

  func run() throws -> Lap {
    var lap = Lap()
    let alone = try inputs.map { try playAlone($0, &lap) }
    let together = try playTogether(&lap)
    for (one, other) in zip(alone, together) { lap.difference = max(lap.difference, Self.difference(other, one)) }
    for input in inputs {
      // What ngspice takes for reading, the operating point and nothing else.
      let start = try Cost.processorSeconds { try playNgspice(Array(input.prefix(2))) }
      lap.ngspice += max(try Cost.processorSeconds { try playNgspice(input) } - start, 1e-9)
    }
    return lap
  }

  private func playAlone(_ input: [Double], _ lap: inout Lap) throws -> [Double] {
    var one = solver
    try one.start(knobs: knobs)
    var output: [Double] = []
    lap.oneLane += try Cost.processorSeconds {
      try knobs.withUnsafeBufferPointer { knobs in
        for n in 1..<input.count {
          try one.step(input: input[n], knobs: knobs.baseAddress!, timeStep: 1 / Self.gridHz)
          if n % Self.outputEvery == 0 { output.append(one.output) }
        }
      }
    }
    return output
  }

  private func playTogether(_ lap: inout Lap) throws -> [[Double]] {
    var lanes = try SideBySide(solver)
    for lane in inputs.indices {
      try lanes.start(lane, knobs: knobs)
      try lanes.setTimeStep(1 / Self.gridHz, of: lane)
    }
    var output = [[Double]](repeating: [], count: inputs.count)
    let count = inputs[0].count
    lap.sideBySide = try Cost.processorSeconds {
      for n in 1..<count {
        for lane in inputs.indices { lanes.setInput(inputs[lane][n], of: lane) }
        let failed = lanes.step()
        if !failed.isEmpty { throw lanes.firstError(failed) }
        guard n % Self.outputEvery == 0 else { continue }
        for lane in inputs.indices { output[lane].append(lanes.output(of: lane)) }
      }
    }
    lap.patientShare = Double(lanes.patientSteps) / Double(count * inputs.count)
    return output
  }

  private func playNgspice(_ input: [Double]) throws {
    let held = Dictionary(uniqueKeysWithValues: zip(solver.circuit.controls, knobs.map { KnobMotion.held($0) }))
    _ = try NgspiceOracle.transient(
      solver.circuit, input: input, knobs: held, inputRate: Self.gridHz,
      outputRate: Self.gridHz / Double(Self.outputEvery))
  }

  /// ‖a − b‖² as a share of ‖b − mean‖².
  private static func difference(_ a: [Double], _ b: [Double]) -> Double {
    let mean = b.reduce(0, +) / Double(max(b.count, 1))
    let energy = b.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / max(energy, 1e-300)
  }
}
