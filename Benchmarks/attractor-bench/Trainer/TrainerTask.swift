import Foundation
import Training
import TrainingKernelInterface

/// A made-up thing to learn, about as hard as a circuit: states that move by a saturating function of all signals,
/// which depends on knobs.
struct TrainerTask {
  var states: Int
  var taps: Int
  var layers: [Int]
  /// Nodes along each knob.
  var nodes: [Int]
  var sequences: Int
  var steps: Int
  /// Samples in a row that share their knobs' position.
  var perPosition = 1

  /// 16k single steps of two states.
  static let oneStep = TrainerTask(states: 2, taps: 2, layers: [16, 16], nodes: [3], sequences: 16_384, steps: 1)
  /// 512 sequences of 16 steps, five states, exact derivatives through all of them.
  static let multiStep = TrainerTask(states: 5, taps: 2, layers: [16, 16], nodes: [3], sequences: 512, steps: 16)
  /// The Fuzz Face's: 57k single steps of three states and as many knobs, each at a position of its own.
  static let apart = TrainerTask(
    states: 3, taps: 4, layers: [14, 14], nodes: [5, 3, 2], sequences: 57_344, steps: 1)
  /// The same, 35 at each position, as knobs that stay for a while have it.
  static let together = TrainerTask(
    states: 3, taps: 4, layers: [14, 14], nodes: [5, 3, 2], sequences: 57_344, steps: 1, perPosition: 35)

  var shape: BlockShape {
    BlockShape(states: states, taps: taps, conditions: 0, layers: layers, outputs: states, hasBiases: false)
  }

  var grid: SnapshotGrid { SnapshotGrid(nodeCounts: nodes) }

  var parameterCount: Int { grid.setCount * shape.weights }

  /// Where the fit begins.
  func start() -> [Double] {
    var dice = SeededDice(seed: 5)
    return (0..<parameterCount).map { _ in 0.3 * dice.normal() }
  }

  func batch() -> BlockBatch {
    var dice = SeededDice(seed: 7)
    let signals = states + taps
    let (gain, decay) = (0.1, 0.05)
    let directions = (0..<states).map { _ in (0..<signals).map { _ in dice.normal() / Double(signals).squareRoot() } }
    let linear = (0..<states).flatMap { row in (0..<signals).map { $0 == row ? -decay : 0.02 } }
    var position: [Double] = []
    let all = (0..<sequences).map { index in
      if index % perPosition == 0 { position = nodes.map { _ in 2 * dice.share() - 1 } }
      let mean = position.reduce(0, +) / Double(position.count)
      let start = (0..<states).map { _ in dice.normal() }
      var x = start
      var (inputs, targets): ([Double], [Double]) = ([], [])
      for _ in 0..<steps {
        let taps = (0..<taps).map { _ in dice.normal() }
        let z = x + taps
        inputs += taps
        for row in 0..<states {
          let along = zip(directions[row], z).reduce(0) { $0 + $1.0 * $1.1 } * (1.5 + 0.5 * mean)
          x[row] += gain * (tanh(along) - along)
          // One step has the linear part taken off.
          if steps > 1 { for (s, value) in z.enumerated() { x[row] += linear[row * signals + s] * value } }
        }
        targets += zip(x, start).map { $0 - $1 }
      }
      return BlockBatch.Sequence(
        position: position, start: start.map(Float.init), inputs: inputs.map(Float.init),
        linear: steps > 1 ? linear.map(Float.init) : [], targets: targets.map(Float.init),
        gains: Array(repeating: Float(gain), count: states), weights: Array(repeating: 1, count: states))
    }
    return BlockBatch(all, steps: steps, shape: shape, grid: grid)
  }
}
