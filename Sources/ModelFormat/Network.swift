extension Model {
  public struct Network: Codable, Sendable, Equatable {
    public var activation: Activation
    public var activationFormula: String
    /// Whether the hidden units have biases; without them (and without conditions) the network is odd.
    public var hasBiases: Bool
    /// Units of each hidden layer; none for a linear stage, which has no weights at all.
    public var layers: [Int]
    /// Indices into `coordinates` fed as inputs behind z.
    public var conditions: [Int]
    /// D (and D_y last, where the output has a residual).
    public var residualScales: [Double]
    /// Of every row σ, beyond which its small-signal part counts no more, or 0 where it counts as it is; empty where
    /// no row has one.
    public var saturations: [Double]
    public var axes: [SnapshotAxis]
    /// Weights at the first node of every axis: per layer the matrix row by row, then the biases; last the output
    /// matrix row by row (no bias: the anchor would remove it), and where a row has a σ the skip matrix L row by row:
    /// what N hears of z directly.
    public var weights: [Double]

    public init(
      activation: Activation, hasBiases: Bool, layers: [Int], conditions: [Int], residualScales: [Double],
      saturations: [Double] = [], axes: [SnapshotAxis], weights: [Double]
    ) {
      self.activation = activation
      self.activationFormula = activation.formula
      self.hasBiases = hasBiases
      self.layers = layers
      self.conditions = conditions
      self.residualScales = residualScales
      self.saturations = saturations
      self.axes = axes
      self.weights = weights
    }
  }

  /// Weight sets along one coordinate, linear in between.
  public struct SnapshotAxis: Codable, Sendable, Equatable {
    /// Index into `coordinates`.
    public var coordinate: Int
    /// Node positions in c, ascending from −1 to 1.
    public var nodes: [Double]
    /// For each node after the first: what to add to `weights` there.
    public var deltas: [[Double]]

    public init(coordinate: Int, nodes: [Double], deltas: [[Double]]) {
      self.coordinate = coordinate
      self.nodes = nodes
      self.deltas = deltas
    }
  }
}
