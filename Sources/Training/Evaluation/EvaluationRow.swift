/// One line of an evaluation: a figure and what it is held against.
public struct EvaluationRow: Codable, Sendable, Equatable {
  public enum Mark: String, Codable, Sendable {
    /// At the aim or better.
    case aim
    /// Between the aim and what must be.
    case passed
    case missed
    /// There is no bar.
    case noted
  }

  public enum Unit: String, Codable, Sendable {
    /// Error to signal (ESR), or what the row's words say.
    case decibels = "dB"
    case cents
    case faults
  }

  public let id: String
  public let what: String
  /// Lower is better.
  public let value: Double
  public let unit: Unit
  public let atLeast: Double?
  public let aim: Double?
  public let mark: Mark
  /// What the model was held against: `solver`, `ngspice`, or `none` where only its own output counts.
  public let truth: String
  /// Such as the position that was worst.
  public let detail: String

  public var bar: Bar? {
    guard let atLeast, let aim else { return nil }
    return Bar(atLeast: atLeast, aim: aim)
  }

  /// How not a number, which is as bad as can be, and infinity are written: JSON has no word for them.
  public static let worst = 300.0

  public init(
    _ id: String, _ what: String, _ value: Double, unit: Unit = .decibels, bar: Bar?, truth: String,
    detail: String = ""
  ) {
    self.id = id
    self.what = what
    // Faults are counted to the end.
    let worst = unit == .faults ? 1e9 : Self.worst
    self.value = value.isNaN ? worst : min(max((value * 100).rounded() / 100, Bar.silent), worst)
    self.unit = unit
    atLeast = bar?.atLeast
    aim = bar?.aim
    self.truth = truth
    self.detail = detail
    mark =
      if let bar { self.value <= bar.aim ? .aim : self.value <= bar.atLeast ? .passed : .missed } else { .noted }
  }
}
