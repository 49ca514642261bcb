/// One channel's circuit: its state, and the input it still remembers.
struct Voice: BitwiseCopyable {
  /// x − x₀, normalised, S values, and what rounding has left over of each (so that slow states do not stall).
  let deviation: UnsafeMutablePointer<Float>
  let leftover: UnsafeMutablePointer<Float>
  /// Normalised input behind `StepTables.deepestTap` samples of history.
  let input: UnsafeMutablePointer<Float>
  /// Output in volts.
  let output: UnsafeMutablePointer<Float>
  /// 0…1, below 1 while fading in after a fault.
  var fade: Float = 1

  init(_ tables: StepTables, sampleLimit: Int, arena: Arena) {
    deviation = arena.zeroed(Float.self, tables.layout.states)
    leftover = arena.zeroed(Float.self, tables.layout.states)
    input = arena.zeroed(Float.self, tables.deepestTap + sampleLimit)
    output = arena.zeroed(Float.self, sampleLimit)
  }

  /// Back to the circuit's rest, its input history with it.
  @_noLocks @_noAllocation
  func rest(_ tables: StepTables) {
    for s in 0..<tables.layout.states {
      deviation[s] = 0
      leftover[s] = 0
    }
    for i in 0..<tables.deepestTap { input[i] = 0 }
  }

  /// Keeps the last `deepestTap` of `count` new samples as history.
  @_noLocks @_noAllocation
  func keepHistory(_ tables: StepTables, count: Int) {
    for i in 0..<tables.deepestTap { input[i] = input[i + count] }
  }

  /// Whether every state is finite and within what the circuit can reach.
  @_noLocks @_noAllocation
  func isSound(_ tables: StepTables) -> Bool {
    for s in 0..<tables.layout.states where !(abs(deviation[s]) <= tables.stateLimits[s]) { return false }
    return true
  }
}
