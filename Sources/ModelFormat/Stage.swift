extension Model {
  /// One piece of a circuit, between two places where nothing flows back: its exact small-signal part and a network
  /// for what that leaves.
  ///
  /// With S states, T input taps, C condition inputs and O residual outputs, in normalised quantities
  /// (states divided by their scale, input and output volts by theirs):
  /// ```
  /// z    = [ x[n−1] − x₀(κ), u[n − tap₀], u[n − tap₁] … ]
  /// ν(z) = N(z, κ) − N(0, κ) − J_N(0, κ) z
  /// x[n] = x[n−1] + R(κ) { M(κ) z + D ν_x(z) }
  /// y[n] = y₀(κ) + C (x[n] − x₀(κ)) + M_y(κ) z + D_y ν_y(z)
  /// ```
  /// Where states follow a carrier c, x_s[n] moves by share_s(κ) · (x_c[n] − x_c[n−1]) more.
  /// A row with a σ has D { N(z, κ) − N(0, κ) + (M z / D − J_N z) / (1 + (M z / (D σ))²) } in the place of M z + D ν(z),
  /// N including L z: exact for small signals too, but what the linearised circuit would do at a hundred times the
  /// voltage at which the circuit clips need not be cancelled.
  public struct Stage: Codable, Sendable, Equatable {
    public var name: String
    public var states: [State]
    public var input: Input
    public var output: Output
    /// The quantities κ, in the order of the Chebyshev series' indices.
    public var coordinates: [Coordinate]
    public var smallSignal: SmallSignal
    public var network: Network

    public init(
      name: String, states: [State], input: Input, output: Output, coordinates: [Coordinate], smallSignal: SmallSignal,
      network: Network
    ) {
      self.name = name
      self.states = states
      self.input = input
      self.output = output
      self.coordinates = coordinates
      self.smallSignal = smallSignal
      self.network = network
    }

    /// Without a network: the small-signal part is all there is.
    public var isLinear: Bool { network.layers.isEmpty }

    /// Entries of z: states and taps.
    public var signalCount: Int { states.count + input.taps.count }

    /// Inputs of the first layer: states, taps, conditions.
    public var networkInputCount: Int { states.count + input.taps.count + network.conditions.count }

    /// Rows of the output matrix: one per state, one more where the output has a residual; none for a linear stage.
    public var residualCount: Int { isLinear ? 0 : states.count + (output.hasResidual ? 1 : 0) }

    /// Numbers in one weight set.
    public var weightCount: Int {
      var count = 0
      var width = networkInputCount
      for units in network.layers {
        count += units * width + (network.hasBiases ? units : 0)
        width = units
      }
      return count + residualCount * width + (network.windows.isEmpty ? 0 : residualCount * signalCount)
    }

    /// Trained numbers in all weight sets.
    public var weightTotal: Int { weightCount * (1 + network.axes.reduce(0) { $0 + $1.deltas.count }) }

    /// κ as the series and the network see it, −1…1 each.
    /// - Parameters:
    ///   - timeStep: seconds per model sample.
    ///   - position: 0…1 of the control with that id.
    public func normalised(timeStep: Double, position: (String) -> Double) -> [Double] {
      coordinates.map { $0.normalised($0.source(timeStep: timeStep, position: position), timeStep: timeStep) }
    }
  }
}
