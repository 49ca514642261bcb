import ModelFormat

/// The plain gains behind the last stage, all in one: computed where slabs are, moved on the same curve.
struct LevelGains: BitwiseCopyable {
  /// Of each level its knob.
  private var knobs: KnobMotion
  /// Per level: where its series begins and ends.
  private let starts: UnsafePointer<Int>
  private let series: UnsafePointer<Double>
  private let count: Int
  private let decay: Decay
  /// At the sub-block's beginning and at its end.
  private var gain = 1.0
  private var end = 1.0
  /// In between, after k samples: `goal` + (`lead` + k `slope`) dᵏ.
  private var goal = 1.0
  private var lead = 0.0
  private var slope = 0.0
  /// Of sub-blocks of the length of the last one, sample by sample.
  private var curve = KnobCurve(knots: 2, decay: 0.5)
  private var curveLength = 0

  /// - Parameter positions: where the controls stand.
  init(_ model: Model, rateHz: Double, _ decay: Decay, positions: [Double], arena: Arena) {
    count = model.levels.count
    self.decay = decay
    knobs = KnobMotion(
      rateHz: rateHz, decay, positions: positions,
      controls: model.levels.map { level in model.controls.firstIndex { $0.id == level.control }! }, arena: arena)
    var starts = [0]
    for level in model.levels { starts.append(starts[starts.count - 1] + level.gain.count) }
    self.starts = UnsafePointer(arena.copy(starts))
    series = UnsafePointer(arena.copy(model.levels.flatMap { $0.gain }))
  }

  @_noLocks @_noAllocation
  private func product(_ positions: UnsafePointer<Double>) -> Double {
    var result = 1.0
    for level in 0..<count {
      let c = 2 * positions[level] - 1
      var (sum, term, next) = (0.0, 1.0, c)
      for index in starts[level]..<starts[level + 1] {
        sum += series[index] * term
        (term, next) = (next, 2 * c * next - term)
      }
      result *= sum
    }
    return result
  }

  /// Where the control is heading, 0…1.
  @_noLocks @_noAllocation
  mutating func head(_ control: Int, for position: Double) { knobs.head(control, for: position) }

  @_noLocks @_noAllocation
  mutating func jumpToTargets() {
    knobs.jumpToTargets()
    gain = product(knobs.end)
  }

  /// Takes over the knobs of a lane at another rate.
  @_noLocks @_noAllocation
  mutating func follow(_ other: LevelGains) {
    knobs.follow(other.knobs)
    gain = product(knobs.end)
  }

  @_noLocks @_noAllocation
  mutating func goInSteps() { knobs.goInSteps() }

  @_noLocks @_noAllocation
  mutating func goSmoothly() { knobs.goSmoothly() }

  @_noLocks @_noAllocation
  func isSettled() -> Bool { knobs.isSettled() }

  /// Starts a sub-block from where the gain is.
  @_noLocks @_noAllocation
  private mutating func begin() {
    knobs.begin()
    if !knobs.isMoving { return }
    end = product(knobs.end)
    if knobs.length != curveLength {
      curve = knobs.curve(segment: 1)
      curveLength = knobs.length
    }
    let (half, whole) = (product(knobs.middle) - gain, end - gain)
    let step = half * curve.stepPerLead + whole * curve.stepPerWhole
    let bend = half * curve.bendPerLead + whole * curve.bendPerWhole
    // The sum of dⁱ step + i dⁱ⁻¹ bend over i < k.
    let gap = 1 - curve.decay
    lead = -(step + bend / gap) / gap
    slope = -bend / (gap * curve.decay)
    goal = gain - lead
  }

  /// The gains of `count` samples.
  @_noLocks @_noAllocation
  mutating func fill(_ gains: UnsafeMutablePointer<Float>, _ count: Int) {
    var done = 0
    while done < count {
      if knobs.remaining == 0 { begin() }
      let samples = min(count - done, knobs.remaining)
      fill(gains + done, samples: samples)
      done += samples
    }
  }

  /// The same within a sub-block.
  @_noLocks @_noAllocation
  private mutating func fill(_ gains: UnsafeMutablePointer<Float>, samples: Int) {
    if !knobs.isMoving {
      knobs.pass(samples)
      for n in 0..<samples { gains[n] = Float(gain) }
      return
    }
    // In 32 bits: vectors convert these on every processor.
    let played = Int32(knobs.length - knobs.remaining)
    let powers = decay.powers
    for n in 0..<Int32(samples) { gains[Int(n)] = Float(way(played + n + 1, powers[Int(played + n + 1)])) }
    knobs.pass(samples)
    gain = way(played + Int32(samples), powers[Int(played) + samples])
    if knobs.isMoving { return }
    gain = end
    gains[samples - 1] = Float(end)
  }

  /// Where the gain is after `samples` of the sub-block. - Parameter power: dⁿ.
  @inline(always)
  @_noLocks @_noAllocation
  private func way(_ samples: Int32, _ power: Double) -> Double { goal + (lead + Double(samples) * slope) * power }

  /// Whether there is nothing to multiply.
  var isEmpty: Bool { @_noLocks @_noAllocation get { count == 0 } }
}
