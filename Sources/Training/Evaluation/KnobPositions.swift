import ModelFormat

/// Where the knobs of a circuit stand in a test: all at their defaults but for the one that is varied.
public struct KnobPositions: Sendable {
  /// Defaults 0…1, in the netlist's order.
  public let defaults: [Double]
  /// The knob that tests move: the first that the network has learnt; nil for a circuit without.
  public let varied: Int?

  public init(_ plan: TrainingPlan) {
    let controls = plan.recipe.controls
    defaults = plan.circuit.controls.map { id in
      controls.first { $0.id == id }.map { $0.position(ofPlain: $0.default) } ?? 0.5
    }
    moving = plan.circuit.controls.indices.filter { index in
      controls.first { $0.id == plan.circuit.controls[index] }?.role != .level
    }
    varied = controls.first { $0.role != .level }.flatMap { plan.circuit.controls.firstIndex(of: $0.id) }
  }

  /// Knobs that are no levels, as indices into `defaults`.
  public let moving: [Int]

  public var held: [KnobGesture] { defaults.map { .held($0) } }

  /// The varied knob told something else.
  public func with(_ gesture: KnobGesture) -> [KnobGesture] {
    var gestures = held
    if let varied { gestures[varied] = gesture }
    return gestures
  }

  /// Positions 0…1 of the varied knob at which a model has weight sets of its own.
  public func nodes(of model: Model, controls: [String]) -> [Double] {
    guard let varied else { return [] }
    for stage in model.stages {
      for axis in stage.network.axes where stage.coordinates[axis.coordinate].control == controls[varied] {
        return Self.positions(of: axis.nodes, along: stage.coordinates[axis.coordinate])
      }
    }
    return []
  }

  /// Found by bisection, at the evaluation's rate: the coordinate's law may be a logarithm or a rate.
  private static func positions(of nodes: [Double], along coordinate: Coordinate) -> [Double] {
    nodes.map { node in
      var (low, high) = (0.0, 1.0)
      for _ in 0..<50 {
        let middle = 0.5 * (low + high)
        let isBelow = coordinate.normalised(middle, timeStep: 1 / Cost.rateHz) < node
        if isBelow { low = middle } else { high = middle }
      }
      return (0.5 * (low + high) * 1e6).rounded() / 1e6
    }
  }
}
