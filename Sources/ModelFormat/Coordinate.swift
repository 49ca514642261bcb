import Glibc

/// One quantity of κ: something that is constant within a step and that the model depends on.
///
/// A coordinate turns its source into c = 2 (q − q₀) / (q₁ − q₀) − 1, which is −1…1 over the trained range; the
/// Chebyshev series, the snapshot axes and the network's condition inputs all speak of c.
public struct Coordinate: Codable, Sendable, Equatable {
  public enum Source: String, Codable, Sendable {
    /// A control's position 0…1.
    case control
    /// The length of one model sample in seconds.
    case timeStep
  }

  /// How the source becomes the physical quantity q.
  public enum Law: String, Codable, Sendable {
    /// q = source
    case linear
    /// q = ln(offset + slope · source), such as the logarithm of a pot's resistance.
    case logarithmic
    /// q = timeStep · e^(offset + slope · source): the step in a time constant that a control spreads evenly in octaves.
    case rate
  }

  public var name: String
  public var source: Source
  /// The control's id where the source is a control.
  public var control: String?
  public var law: Law
  public var offset: Double
  public var slope: Double
  /// q at c = −1.
  public var from: Double
  /// q at c = +1.
  public var to: Double

  public init(
    name: String, source: Source, control: String? = nil, law: Law = .linear, offset: Double = 0, slope: Double = 1,
    from: Double, to: Double
  ) {
    self.name = name
    self.source = source
    self.control = control
    self.law = law
    self.offset = offset
    self.slope = slope
    self.from = from
    self.to = to
  }

  /// A control's position, unchanged: c = 2 · position − 1.
  public static func position(of control: String) -> Coordinate {
    Coordinate(name: control, source: .control, control: control, from: 0, to: 1)
  }

  /// The logarithm of the time step between two model rates.
  public static func logTimeStep(lowestRateHz: Double, highestRateHz: Double) -> Coordinate {
    Coordinate(
      name: "log-time-step", source: .timeStep, law: .logarithmic, from: log(1 / highestRateHz),
      to: log(1 / lowestRateHz))
  }

  /// The source's value: a control's position 0…1, or the time step.
  /// - Parameters:
  ///   - timeStep: seconds per model sample.
  ///   - position: 0…1 of the control with that id.
  public func source(timeStep: Double, position: (String) -> Double) -> Double {
    source == .timeStep ? timeStep : position(control ?? "")
  }

  /// q for a source value, not clamped.
  /// - Parameter timeStep: seconds per model sample.
  public func physical(_ source: Double, timeStep: Double) -> Double {
    switch law {
    case .linear: source
    case .logarithmic: log(offset + slope * source)
    case .rate: timeStep * exp(offset + slope * source)
    }
  }

  /// c for a source value, clamped to the trained range −1…1.
  /// - Parameter timeStep: seconds per model sample.
  public func normalised(_ source: Double, timeStep: Double) -> Double {
    let quantity = physical(source, timeStep: timeStep)
    return min(max(2 * (quantity - from) / (to - from) - 1, -1), 1)
  }
}
