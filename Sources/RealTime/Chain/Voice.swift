/// One stage in one channel: its state, and the input it still remembers.
struct Voice: BitwiseCopyable {
  /// x − x₀, normalised, S values, and what rounding has left over of each (so that slow states do not stall).
  let deviation: UnsafeMutablePointer<Float>
  let leftover: UnsafeMutablePointer<Float>
  /// Normalised input behind `StepTables.deepestTap` samples of history.
  let input: UnsafeMutablePointer<Float>
  /// Output in volts.
  let output: UnsafeMutablePointer<Float>
  /// The first sample at which the state was not finite or had run away since `takeFault`.
  private var faultAt = Int.max

  init(_ tables: StepTables, sampleLimit: Int, arena: Arena) {
    deviation = arena.zeroed(Float.self, tables.layout.states)
    leftover = arena.zeroed(Float.self, tables.layout.states)
    input = arena.zeroed(Float.self, tables.deepestTap + sampleLimit)
    output = arena.zeroed(Float.self, sampleLimit)
  }

  /// Back to the circuit's rest, its input history before sample `index` with it.
  @_noLocks @_noAllocation
  mutating func rest(_ tables: StepTables, before index: Int = 0) {
    restState(tables)
    for i in 0..<tables.deepestTap { input[index + i] = 0 }
    faultAt = .max
  }

  /// Back to rest, whatever the input was.
  @_noLocks @_noAllocation
  func restState(_ tables: StepTables) {
    for s in 0..<tables.layout.states {
      deviation[s] = 0
      leftover[s] = 0
    }
  }

  /// Takes over where another voice's circuit stands.
  @_noLocks @_noAllocation
  mutating func follow(_ other: Voice, _ tables: StepTables) {
    rest(tables)
    for s in 0..<tables.layout.states {
      deviation[s] = other.deviation[s]
      leftover[s] = other.leftover[s]
    }
  }

  /// Moves one state by what a sum of floats drops and keeps (two-sum), so that slow states do not stall.
  @inline(always)
  @_noLocks @_noAllocation
  func move(_ state: Int, by amount: Float) {
    let before = deviation[state]
    let change = amount + leftover[state]
    let after = before + change
    let kept = after - before
    leftover[state] = (before - (after - kept)) + (change - kept)
    deviation[state] = after
  }

  /// Puts out one sample; a state that is not finite or has run away goes back to rest at once.
  @inline(always)
  @_noLocks @_noAllocation
  mutating func put(_ sample: Float, at index: Int, _ tables: StepTables) {
    if isSound(tables) {
      output[index] = sample
    } else {
      restState(tables)
      faultAt = min(faultAt, index)
      output[index] = 0
    }
  }

  /// The first sample at which the state was lost, told once; `Int.max` for none.
  @_noLocks @_noAllocation
  mutating func takeFault() -> Int {
    let index = faultAt
    faultAt = .max
    return index
  }

  /// Keeps the last `deepestTap` of `count` new samples as history.
  @_noLocks @_noAllocation
  func keepHistory(_ tables: StepTables, count: Int) {
    for i in 0..<tables.deepestTap { input[i] = input[i + count] }
  }

  /// Whether every state is finite and within what the circuit can reach.
  @inline(always)
  @_noLocks @_noAllocation
  private func isSound(_ tables: StepTables) -> Bool {
    for s in 0..<tables.layout.states where !(abs(deviation[s]) <= tables.stateLimits[s]) { return false }
    return true
  }
}
