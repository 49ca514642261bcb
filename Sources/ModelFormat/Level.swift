extension Model {
  /// A plain gain behind the last stage.
  public struct Level: Codable, Sendable, Equatable {
    /// Id of the control, whose role is `level`.
    public var control: String
    /// Chebyshev series of the linear gain in c = 2 · position − 1.
    public var gain: [Double]

    public init(control: String, gain: [Double]) {
      self.control = control
      self.gain = gain
    }

    /// The linear gain at a position 0…1.
    public func gain(atPosition position: Double) -> Double {
      let c = 2 * min(max(position, 0), 1) - 1
      var (sum, term, next) = (0.0, 1.0, c)
      for coefficient in gain {
        sum += coefficient * term
        (term, next) = (next, 2 * c * next - term)
      }
      return sum
    }
  }
}
