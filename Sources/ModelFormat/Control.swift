/// A knob of the circuit, as a player sees it.
///
/// Its plain range maps linearly on the knob node's 0…1 (the *position*); tapers live in the netlist.
public struct Control: Codable, Sendable, Equatable {
  public enum Role: String, Codable, Sendable {
    /// Feeds the network as an input.
    case condition
    /// Moves along a snapshot axis.
    case snapshot
    /// A plain gain behind the last stage.
    case level
  }

  /// A named position, such as a component that can be chosen.
  public struct Label: Codable, Sendable, Equatable {
    /// Plain value.
    public var at: Double
    public var text: String

    public init(at: Double, text: String) {
      self.at = at
      self.text = text
    }
  }

  /// Lower-case words joined by hyphens; stable for ever, since the plugin derives its parameter id from it.
  public var id: String
  public var name: String
  /// Unit shown behind the number; `%` shows the plain value times 100.
  public var unit: String
  public var minimum: Double
  public var maximum: Double
  /// Plain value.
  public var `default`: Double
  public var role: Role
  /// Ascending in `at`; empty for a plain number.
  public var labels: [Label]

  public init(
    id: String, name: String, unit: String = "%", minimum: Double = 0, maximum: Double = 1, default: Double,
    role: Role, labels: [Label] = []
  ) {
    self.id = id
    self.name = name
    self.unit = unit
    self.minimum = minimum
    self.maximum = maximum
    self.default = `default`
    self.role = role
    self.labels = labels
  }

  /// Knob position 0…1 of a plain value.
  public func position(ofPlain value: Double) -> Double {
    min(max((value - minimum) / (maximum - minimum), 0), 1)
  }

  /// Plain value of a knob position 0…1.
  public func plain(atPosition position: Double) -> Double {
    minimum + (maximum - minimum) * position
  }
}
