import ModelFormat

/// Looks for knobs at which a step stretches distances more than where free runs have it: from each of their states
/// uphill over the knobs' cube.
package struct StretchSearch {
  let stage: Model.Stage
  let metric: ContractionMetric
  private let knobs: [String]

  private static let firstShare = 0.5
  private static let lastShare = 0.01

  package init(_ stage: Model.Stage, _ metric: ContractionMetric) {
    (self.stage, self.metric) = (stage, metric)
    knobs = stage.knobs
  }

  /// The largest stretch found, and how many steps were looked at.
  ///
  /// One knob after the other goes up or down by a share of its way that is halved where nothing is gained.
  /// - Parameters:
  ///   - z: deviation of the state from rest and the taps, normalised.
  ///   - positions: 0…1 by control id.
  package func climb(_ z: [Double], from positions: [String: Double]) -> (stretch: Double, steps: Int) {
    var (place, best, steps) = (positions, stretch(z, positions), 1)
    var share = Self.firstShare
    while share >= Self.lastShare && !knobs.isEmpty {
      var gains = false
      for knob in knobs {
        for direction in [share, -share] {
          var next = place
          next[knob] = min(max((place[knob] ?? 0.5) + direction, 0), 1)
          let found = stretch(z, next)
          steps += 1
          if found > best { (place, best, gains) = (next, found, true) }
        }
      }
      if !gains { share /= 2 }
    }
    return (best, steps)
  }

  private func stretch(_ z: [Double], _ positions: [String: Double]) -> Double {
    let jacobian = StageJacobian(stage, timeStep: 1 / Stability.rateHz, positions: positions)
    let stretch = metric.stretch(jacobian(z))
    return stretch.isFinite ? stretch : Stability.endless
  }
}
