/// One line of an evaluation: a figure and what it is held against.
public struct EvaluationRow: Codable, Sendable, Equatable {
  public enum Mark: String, Codable, Sendable {
    /// Better than the aim.
    case aim
    /// Between the aim and what must be.
    case passed
    case missed
  }

  public let id: String
  public let what: String
  /// Decibels: error to signal (ESR), or relative to 1 V for silence.
  public let decibels: Double
  public let atLeast: Double
  public let aim: Double
  public let mark: Mark
  /// What the model was held against: `solver`, `ngspice`, or `none` where only its own output counts.
  public let truth: String
  /// Such as the position that was worst.
  public let detail: String

  public init(_ bar: Bar, decibels: Double, truth: String, detail: String = "") {
    id = bar.id
    what = bar.what
    // Not a number is as bad as can be, and JSON has no word for infinity.
    self.decibels = decibels.isNaN ? 300 : min(max((decibels * 100).rounded() / 100, Bar.silent), 300)
    atLeast = bar.atLeast
    aim = bar.aim
    mark = self.decibels <= bar.aim ? .aim : self.decibels <= bar.atLeast ? .passed : .missed
    self.truth = truth
    self.detail = detail
  }
}
