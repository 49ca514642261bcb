/// One stage in one channel: its state, and the input it still remembers.
struct Voice: BitwiseCopyable {
  /// x − x₀, normalised, a lane for each row, and what rounding has left over of each (see `Motion`).
  let deviation: UnsafeMutablePointer<Float>
  let leftover: UnsafeMutablePointer<Float>
  /// Normalised input of one run behind `deepestTap` samples of history: the channel's, in which one stage after the
  /// other is fed.
  let input: UnsafeMutablePointer<Float>
  /// Output in volts; of the stage that played last.
  let output: UnsafeMutablePointer<Float>
  /// The first sample at which the state was not finite or had run away since `takeFault`.
  private var faultAt = Int.max

  private let states: Int
  /// Floats of `deviation`.
  private let rowLanes: Int
  private let deepestTap: Int
  /// Between runs.
  private let history: UnsafeMutablePointer<Float>

  /// - Parameters:
  ///   - input: of `StepTables.deepestTap` samples and a run.
  ///   - output: of as many samples as are played at once.
  init(
    _ tables: StepTables, input: UnsafeMutablePointer<Float>, output: UnsafeMutablePointer<Float>, arena: Arena
  ) {
    states = tables.layout.states
    rowLanes = tables.layout.rowVectors * Lanes.scalarCount
    deepestTap = tables.deepestTap
    deviation = arena.zeroed(Float.self, rowLanes)
    leftover = arena.zeroed(Float.self, rowLanes)
    history = arena.zeroed(Float.self, deepestTap)
    self.input = input
    self.output = output
  }

  /// Where a run's input begins.
  var next: UnsafeMutablePointer<Float> { @_noLocks @_noAllocation get { input + deepestTap } }

  /// Back to the circuit's rest, its input history with it.
  @_noLocks @_noAllocation
  mutating func rest() {
    restState()
    for i in 0..<deepestTap { history[i] = 0 }
    faultAt = .max
  }

  /// Back to rest, whatever the input was.
  @_noLocks @_noAllocation
  func restState() {
    for row in 0..<rowLanes {
      deviation[row] = 0
      leftover[row] = 0
    }
  }

  /// Takes over where another voice's circuit stands.
  @_noLocks @_noAllocation
  mutating func follow(_ other: Voice) {
    rest()
    for s in 0..<states {
      deviation[s] = other.deviation[s]
      leftover[s] = other.leftover[s]
    }
  }

  /// The state was not finite or had run away at sample `index`: back to rest.
  @_noLocks @_noAllocation
  mutating func lose(at index: Int) {
    restState()
    faultAt = min(faultAt, index)
  }

  /// The first sample at which the state was lost, told once; `Int.max` for none.
  @_noLocks @_noAllocation
  mutating func takeFault() -> Int {
    let index = faultAt
    faultAt = .max
    return index
  }

  /// Puts the history before a run's input.
  @_noLocks @_noAllocation
  func recall() {
    for i in 0..<deepestTap { input[i] = history[i] }
  }

  /// Keeps the last `deepestTap` of `count` new samples as history.
  @_noLocks @_noAllocation
  func keepHistory(count: Int) {
    for i in 0..<deepestTap { history[i] = input[i + count] }
  }
}
