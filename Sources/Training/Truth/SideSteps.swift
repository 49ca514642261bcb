import Circuits

/// Single steps of a circuit from states that its trajectory did not pass through at that moment.
///
/// A free run that has strayed a little must find back: so the network also hears what the circuit does from there.
/// The states are mixtures of two that the trajectory did pass through with its knobs where they are, so that what
/// always moves together stays together.
public struct SideSteps: Sendable {
  /// Index of the sample that each step ends at.
  var samples: [Int] = []
  /// Per state: before the step, and x[n] − x[n−1].
  var starts: [[Float]] = []
  var changes: [[Float]] = []
  /// Volts.
  var outputs: [Float] = []

  var count: Int { samples.count }

  /// Which steps are taken, and from where.
  public struct Choice: Sendable {
    private let share: Double
    private var random: SplitMix64
    private var heldSince = 0

    /// - Parameter share: of all samples.
    init(share: Double, seed: UInt64) {
      self.share = share
      random = SplitMix64(seed: seed)
    }

    mutating func knobsMoved(at sample: Int) { heldSince = sample }

    /// A state to start from instead of sample n − 1's, for some n.
    /// - Parameter states: per state, up to sample n − 1.
    mutating func state(at n: Int, _ states: [[Float]]) -> [Double]? {
      guard random.uniform() < share, n - 2 > heldSince else { return nil }
      let lag = min(Int(random.logarithmic(1...2_000)), n - 1 - heldSince)
      // A little off most often, far off sometimes.
      let part = random.logarithmic(0.003...0.5) * (random.uniform() < 0.5 ? -1 : 1)
      return states.map { Double($0[n - 1]) + part * Double($0[n - 1 - lag] - $0[n - 1]) }
    }
  }

  /// - Parameters:
  ///   - state: where the step began.
  ///   - end: where it led.
  mutating func append(_ sample: Int, from state: [Double], to end: (Int) -> Double, output: Double) {
    if starts.isEmpty { (starts, changes) = (state.map { _ in [] }, state.map { _ in [] }) }
    samples.append(sample)
    outputs.append(Float(output))
    for s in state.indices {
      starts[s].append(Float(state[s]))
      changes[s].append(Float(end(s) - state[s]))
    }
  }
}
