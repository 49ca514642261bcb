import InstructionSets
import ModelFormat
import RealTime
import TestModels
import Testing
import Training
import TrainingKernelInterface

/// The trainer's forward pass and the reference that the engine is held to are the same function.
@Suite struct HeldEqualTests {
  static let specs = [
    RandomModel(
      name: "two axes, conditions", states: 2, taps: [0, 1], layers: [7, 5], laws: [.logarithmic, .linear],
      hasTimeStep: true, nodes: [0, 3, 2], conditions: [0], degrees: [1, 1, 1], hasOutputRow: true,
      hasOutputResidual: true, seed: 21),
    RandomModel(
      name: "odd", states: 3, taps: [0, 1, 2], layers: [6, 7, 4], hasBiases: false, laws: [.linear], nodes: [4],
      degrees: [0], seed: 22),
    RandomModel(name: "no knobs", states: 1, taps: [0, 3], layers: [12], seed: 23),
    RandomModel(
      name: "rows with windows", states: 2, taps: [0, 1], layers: [5, 6], laws: [.linear], nodes: [3], degrees: [1],
      hasOutputRow: true, hasOutputResidual: true, window: 0.3, seed: 24),
  ]

  @Test(arguments: specs.indices, KernelTests.choices)
  func oneStepIsTheReferences(_ index: Int, _ choice: InstructionSet) {
    let spec = Self.specs[index]
    var dice = Dice(UInt64(index) + 50)
    let grid = SnapshotGrid(nodeCounts: spec.nodes.filter { $0 > 0 })
    // Only the network is left: no linear part, rest at zero.
    var model = spec.model
    func silent(_ series: [[Double]]) -> [[Double]] { series.map { $0.map { _ in 0 } } }
    model.stages[0].smallSignal.step = model.stages[0].smallSignal.step.map(silent)
    model.stages[0].smallSignal.restStates = silent(model.stages[0].smallSignal.restStates)
    model.stages[0].smallSignal.outputStep = silent(model.stages[0].smallSignal.outputStep)
    model.stages[0].output.fromStates = model.stages[0].output.fromStates.map { _ in 0 }
    let sets = (0..<grid.setCount * model.weightCount).map { _ in Double(Float(0.5 * dice.normal())) }
    let section = grid.section(sets, coordinates: model.stages[0].network.axes.map { $0.coordinate })
    model.stages[0].network.weights = section.weights
    model.stages[0].network.axes = section.axes
    let shape = BlockShape(
      states: spec.states, taps: spec.taps.count, conditions: spec.conditions.count, layers: spec.layers,
      outputs: model.stages[0].residualCount, hasBiases: spec.hasBiases,
      windows: model.stages[0].network.windows)
    #expect(shape.weights == model.weightCount)
    let kernel = choice.makeKernel(shape)

    for _ in 0..<20 {
      let rateHz = dice.number(88_200...384_000)
      let positions = model.controls.map { _ in dice.number(0...1) }
      let state = model.stages[0].states.map { _ in dice.normal() }
      let volts = dice.normal()
      var reference = ReferenceStep(model, rateHz: rateHz, positions: positions)
      reference.setState(zip(state, model.stages[0].states).map { $0 * $1.scale })
      let output = reference.step(volts, positions: positions)
      var expected = zip(reference.state, state).map { (after: Double, before: Double) in after - before }
      if model.stages[0].output.hasResidual { expected.append(output / model.stages[0].output.scale) }

      let c = model.stages[0].normalised(timeStep: 1 / rateHz) { id in
        positions[model.controls.firstIndex { $0.id == id }!]
      }
      for row in expected.indices {
        // One row at a time: its weighted error is what is left when it counts alone.
        var inputs = [Float](repeating: 0, count: spec.taps.count)
        inputs[0] = Float(volts / model.stages[0].input.scale)
        for condition in spec.conditions { inputs.append(Float(c[condition])) }
        var weights = [Float](repeating: 0, count: expected.count)
        weights[row] = 1
        let sequence = BlockBatch.Sequence(
          position: model.stages[0].network.axes.map { c[$0.coordinate] }, start: state.map(Float.init), inputs: inputs,
          linear: [], targets: weights.map { _ in 0 }, gains: model.stages[0].network.residualScales.map(Float.init),
          weights: weights)
        let batch = BlockBatch([sequence], steps: 1, shape: shape, grid: grid)
        #expect(batch.blocks.count == 1)
        let size = kernel.accumulate(batch.blocks[0], sets: sets.map(Float.init), into: nil).squareRoot()
        let scale = model.stages[0].network.residualScales[row]
        #expect(abs(size - abs(expected[row])) < 5e-6 * scale, "\(size) against \(expected[row])")
      }
    }
  }
}
