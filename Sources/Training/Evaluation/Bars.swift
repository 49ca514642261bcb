/// What a model must reach and what it should, in decibels; lower is better.
public struct Bar: Sendable, Equatable {
  /// Stable name of the row.
  public let id: String
  public let what: String
  public let atLeast: Double
  public let aim: Double

  public static let freeRun = Bar(id: "free-run", what: "free run, 96 kHz", atLeast: -58, aim: -70)
  public static let host48 = Bar(id: "host-48", what: "host at 48 kHz, delay taken out", atLeast: -45, aim: -52)
  public static let host44 = Bar(id: "host-44.1", what: "host at 44.1 kHz, delay taken out", atLeast: -45, aim: -52)
  public static let quiet = Bar(id: "quiet", what: "30 dB quieter", atLeast: -55, aim: -65)
  public static let hot = Bar(id: "hot", what: "12 dB hotter", atLeast: -50, aim: -60)
  public static let unseen = Bar(id: "unseen", what: "worst position between weight sets", atLeast: -52, aim: -62)
  public static let positions = Bar(id: "positions", what: "worst of all positions", atLeast: -52, aim: -62)
  public static let swept = Bar(id: "swept", what: "swept at 5 Hz", atLeast: -50, aim: -60)
  /// Peak relative to 1 V; the aim is exact zero.
  public static let silence = Bar(id: "silence", what: "0.5 s after a hot chord, peak", atLeast: -100, aim: silent)

  /// How exact zero is written in decibels.
  public static let silent = -300.0

  public static func rate(_ hertz: Double) -> Bar {
    let name = "\(hertz / 1000)".replacingSuffix(".0", by: "")
    return Bar(id: "rate-\(name)", what: "host at \(name) kHz", atLeast: -54, aim: -64)
  }
}

extension String {
  fileprivate func replacingSuffix(_ suffix: String, by other: String) -> String {
    hasSuffix(suffix) ? dropLast(suffix.count) + other : self
  }
}
