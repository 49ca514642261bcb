/// Two cascaded one-pole low-passes, each of time constant 4 ms: how every knob moves.
///
/// Runs per model sample, on the instance's own clock, so that the host's block sizes do not show.
public struct Smoother: BitwiseCopyable {
  /// Time constant of each pole, in seconds.
  public static var timeConstantSeconds: Double { 0.004 }
  /// Closer than this to the target, a knob has arrived.
  private static var arrival: Double { @_noLocks @_noAllocation get { 1e-8 } }

  /// What a pole takes of its distance to its target in a sample.
  let coefficient: Double
  public private(set) var target: Double
  private var first: Double
  /// Where the knob is now.
  public private(set) var value: Double
  /// Where it was half-way through the last sample: the mean of its ends.
  public private(set) var between: Double

  public init(rateHz: Double, value: Double) {
    // 1 − e^(−dt/τ)
    coefficient = 1 - Elementary.exp(-1 / (Self.timeConstantSeconds * rateHz))
    target = value
    first = value
    self.value = value
    between = value
  }

  public var isMoving: Bool {
    @_noLocks @_noAllocation get { first != target || value != target || between != target }
  }

  @_noLocks @_noAllocation
  public mutating func head(for newTarget: Double) {
    target = newTarget
  }

  @_noLocks @_noAllocation
  public mutating func jumpToTarget() {
    first = target
    value = target
    between = target
  }

  /// Takes over position and motion, as when another rate takes over from `other`.
  @_noLocks @_noAllocation
  mutating func follow(_ other: Smoother) {
    target = other.target
    first = other.first
    value = other.value
    between = other.between
  }

  /// One sample.
  @_noLocks @_noAllocation
  public mutating func step() -> Double {
    let before = value
    first += coefficient * (target - first)
    value += coefficient * (first - value)
    between = 0.5 * (before + value)
    arrive()
    return value
  }

  /// As many steps, at least one, in one: both poles forget alike, and the second has heard the first.
  ///
  /// - Parameter decay: what is left of a pole's distance to its target after one sample less (see `Decay`).
  @_noLocks @_noAllocation
  mutating func advance(samples: Int, decay: Double) {
    let (a, v) = (first - target, value - target)
    // After n steps: a dⁿ, and (v + n c a) dⁿ. The last one is a step, for what is between.
    first = target + a * decay
    value = target + (v + Double(samples - 1) * coefficient * a) * decay
    _ = step()
  }

  @_noLocks @_noAllocation
  private mutating func arrive() {
    if abs(first - target) < Self.arrival && abs(value - target) < Self.arrival { jumpToTarget() }
  }

  /// How far the knob moves in a sample, and how much that changes from one to the next.
  var course: (speed: Double, change: Double) {
    @_noLocks @_noAllocation get {
      let (a, v) = (first - target, value - target)
      let speed = coefficient * (a - v)
      return (abs(speed), abs(coefficient * (coefficient * a + speed)))
    }
  }
}
