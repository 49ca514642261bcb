import Glibc
import TestModels
import Testing
import Training
import TrainingKernelInterface

/// Weights that no sample needs to be large.
@Suite struct WeightPriorTests {
  static let shape = BlockShape(states: 1, taps: 2, conditions: 0, layers: [10, 10], outputs: 1, hasBiases: false)
  static let grid = SnapshotGrid(nodeCounts: [2])

  /// Steps of a state that saturates; the second tap is a thousand times smaller than the rest and says as much.
  static func batch(_ count: Int, seed: UInt64) -> BlockBatch {
    var dice = Dice(seed)
    let steps = (0..<count).map { _ in
      let (position, z) = (dice.number(-1...1), (0..<3).map { _ in dice.normal() })
      let along = (z[0] - 0.7 * z[1] + 0.4 * z[2]) * (1.5 + 0.5 * position)
      return BlockBatch.Sequence(
        position: [position], start: [Float(z[0])], inputs: [Float(z[1]), Float(z[2] * 1e-3)], linear: [],
        targets: [Float(tanh(along) - along)], gains: [1], weights: [1])
    }
    return BlockBatch(steps, steps: 1, shape: shape, grid: grid)
  }

  static func fit(_ prior: WeightPrior?) -> LevenbergMarquardt {
    var dice = Dice(3)
    let start = (0..<grid.setCount * shape.weights).map { _ in 0.3 * dice.normal() }
    let optimiser = LevenbergMarquardt(
      sets: start, shape: shape, setCount: grid.setCount, damping: 0.1, workers: 1, prior: prior)
    var seed: UInt64 = 10
    func draw() -> BlockBatch {
      seed += 1
      return batch(400, seed: seed)
    }
    optimiser.run(iterations: 120, redrawEvery: 12, draw: draw, afterStep: {})
    return optimiser
  }

  @Test func signalsCountByTheirSize() {
    let prior = WeightPrior(size: 2, Self.shape, signalSizes: [1, 0.5, 1e-3])
    let expected = [0.25, 0.0625, 0.25e-6]
    for unit in 0..<10 {
      for (signal, value) in expected.enumerated() {
        #expect(abs(prior.inverseVariances[unit * 3 + signal] / value - 1) < 1e-12)
      }
    }
    #expect(prior.inverseVariances[30...].allSatisfy { $0 == 0.25 })
    #expect(prior.inverseVariances.count == Self.shape.weights)
    // Both sets: every first weight 2, all else 0.
    var sets = [Double](repeating: 0, count: 2 * Self.shape.weights)
    sets[0] = 2
    sets[Self.shape.weights] = 2
    #expect(abs(prior.sum(sets) - 2) < 1e-12)
  }

  @Test func windowsHaveTheirSignals() {
    let shape = BlockShape(
      states: 1, taps: 1, conditions: 1, layers: [3], outputs: 2, hasBiases: true, windows: [0, 0.5])
    let prior = WeightPrior(size: 1, shape, signalSizes: [0.1, 10])
    // Conditions, biases and outputs have unit size.
    #expect(prior.inverseVariances[2] == 1)
    #expect(prior.inverseVariances[shape.biases[0]..<shape.skipMatrix].allSatisfy { $0 == 1 })
    for (place, value) in zip(shape.skipMatrix..<shape.weights, [0.01, 100, 0.01, 100]) {
      #expect(abs(prior.inverseVariances[place] / value - 1) < 1e-9)
    }
  }

  @Test func whatSamplesLeaveOpenStaysSmall() {
    let prior = WeightPrior(size: 3, Self.shape, signalSizes: [0.8, 0.8, 0.8e-3])
    let (free, held) = (Self.fit(nil), Self.fit(prior))
    #expect(prior.sum(held.sets) < 0.5 * prior.sum(free.sets))
    #expect(held.error < 2 * free.error)
    #expect(held.error < 1e-4)
  }
}
