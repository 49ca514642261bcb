extension Model {
  /// Functions of κ as tensor Chebyshev series: Σ a[i₀, i₁ …] T_i₀(c₀) T_i₁(c₁) …, the last index fastest.
  public struct SmallSignal: Codable, Sendable, Equatable {
    /// Highest order in each coordinate.
    public var degrees: [Int]
    /// S series, normalised.
    public var restStates: [[Double]]
    /// One series, normalised.
    public var restOutput: [Double]
    /// S × (S + T) series.
    public var step: [[[Double]]]
    /// S + T series; empty where the output is a sum of states alone.
    public var outputStep: [[Double]]
    /// Where the states follow one of them.
    public var follow: Follow?

    /// States that move with one of them: row s of a step is M z + share_s · (the carrier's step).
    public struct Follow: Codable, Sendable, Equatable {
      /// Index of the state that is followed; its own share is zero.
      public var carrier: Int
      /// S series: a state's step, in its units, per step of the carrier.
      public var shares: [[Double]]

      public init(carrier: Int, shares: [[Double]]) {
        self.carrier = carrier
        self.shares = shares
      }
    }

    public init(
      degrees: [Int], restStates: [[Double]], restOutput: [Double], step: [[[Double]]], outputStep: [[Double]] = [],
      follow: Follow? = nil
    ) {
      self.degrees = degrees
      self.restStates = restStates
      self.restOutput = restOutput
      self.step = step
      self.outputStep = outputStep
      self.follow = follow
    }

    /// Coefficients in one series.
    public var seriesLength: Int { degrees.reduce(1) { $0 * ($1 + 1) } }
  }
}
