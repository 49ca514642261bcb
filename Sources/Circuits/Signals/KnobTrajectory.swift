import Glibc

/// Knob positions 0…1 over time.
public enum KnobTrajectory {
  /// Stays at random positions for about `hold` seconds each, then jumps. The ends 0 and 1 themselves occur.
  ///
  /// - Parameters:
  ///   - rate: positions per second.
  ///   - slope: of a knob that sets e^(slope · position): every other position is drawn evenly in that quantity, so that
  ///     its upper octaves are not left to a few. 0: all evenly in position.
  ///   - endShare: of positions, how many are one of the ends.
  public static func jumping(
    seconds: Double, rate: Double, hold: Double = 0.3, slope: Double = 0, endShare: Double = 0,
    random: inout SplitMix64
  ) -> [Double] {
    let count = Int((seconds * rate * (1 + 1e-12)).rounded(.down))
    var positions: [Double] = []
    positions.reserveCapacity(count)
    while positions.count < count {
      var position = min(max(random.uniform(-0.02...1.02), 0), 1)
      if slope != 0, random.uniform() < 0.5 { position = log(1 + position * (exp(slope) - 1)) / slope }
      if endShare > 0, random.uniform() < endShare { position = position < 0.5 ? 0 : 1 }
      let length = max(1, Int(hold * random.uniform(0.3...1.7) * rate))
      positions += repeatElement(position, count: min(length, count - positions.count))
    }
    return positions
  }

  /// A sine over the whole range, starting at `start` and rising.
  ///
  /// - Parameters:
  ///   - frequency: Hz.
  ///   - rate: positions per second.
  public static func sine(seconds: Double, rate: Double, frequency: Double, start: Double = 0.5) -> [Double] {
    let phase = asin(2 * min(max(start, 0), 1) - 1)
    return (0..<Int((seconds * rate * (1 + 1e-12)).rounded(.down))).map {
      0.5 + 0.5 * sin(2 * .pi * frequency * Double($0) / rate + phase)
    }
  }
}
