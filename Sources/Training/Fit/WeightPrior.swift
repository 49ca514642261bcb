import TrainingKernelInterface

/// How large weights are expected to be before a sample is seen: each is drawn from a normal distribution around 0.
///
/// Samples that are as near as the present error allows outvote it wherever they say anything at all. What they leave
/// open stays small, where a fit to one draw would let large weights cancel each other: such networks amplify their own
/// rounding, and answer what no training has shown with anything.
package struct WeightPrior {
  /// 1/σ² of each number in a weight set.
  package let inverseVariances: [Double]

  /// - Parameters:
  ///   - size: σ of a weight between values of unit size.
  ///   - signalSizes: mean magnitude of each signal in z, none of them zero.
  package init(size: Double, _ shape: BlockShape, signalSizes: [Double]) {
    var deviations = [Double](repeating: size, count: shape.weights)
    func divide(_ weight: Int, _ signal: Int) { deviations[weight] /= signalSizes[signal] }
    for unit in 0..<shape.units[0] {
      for signal in 0..<shape.signals { divide(unit * shape.inputs + signal, signal) }
    }
    if shape.hasWindows {
      for row in 0..<shape.outputs {
        for signal in 0..<shape.signals { divide(shape.skipMatrix + row * shape.signals + signal, signal) }
      }
    }
    inverseVariances = deviations.map { 1 / ($0 * $0) }
  }

  /// Σ (w/σ)² over all sets.
  package func sum(_ sets: [Double]) -> Double {
    sets.indices.reduce(0) { $0 + sets[$1] * sets[$1] * inverseVariance($1) }
  }

  func inverseVariance(_ weight: Int) -> Double { inverseVariances[weight % inverseVariances.count] }
}
