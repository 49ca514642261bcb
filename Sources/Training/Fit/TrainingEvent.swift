/// What a training tells whoever watches.
public struct TrainingEvent: Sendable {
  /// Such as "simulating" or "seed 1 of 2: 5 nodes".
  public var stage: String
  /// Of this stage, 0…1.
  public var fraction: Double
  /// Such as "error 1.2e-4".
  public var detail: String
  /// Something to know on the way: the stage that is under way goes on.
  public var isRemark = false

  public init(stage: String, fraction: Double, detail: String = "") {
    self.stage = stage
    self.fraction = fraction
    self.detail = detail
  }

  public static func remark(_ subject: String, _ detail: String) -> TrainingEvent {
    var event = TrainingEvent(stage: subject, fraction: 1, detail: detail)
    event.isRemark = true
    return event
  }
}
