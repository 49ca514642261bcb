import ModelFormat

/// The plain gains behind the last stage, all in one: computed where slabs are, moved on the same curve.
struct LevelGains: BitwiseCopyable {
  /// Per level: its control, and where its series begins and ends.
  private let controls: UnsafePointer<Int>
  private let starts: UnsafePointer<Int>
  private let series: UnsafePointer<Double>
  private let count: Int
  /// At the last sample, its way to the next one, and how that goes on (see `KnobCurve`).
  private var gain = 1.0
  private var step = 0.0
  private var bend = 0.0
  private var decay = 1.0
  private var end = 1.0
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
  private func product(_ positions: UnsafePointer<Double>) -> Double {
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
    return result
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
    for level in 0..<count where knobs.moves[controls[level]] { isMoving = true }
    if !isMoving { return }
    remaining = knobs.length
    end = product(knobs.end)
    let (half, whole) = (product(knobs.middle) - gain, end - gain)
    let curve = knobs.curve(segment: 1)
    decay = curve.decay
    step = half * curve.stepPerHalf + whole * curve.stepPerWhole
    bend = half * curve.bendPerHalf + whole * curve.bendPerWhole
  }

  /// The gains of `samples` samples.
  @_noLocks @_noAllocation
  mutating func fill(_ gains: UnsafeMutablePointer<Float>, _ samples: Int) {
    if isMoving {
      for n in 0..<samples {
        gain += step
        step = step * decay + bend
        bend *= decay
        gains[n] = Float(gain)
      }
      remaining -= samples
      if remaining > 0 { return }
      (gain, isMoving) = (end, false)
      gains[samples - 1] = Float(end)
    } else {
      for n in 0..<samples { gains[n] = Float(gain) }
    }
  }

  /// Whether there is nothing to multiply.
  var isEmpty: Bool { @_noLocks @_noAllocation get { count == 0 } }
}
