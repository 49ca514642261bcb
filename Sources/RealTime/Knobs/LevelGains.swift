import ModelFormat

/// The plain gains behind the last stage, all in one: computed where slabs are, moved on the same parabola.
struct LevelGains: BitwiseCopyable {
  /// Per level: its control, and where its series begins and ends.
  private let controls: UnsafePointer<Int>
  private let starts: UnsafePointer<Int>
  private let series: UnsafePointer<Double>
  private let count: Int
  private var gain: Float = 1
  private var delta: Float = 0
  private var bend: Float = 0
  private var end: Float = 1
  private var remaining = 0
  private var isMoving = false

  init(_ model: Model, arena: Arena) {
    count = model.levels.count
    controls = UnsafePointer(
      arena.copy(model.levels.map { level in model.controls.firstIndex { $0.id == level.control }! }))
    var starts = [0]
    for level in model.levels { starts.append(starts[starts.count - 1] + level.gain.count) }
    self.starts = UnsafePointer(arena.copy(starts))
    series = UnsafePointer(arena.copy(model.levels.flatMap(\.gain)))
  }

  @_noLocks @_noAllocation
  private func product(_ positions: UnsafePointer<Double>) -> Float {
    var result = 1.0
    for level in 0..<count {
      let c = 2 * positions[controls[level]] - 1
      var (sum, term, next) = (0.0, 1.0, c)
      for index in starts[level]..<starts[level + 1] {
        sum += series[index] * term
        (term, next) = (next, 2 * c * next - term)
      }
      result *= sum
    }
    return Float(result)
  }

  /// Stands at the knobs' present positions.
  @_noLocks @_noAllocation
  mutating func settle(_ knobs: KnobMotion) {
    gain = product(knobs.end)
    isMoving = false
  }

  /// Starts a sub-block from where the gain is.
  @_noLocks @_noAllocation
  mutating func begin(_ knobs: KnobMotion) {
    var moves = isMoving
    for level in 0..<count where knobs.moves[controls[level]] { moves = true }
    isMoving = moves
    if !moves { return }
    remaining = KnobMotion.length
    end = product(knobs.end)
    let share = 1 / Float(KnobMotion.length)
    let (half, whole) = (product(knobs.middle) - gain, end - gain)
    let b = 2 * share * share * (whole - 2 * half)
    delta = share * (4 * half - whole) + b
    bend = 2 * b
  }

  /// The gains of `samples` samples.
  @_noLocks @_noAllocation
  mutating func fill(_ gains: UnsafeMutablePointer<Float>, _ samples: Int) {
    for n in 0..<samples {
      if isMoving {
        remaining -= 1
        gain = remaining == 0 ? end : gain + delta
        delta += bend
        if remaining == 0 { isMoving = false }
      }
      gains[n] = gain
    }
  }

  /// Whether there is nothing to multiply.
  var isEmpty: Bool { @_noLocks @_noAllocation get { count == 0 } }
}
