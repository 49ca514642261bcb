import ModelFormat

/// One stage at one model rate, in all channels.
struct StageRunner: BitwiseCopyable {
  private let tables: UnsafePointer<StepTables>
  private var seat: StageSeat

  /// [main-thread]
  init(_ tables: UnsafePointer<StepTables>, on seat: StageSeat) {
    self.tables = tables
    self.seat = seat
  }

  var voices: UnsafeMutablePointer<Voice> { @_noLocks @_noAllocation get { seat.voices } }

  /// Plays on a seat that no one else plays on; what stands there is another rate's.
  @_noLocks @_noAllocation
  mutating func sit(on seat: StageSeat) {
    self.seat = seat
    seat.take(tables)
  }

  /// Stands at the knobs' present positions.
  @_noLocks @_noAllocation
  func settle(_ knobs: KnobMotion) { seat.ramp.pointee.settle(seat.kernel.pointee, knobs) }

  @_noLocks @_noAllocation
  func begin(_ knobs: KnobMotion) { seat.ramp.pointee.begin(seat.kernel.pointee, knobs, voices) }

  /// Plays what was fed, `count` ≤ 16 samples within one sub-block; the output begins at sample `start`.
  @_noLocks @_noAllocation
  func run(start: Int, count: Int) {
    let ramp = seat.ramp
    var done = 0
    while done < count {
      let samples = ramp.pointee.isMoving ? min(count - done, ramp.pointee.toKnot) : count - done
      seat.kernel.pointee.run(voices, ramp, input: done, output: start + done, count: samples)
      if ramp.pointee.isMoving { ramp.pointee.pass(samples) }
      done += samples
    }
    for channel in 0..<seat.kernel.pointee.channelCount { voices[channel].keepHistory(count: count) }
  }

  /// Being left.
  @_noLocks @_noAllocation
  func giveWay() { seat.ramp.pointee.giveWay(seat.kernel.pointee, voices) }

  /// A sub-block in which knobs have moved is over.
  @_noLocks @_noAllocation
  func finish(_ knobs: KnobMotion) {
    if seat.ramp.pointee.isMoving { seat.ramp.pointee.finish(seat.kernel.pointee, knobs, voices) }
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
