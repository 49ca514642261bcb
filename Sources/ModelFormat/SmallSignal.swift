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

    public init(
      degrees: [Int], restStates: [[Double]], restOutput: [Double], step: [[[Double]]], outputStep: [[Double]] = []
    ) {
      self.degrees = degrees
      self.restStates = restStates
      self.restOutput = restOutput
      self.step = step
      self.outputStep = outputStep
    }

    /// Coefficients in one series.
    public var seriesLength: Int { degrees.reduce(1) { $0 * ($1 + 1) } }
  }
}
