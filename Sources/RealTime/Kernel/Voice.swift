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
  /// Share of the fade per model sample.
  private let fadeStep: Float
  /// How often the state was not finite or had run away.
  private(set) var faults: UInt64 = 0

  init(_ tables: StepTables, sampleLimit: Int, rateHz: Double, arena: Arena) {
    fadeStep = Float(1 / (Self.fadeSeconds * rateHz))
    deviation = arena.zeroed(Float.self, tables.layout.states)
    leftover = arena.zeroed(Float.self, tables.layout.states)
    input = arena.zeroed(Float.self, tables.deepestTap + sampleLimit)
    output = arena.zeroed(Float.self, sampleLimit)
  }

  /// Seconds of the fade after a fault.
  private static var fadeSeconds: Double { 0.005 }

  /// Back to the circuit's rest, its input history with it.
  @_noLocks @_noAllocation
  mutating func rest(_ tables: StepTables) {
    restState(tables)
    for i in 0..<tables.deepestTap { input[i] = 0 }
    fade = 1
  }

  @_noLocks @_noAllocation
  private func restState(_ tables: StepTables) {
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
  @inline(__always)
  @_noLocks @_noAllocation
  func move(_ state: Int, by amount: Float) {
    let before = deviation[state]
    let change = amount + leftover[state]
    let after = before + change
    let kept = after - before
    leftover[state] = (before - (after - kept)) + (change - kept)
    deviation[state] = after
  }

  /// Puts out one sample; a state that is not finite or has run away goes back to rest, is muted and faded in again.
  @inline(__always)
  @_noLocks @_noAllocation
  mutating func put(_ sample: Float, at index: Int, _ tables: StepTables) {
    if !isSound(tables) {
      restState(tables)
      fade = 0
      faults &+= 1
      output[index] = 0
    } else if fade < 1 {
      fade = min(fade + fadeStep, 1)
      output[index] = sample * fade
    } else {
      output[index] = sample
    }
  }

  /// Keeps the last `deepestTap` of `count` new samples as history.
  @_noLocks @_noAllocation
  func keepHistory(_ tables: StepTables, count: Int) {
    for i in 0..<tables.deepestTap { input[i] = input[i + count] }
  }

  /// Whether every state is finite and within what the circuit can reach.
  @inline(__always)
  @_noLocks @_noAllocation
  private func isSound(_ tables: StepTables) -> Bool {
    for s in 0..<tables.layout.states where !(abs(deviation[s]) <= tables.stateLimits[s]) { return false }
    return true
  }
}
