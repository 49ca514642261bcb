/// One measured number.
struct Figure: Encodable {
  /// What was measured: a shape, a plugin, a filter.
  var subject: String
  /// In which way: by whom, how many channels, under which load.
  var variant: String
  var value: Double
  /// `ns per step`, `ns per frame`, `×`, `KB`, `per second`.
  var unit: String
  var timing: Timing?
  /// What was measured, and what cannot be beaten.
  var cycles: Double?
  var floorCycles: Double?
  var bar: Bar?

  var verdict: Verdict? { bar.map { $0.verdict(value) } }
}

/// What a figure is to reach at least, and what it aims at.
struct Bar: Encodable {
  var least: Double
  var aim: Double
  /// Whether larger is better.
  var isFloor = false

  static func atMost(_ least: Double, aim: Double? = nil) -> Bar { Bar(least: least, aim: aim ?? least) }
  static func atLeast(_ least: Double, aim: Double? = nil) -> Bar {
    Bar(least: least, aim: aim ?? least, isFloor: true)
  }

  func verdict(_ value: Double) -> Verdict {
    func reaches(_ bound: Double) -> Bool { isFloor ? value >= bound : value <= bound }
    return reaches(aim) ? .aim : reaches(least) ? .least : .missed
  }

  var text: String {
    let sign = isFloor ? "≥" : "≤"
    return aim == least ? "\(sign) \(least.brief)" : "\(sign) \(least.brief) / \(aim.brief)"
  }
}

enum Verdict: String, Encodable {
  case aim = "✓ aim"
  case least = "✓"
  case missed = "✗"
}

extension Figure {
  private enum Key: String, CodingKey { case subject, variant, value, unit, timing, cycles, floorCycles, bar, verdict }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(subject, forKey: .subject)
    try container.encode(variant, forKey: .variant)
    try container.encode(value, forKey: .value)
    try container.encode(unit, forKey: .unit)
    try container.encodeIfPresent(timing, forKey: .timing)
    try container.encodeIfPresent(cycles, forKey: .cycles)
    try container.encodeIfPresent(floorCycles, forKey: .floorCycles)
    try container.encodeIfPresent(bar, forKey: .bar)
    try container.encodeIfPresent(verdict, forKey: .verdict)
  }
}
