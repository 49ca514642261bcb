import Glibc
import ModelFormat

/// How long a circuit may be heard after its input has ended.
///
/// A linear step x' = A x forgets like ρⁿ, ρ being A's spectral radius: the slowest mode. Once what is left is small
/// that holds for every circuit that comes to rest. What comes before, such as a bias on its way back from a loud note,
/// the model tells as it was measured.
package enum SlowestMode {
  /// What is left of the slowest mode at the tail's end: −100 dB.
  private static let rest = 1e-5
  /// The rate filters' own ringing, and the longest answer that helps a host.
  private static let range = 0.05...20.0
  /// Squarings of A: 2²⁴ steps.
  package static let doublings = 24

  /// [main-thread] Seconds, for whichever way the knobs stand at their ends or half-way.
  static func tailSeconds(_ model: Model, rateHz: Double) -> Double {
    let controls = model.controls.map { $0.id }
    let radius = model.stages.reduce(0.0) { largest, stage in
      positions(stage, model.controls).reduce(largest) {
        max($0, spectralRadius(ReferenceStage.restStep(stage, timeStep: 1 / rateHz, controls: controls, positions: $1)))
      }
    }
    let linear = radius >= 1 ? range.upperBound : radius > 0 ? log(rest) / log(radius) / rateHz : 0
    return min(max(linear, model.tailSeconds ?? 0, range.lowerBound), range.upperBound)
  }

  /// All knobs half-way, and every corner of the cube of those that the stage hears.
  private static func positions(_ stage: Model.Stage, _ controls: [Control]) -> [[Double]] {
    let half = controls.map { _ in 0.5 }
    let heard = controls.indices.filter { index in stage.coordinates.contains { $0.control == controls[index].id } }
    return [half]
      + (0..<1 << heard.count).map { corner in
        var positions = half
        for (bit, index) in heard.enumerated() { positions[index] = corner >> bit & 1 == 0 ? 0 : 1 }
        return positions
      }
  }

  /// lim ‖Aⁿ‖^(1/n) (Gelfand), by squaring.
  package static func spectralRadius(_ matrix: [[Double]], doublings: Int = Self.doublings) -> Double {
    let count = matrix.count
    guard count > 0 else { return 0 }
    var power = matrix
    var logarithm = 0.0
    var steps = 1.0
    for doubling in 0...doublings {
      let norm = power.reduce(0.0) { max($0, $1.reduce(0) { $0 + abs($1) }) }
      guard norm > 0, norm.isFinite else { return norm > 0 ? .infinity : 0 }
      logarithm += log(norm) / steps
      if doubling == doublings { break }
      let scaled = power.map { $0.map { $0 / norm } }
      power = scaled.map { row in
        (0..<count).map { column in (0..<count).reduce(0) { $0 + row[$1] * scaled[$1][column] } }
      }
      steps *= 2
    }
    return exp(logarithm)
  }
}
