import Glibc

/// What errors count by where in the material they happen.
struct Surroundings {
  /// Per trajectory and window of time.
  private let places: [[Place]]

  private struct Place {
    /// The inverse of the output's amplitude.
    var weight: Float
    /// 1 + input level relative to the usual.
    var heat: Float
  }

  private static let window = 2_048
  /// Peak of music over its root mean square.
  private static let crest = 5.0

  /// - Parameters:
  ///   - nominalPeakVolts: of the input in ordinary use; found in the material where it is left out.
  ///   - quietFloor: amplitudes below this share of the usual one count no more than it.
  init(_ truth: TruthSet, _ scales: Scales, nominalPeakVolts: Double?, quietFloor: Double) {
    let usual = nominalPeakVolts.map { $0 / Self.crest } ?? Self.usualAmplitude(truth)
    places = truth.trajectories.map { Self.places($0, scales, usualInput: usual, floor: quietFloor) }
  }

  /// Relative to the local amplitude, and the less the hotter the input is: (1 + input level)^−exponent.
  /// - Parameter samples: where state and input come from; the louder of the places counts.
  func weight(_ trajectory: Int, _ samples: Int..., heatExponent: Double) -> (weight: Float, heat: Float) {
    let here = samples.map { places[trajectory][$0 / Self.window] }
    let weight = here.reduce(Float.infinity) { min($0, $1.weight) }
    return (weight, Float(pow(Double(here.reduce(0) { max($0, $1.heat) }), -heatExponent)))
  }

  private static func places(
    _ trajectory: KeptTrajectory, _ scales: Scales, usualInput: Double, floor: Double
  ) -> [Place] {
    stride(from: 0, to: trajectory.count, by: window).map { start in
      let range = start..<min(start + window, trajectory.count)
      func amplitude(_ values: Samples) -> Double {
        let mean = range.reduce(0.0) { $0 + Double(values[$1]) } / Double(range.count)
        let square = range.reduce(0.0) { $0 + pow(Double(values[$1]) - mean, 2) } / Double(range.count)
        return square.squareRoot()
      }
      return Place(
        weight: Float(1 / (amplitude(trajectory.output) / scales.output + floor)),
        heat: Float(1 + amplitude(trajectory.input) / usualInput))
    }
  }

  /// Of a stage's input, which only the truth tells: the median over windows with sound.
  private static func usualAmplitude(_ truth: TruthSet) -> Double {
    var amplitudes: [Float] = []
    for trajectory in truth.trajectories {
      for start in stride(from: 0, to: trajectory.count, by: window) {
        let part = trajectory.input[start..<min(start + window, trajectory.count)]
        let square = part.reduce(0) { $0 + $1 * $1 } / Float(part.count)
        if square > 0 { amplitudes.append(square.squareRoot()) }
      }
    }
    amplitudes.sort()
    return amplitudes.isEmpty ? 1 : max(Double(amplitudes[amplitudes.count / 2]), 1e-9)
  }
}
