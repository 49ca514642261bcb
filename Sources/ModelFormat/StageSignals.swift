extension Model {
  public struct State: Codable, Sendable, Equatable {
    public var name: String
    public var unit: String
    /// Physical value of one normalised unit.
    public var scale: Double
    /// Largest deviation from rest that can be reached, normalised; beyond it the state has run away.
    public var limit: Double
    /// Index of a coordinate of law `rate`, whose q is this state's R; nil where R = 1.
    public var rate: Int?

    public init(name: String, unit: String, scale: Double, limit: Double, rate: Int? = nil) {
      self.name = name
      self.unit = unit
      self.scale = scale
      self.limit = limit
      self.rate = rate
    }
  }

  public struct Input: Codable, Sendable, Equatable {
    /// Volts of one normalised unit.
    public var scale: Double
    /// Largest input in volts that training covered; it is clamped there.
    public var limit: Double
    /// Delays in model samples, ascending from 0.
    public var taps: [Int]

    public init(scale: Double, limit: Double, taps: [Int]) {
      self.scale = scale
      self.limit = limit
      self.taps = taps
    }
  }

  public struct Output: Codable, Sendable, Equatable {
    /// Volts of one normalised unit.
    public var scale: Double
    /// C: what each state's deviation from rest contributes.
    public var fromStates: [Double]
    /// Whether the network's last output is ν_y.
    public var hasResidual: Bool

    public init(scale: Double, fromStates: [Double], hasResidual: Bool) {
      self.scale = scale
      self.fromStates = fromStates
      self.hasResidual = hasResidual
    }
  }
}
