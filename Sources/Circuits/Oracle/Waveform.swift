/// A signal on an even grid, straight between its points and constant beyond them.
struct Waveform: Sendable {
  let values: [Double]
  /// Points per second.
  let rate: Double

  func value(at time: Double) -> Double {
    let position = time * rate
    guard position > 0, values.count > 1 else { return values[0] }
    let index = Int(position)
    guard index + 1 < values.count else { return values[values.count - 1] }
    return values[index] + (values[index + 1] - values[index]) * (position - Double(index))
  }
}

/// How a knob moves during a simulation.
public enum KnobMotion: Sendable {
  /// Stays at this position, 0…1.
  case held(Double)
  /// Positions 0…1 at `rate` per second, straight in between.
  case moving([Double], rate: Double)

  var waveform: Waveform {
    switch self {
    case .held(let value): Waveform(values: [value], rate: 1)
    case .moving(let values, let rate): Waveform(values: values, rate: rate)
    }
  }

  /// Position at a time in seconds.
  public func value(at time: Double) -> Double { waveform.value(at: time) }
}
