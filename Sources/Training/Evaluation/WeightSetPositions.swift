import ModelFormat

/// Where along its knobs a model has weight sets of its own.
package struct WeightSetPositions {
  /// By control: positions 0…1, one list per axis.
  private let axes: [(control: String, positions: [Double])]

  /// Closer than this a position is one that training knows.
  static let distance = 0.01

  package init(_ model: Model) {
    axes = model.stages.flatMap { stage in
      stage.network.axes.compactMap { axis in
        let coordinate = stage.coordinates[axis.coordinate]
        guard let control = coordinate.control else { return nil }
        return (control, axis.nodes.map { Self.position(of: $0, along: coordinate) })
      }
    }
  }

  /// Whether on every axis there is a weight set nearby; never without axes.
  package func isNear(_ positions: [Double], ids: [String]) -> Bool {
    !axes.isEmpty
      && axes.allSatisfy { control, nodes in
        guard let knob = ids.firstIndex(of: control) else { return true }
        return nodes.contains { abs($0 - positions[knob]) < Self.distance }
      }
  }

  /// By bisection: laws differ, but all of them rise or fall throughout.
  package static func position(of node: Double, along coordinate: Coordinate) -> Double {
    let timeStep = 1 / 96_000.0
    func c(_ position: Double) -> Double { coordinate.normalised(position, timeStep: timeStep) }
    let rises = c(1) > c(0)
    var (low, high) = (0.0, 1.0)
    for _ in 0..<50 {
      let middle = 0.5 * (low + high)
      if (c(middle) < node) == rises { low = middle } else { high = middle }
    }
    return (0.5 * (low + high) * 1e6).rounded() / 1e6
  }
}
