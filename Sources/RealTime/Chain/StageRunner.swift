import ModelFormat

/// One stage at one model rate, in all channels.
struct StageRunner: BitwiseCopyable {
  private let tables: UnsafePointer<StepTables>
  private var seat: StageSeat
  /// Those that it depends on.
  private var knobs: KnobMotion
  private let hasKnobs: Bool

  /// [main-thread] Must be told `jumpToTargets` or `follow` before it plays.
  /// - Parameters:
  ///   - seat: for the beginning.
  ///   - positions: where all controls stand.
  init(
    _ tables: UnsafePointer<StepTables>, on seat: StageSeat, rateHz: Double, _ decay: Decay, positions: [Double],
    arena: Arena
  ) {
    self.tables = tables
    self.seat = seat
    let controls = (0..<tables.pointee.knobCount).map { tables.pointee.knobs[$0].control }
    hasKnobs = !controls.isEmpty
    knobs = KnobMotion(
      rateHz: rateHz, decay, positions: positions, controls: controls, laws: tables.pointee.knobs, arena: arena)
  }

  var voices: UnsafeMutablePointer<Voice> { @_noLocks @_noAllocation get { seat.voices } }

  /// Plays on a seat that no one else plays on; what stands there is another rate's.
  @_noLocks @_noAllocation
  mutating func sit(on seat: StageSeat) {
    self.seat = seat
    seat.take(tables)
    knobs.goSmoothly()
  }

  /// Where the control is heading, 0…1.
  @_noLocks @_noAllocation
  mutating func head(_ control: Int, for position: Double) { knobs.head(control, for: position) }

  @_noLocks @_noAllocation
  mutating func jumpToTargets() {
    knobs.jumpToTargets()
    seat.ramp.pointee.settle(seat.kernel.pointee, knobs)
  }

  /// Takes over the knobs of the same stage at another rate.
  @_noLocks @_noAllocation
  mutating func follow(_ other: StageRunner) {
    knobs.follow(other.knobs)
    seat.ramp.pointee.settle(seat.kernel.pointee, knobs)
  }

  /// Being left: from here on knobs move in steps, as the way of moving ones is the next lane's.
  @_noLocks @_noAllocation
  mutating func giveWay() {
    knobs.goInSteps()
    seat.ramp.pointee.giveWay(seat.kernel.pointee, voices)
  }

  /// Whether every knob has arrived.
  @_noLocks @_noAllocation
  func isSettled() -> Bool { knobs.isSettled() }

  /// Plays what was fed, no more than a run; the output begins at sample `start`.
  @_noLocks @_noAllocation
  mutating func run(start: Int, count: Int) {
    for channel in 0..<seat.kernel.pointee.channelCount { voices[channel].recall() }
    if hasKnobs {
      var done = 0
      while done < count { done += move(start: start, from: done, to: count) }
    } else {
      seat.kernel.pointee.run(voices, seat.ramp, input: 0, output: start, count: count)
    }
    for channel in 0..<seat.kernel.pointee.channelCount { voices[channel].keepHistory(count: count) }
  }

  @_noLocks @_noAllocation
  private mutating func begin() {
    // A curve rounds off where weights bend: the less, the shorter it is there.
    var bends = tables.pointee.bends(knobs)
    while bends && knobs.halve() { bends = tables.pointee.bends(knobs) }
    seat.ramp.pointee.begin(seat.kernel.pointee, knobs, bends: bends, voices)
  }

  /// Plays some of the samples, within one sub-block and up to its next knot. - Returns: how many.
  @_noLocks @_noAllocation
  private mutating func move(start: Int, from done: Int, to count: Int) -> Int {
    let ramp = seat.ramp
    if knobs.remaining == 0 {
      knobs.begin()
      if knobs.isMoving { begin() }
    }
    var samples = min(count - done, knobs.remaining)
    let isMoving = knobs.isMoving
    if ramp.pointee.isMoving { samples = min(samples, ramp.pointee.toKnot) }
    seat.kernel.pointee.run(voices, ramp, input: done, output: start + done, count: samples)
    if ramp.pointee.isMoving { ramp.pointee.pass(samples, seat.kernel.pointee, isEnd: samples == knobs.remaining) }
    knobs.pass(samples)
    if isMoving && !knobs.isMoving && ramp.pointee.isMoving {
      ramp.pointee.finish(seat.kernel.pointee, knobs, voices)
    }
    return samples
  }

  /// Takes `volts` times `gains` as a channel's next `count` samples, clamped to what training covered.
  @_noLocks @_noAllocation
  func feed(_ channel: Int, _ volts: UnsafePointer<Float>, gains: UnsafePointer<Float>, count: Int) {
    let target = voices[channel].next
    let (limit, scale) = (tables.pointee.inputLimit, tables.pointee.inputShare)
    for n in 0..<count {
      let u = volts[n] * gains[n] * scale
      target[n] = u > limit ? limit : u < -limit ? -limit : u
    }
  }

  /// The same without gains.
  @_noLocks @_noAllocation
  func feed(_ channel: Int, _ volts: UnsafePointer<Float>, count: Int) {
    let target = voices[channel].next
    let (limit, scale) = (tables.pointee.inputLimit, tables.pointee.inputShare)
    for n in 0..<count {
      let u = volts[n] * scale
      target[n] = u > limit ? limit : u < -limit ? -limit : u
    }
  }
}
