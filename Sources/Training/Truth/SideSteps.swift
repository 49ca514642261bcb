import Circuits

/// Single steps of a circuit from states that its trajectory did not pass through at that moment.
///
/// A free run that has strayed a little must find back: so the network also hears what the circuit does from there.
/// The states are mixtures of two that the trajectory did pass through with its knobs where they are, so that what
/// always moves together stays together. Some steps hear the input of another moment: what one recording never brings
/// together, another may.
public struct SideSteps: Sendable {
  /// Index of the sample that each step ends at.
  var samples: [Int] = []
  /// Index of the sample whose input, with the input before it, each step hears.
  var inputs: [Int] = []
  /// Per state: before the step, and x[n] − x[n−1].
  var starts: [[Float]] = []
  var changes: [[Float]] = []
  /// Volts.
  var outputs: [Float] = []

  var count: Int { samples.count }

  /// Samples, inputs, outputs, starts, changes; nothing where there are none.
  var columns: [[Float]] {
    count == 0 ? [] : [samples.map(Float.init), inputs.map(Float.init), outputs] + starts + changes
  }

  struct Start {
    var state: [Double]
    /// As one of ``inputs``.
    var input: Int
  }

  /// Which steps are taken, and from where.
  public struct Choice: Sendable {
    private let share: Double
    private let otherInputs: Double
    private var random: SplitMix64
    private var heldSince = 0

    /// - Parameters:
    ///   - share: of all samples.
    ///   - otherInputs: share of the steps that hear another moment's input.
    init(share: Double, otherInputs: Double, seed: UInt64) {
      (self.share, self.otherInputs) = (share, otherInputs)
      random = SplitMix64(seed: seed)
    }

    mutating func knobsMoved(at sample: Int) { heldSince = sample }

    /// A state to start from instead of sample n − 1's, for some n.
    /// - Parameters:
    ///   - states: per state, up to sample n − 1.
    ///   - count: samples of the input.
    mutating func start(at n: Int, _ states: [[Float]], count: Int) -> Start? {
      guard random.uniform() < share, n - 2 > heldSince else { return nil }
      let lag = min(Int(random.logarithmic(1...2_000)), n - 1 - heldSince)
      // A little off most often, far off sometimes.
      let part = random.logarithmic(0.003...0.5) * (random.uniform() < 0.5 ? -1 : 1)
      let state = states.map { Double($0[n - 1]) + part * Double($0[n - 1 - lag] - $0[n - 1]) }
      guard otherInputs > 0, random.uniform() < otherInputs else { return Start(state: state, input: n) }
      return Start(state: state, input: 1 + Int(random.next() % UInt64(count - 1)))
    }
  }

  /// - Parameters:
  ///   - start: where the step began.
  ///   - end: where it led.
  mutating func append(_ sample: Int, from start: Start, to end: (Int) -> Double, output: Double) {
    let state = start.state
    if starts.isEmpty { (starts, changes) = (state.map { _ in [] }, state.map { _ in [] }) }
    samples.append(sample)
    inputs.append(start.input)
    outputs.append(Float(output))
    for s in state.indices {
      starts[s].append(Float(state[s]))
      changes[s].append(Float(end(s) - state[s]))
    }
  }
}
