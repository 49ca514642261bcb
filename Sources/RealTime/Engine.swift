import ModelFormat

/// One plugin instance's sound: the circuit in one or two channels, its knobs, levels, mix and bypass.
///
/// All memory is taken by `allocate` on the main thread; everything else runs on the audio thread. Inside, sound is
/// made in chunks that follow the engine's own clock, so the host's block sizes do not show in the output.
public struct Engine {
  /// Chunks end at multiples of this many host frames since the last reset.
  private static var chunk: Int { @_noLocks @_noAllocation get { 32 } }
  /// Output below this (−120 dBFS) counts as silence where the input is silent.
  private static var silence: Float { @_noLocks @_noAllocation get { 1e-6 } }
  /// +24 dBFS: no host means more.
  private static var loudestSignal: Double { 16 }
  /// Gains beyond ± this many decibels are clamped.
  private static var gainLimit: Double { @_noLocks @_noAllocation get { 120 } }
  /// Cross-fade between qualities, and how long the new one runs unheard before.
  private static var fadeSeconds: Double { 0.020 }
  private static var fillSeconds: Double { 0.010 }

  private let arena: Unmanaged<Arena>
  private let channelCount: Int
  /// One lane per distinct model rate, and which of them each quality plays on.
  private let lanes: UnsafeMutablePointer<Lane>
  private let laneCount: Int
  private let laneOfQuality: SIMD4<Int>
  private var active: Int
  /// Two rows of a seat per stage, and which row the active lane plays on.
  private let seats: UnsafePointer<UnsafePointer<StageSeat>>
  private var activeSeats = 0
  /// Where the quality asks to go; a change under way ends first.
  private var wanted: Int
  /// The lane being faded out, or −1.
  private var leaving = -1
  /// The active lane's share while another is left; below 0 while the active lane's filters fill.
  private var fade: Float = 1
  private let fadeStep: Float
  private var bypass: Smoother
  private var levels = (input: 0.0, output: 0.0, mix: 1.0)
  private let controlCount: Int

  /// Frames into the present chunk.
  private var clock = 0
  /// Frames of whole chunks that were silent in and out, and whether the present chunk is not.
  private var quietFrames = 0
  private var chunkIsLoud = false
  private let quietFramesToRest: Int
  /// Everything is at exact rest and stays there until a sample or a knob moves.
  private var isResting: Bool
  /// Whether a knob, level or quality has been told anything since it was last seen that all of them stand.
  private var wasTold = true
  /// Host samples beyond this are clamped before the filters see them. Not far beyond what a signal may be: after a
  /// sample of 10⁴ even the little that filters let through where they should not is hotter than any circuit was played.
  private let inputCeiling: Float
  /// Per channel one chunk: sanitised input, output, output of the leaving lane.
  private let input: UnsafePointer<UnsafeMutablePointer<Float>>
  private let output: UnsafePointer<UnsafeMutablePointer<Float>>
  private let leavingOutput: UnsafePointer<UnsafeMutablePointer<Float>>

  /// The circuit sings without input: there is no rest.
  private let neverRests: Bool
  /// Seconds after the input's end in which output may still be heard; infinite for circuits that sing.
  public let tailSeconds: Double
  /// Of the model's content hash: engines of one model may take each other's circuits over.
  private let modelKey: Int
  /// The address of the next in a list of engines that wait to be freed; the engine itself does not use it.
  public var link: UInt = 0

  /// [main-thread] Builds an engine at rest with every knob at its default, levels at 0 dB, fully wet.
  /// - Parameters:
  ///   - sampleRate: of the host, 1 kHz to 768 kHz.
  ///   - channelCount: 1 or 2.
  public static func allocate(model: Model, sampleRate: Double, channelCount: Int) throws(EngineError)
    -> UnsafeMutablePointer<Engine>
  {
    guard sampleRate >= 1_000, sampleRate <= 768_000 else { throw .sampleRate(hertz: sampleRate) }
    guard (1...2).contains(channelCount) else { throw .channelCount(channelCount) }
    let engine = UnsafeMutablePointer<Engine>.allocate(capacity: 1)
    engine.initialize(to: Engine(model, sampleRate, channelCount, Arena()))
    return engine
  }

  /// [main-thread]
  public static func deallocate(_ engine: UnsafeMutablePointer<Engine>) {
    engine.pointee.arena.release()
    engine.deallocate()
  }

  private init(_ model: Model, _ sampleRate: Double, _ channelCount: Int, _ arena: Arena) {
    self.arena = .passRetained(arena)
    self.channelCount = channelCount
    controlCount = model.controls.count
    let positions = model.controls.map { $0.position(ofPlain: $0.default) }
    var plans: [RatePlan] = []
    var laneOfQuality = SIMD4<Int>(repeating: 0)
    for quality in Quality.allCases {
      let plan = RatePlan(hostRateHz: sampleRate, quality: quality)
      if !plans.contains(plan) { plans.append(plan) }
      laneOfQuality[quality.index] = plans.firstIndex(of: plan)!
    }
    self.laneOfQuality = laneOfQuality
    let shared = plans.map { SharedTables.of(model, rateHz: $0.modelRateHz) }
    for tables in shared { arena.keep(tables) }
    let work = Workspace(
      shared.flatMap { $0.tables }, channelCount: channelCount,
      sampleLimit: max(Lane.sampleLimit, plans.map { $0.factor }.max()!), arena: arena)
    let tables = shared[0].tables
    let ways = tables.map { arena.zeroed(Float.self, SlabRamp.wayLength($0)) }
    let seats = (0..<2).map { _ in
      UnsafePointer(
        arena.copy(
          zip(tables, ways).map { StageSeat($0, channelCount: channelCount, way: $1, work, arena: arena) }))
    }
    self.seats = UnsafePointer(arena.copy(seats))
    lanes = arena.copy(
      zip(plans, shared).map { plan, shared in
        Lane(
          model: model, shared, plan: plan, hostRateHz: sampleRate, channelCount: channelCount,
          positions: positions, on: seats[0], work, arena: arena)
      })
    laneCount = plans.count
    active = 0
    wanted = 0
    fadeStep = Float(1 / (Self.fadeSeconds * sampleRate))
    bypass = Smoother(rateHz: sampleRate, value: 0)
    quietFramesToRest = Int(0.05 * sampleRate)
    func buffers() -> UnsafePointer<UnsafeMutablePointer<Float>> {
      UnsafePointer(arena.copy((0..<channelCount).map { _ in arena.zeroed(Float.self, Self.chunk) }))
    }
    input = buffers()
    output = buffers()
    leavingOutput = buffers()
    inputCeiling = Float(max(Self.loudestSignal, model.stages.first?.input.limit ?? 0))
    neverRests = model.selfOscillates
    isResting = !model.selfOscillates
    tailSeconds = model.selfOscillates ? .infinity : SlowestMode.tailSeconds(model, rateHz: plans[0].modelRateHz)
    modelKey = model.contentHash.hashValue
    lanes[0].reset()
  }

  /// [audio-thread] Where the control is heading, 0…1; the way there is smoothed. Not a number: ignored.
  @_noLocks @_noAllocation
  public mutating func setPosition(_ position: Double, ofControl index: Int) {
    guard position == position, index >= 0, index < controlCount else { return }
    wasTold = true
    let target = min(max(position, 0), 1)
    lanes[active].head(index, for: target)
    if leaving >= 0 { lanes[leaving].head(index, for: target) }
  }

  /// [audio-thread] Not a number: ignored, as in all that follow.
  @_noLocks @_noAllocation
  public mutating func setInputGain(decibels: Double) {
    guard decibels == decibels else { return }
    levels.input = min(max(decibels, -Self.gainLimit), Self.gainLimit)
    headLevels()
  }

  /// [audio-thread]
  @_noLocks @_noAllocation
  public mutating func setOutputGain(decibels: Double) {
    guard decibels == decibels else { return }
    levels.output = min(max(decibels, -Self.gainLimit), Self.gainLimit)
    headLevels()
  }

  /// [audio-thread] 0 is dry, 1 is wet.
  @_noLocks @_noAllocation
  public mutating func setMix(_ fraction: Double) {
    guard fraction == fraction else { return }
    levels.mix = min(max(fraction, 0), 1)
    headLevels()
  }

  @_noLocks @_noAllocation
  private mutating func headLevels() {
    wasTold = true
    let inputGain = Elementary.gain(decibels: levels.input)
    let outputGain = Elementary.gain(decibels: levels.output)
    lanes[active].levels.head(inputGain: inputGain, outputGain: outputGain, mix: levels.mix)
    if leaving >= 0 { lanes[leaving].levels.head(inputGain: inputGain, outputGain: outputGain, mix: levels.mix) }
  }

  /// [audio-thread] The host's own signal, untouched, at unchanged latency; smoothed.
  @_noLocks @_noAllocation
  public mutating func setBypass(_ isBypassed: Bool) {
    wasTold = true
    bypass.head(for: isBypassed ? 1 : 0)
  }

  /// [audio-thread] By its place in `Quality.allCases`.
  @_noLocks @_noAllocation
  public mutating func setQuality(index: Int) {
    setQuality(lane: laneOfQuality[min(max(index, 0), 2)])
  }

  /// [audio-thread] Cross-fades over 20 ms, from the next chunk on; a change under way is finished first.
  @_noLocks @_noAllocation
  public mutating func setQuality(_ quality: Quality) {
    setQuality(lane: laneOfQuality[quality.index])
  }

  @_noLocks @_noAllocation
  private mutating func setQuality(lane: Int) {
    wasTold = true
    wanted = lane
  }

  /// [audio-thread] Rest at the current targets: smoothers jump there, filters and circuits settle.
  @_noLocks @_noAllocation
  public mutating func reset() {
    if wanted != active { takeWantedLane() }
    lanes[active].reset()
    bypass.jumpToTarget()
    leaving = -1
    fade = 1
    clock = 0
    quietFrames = 0
    chunkIsLoud = false
    isResting = !neverRests
  }

  /// [audio-thread] Takes over where the circuits of `other` stand, as when this engine is to go on in its place with
  /// other knobs. An engine of another model stays at rest.
  @_noLocks @_noAllocation
  public mutating func follow(_ other: UnsafePointer<Engine>) {
    guard modelKey == other.pointee.modelKey, channelCount == other.pointee.channelCount, !other.pointee.isResting
    else { return }
    lanes[active].followCircuits(other.pointee.lanes[other.pointee.active])
    isResting = false
  }

  /// [audio-thread] Any number of frames, in place or not. The second channel is nil in mono.
  @_noLocks @_noAllocation
  public mutating func process(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>?, outLeft: UnsafeMutablePointer<Float>,
    outRight: UnsafeMutablePointer<Float>?, frames: Int
  ) {
    var start = 0
    while start < frames {
      if isResting {
        if wasTold { wasTold = !isSettled() }
        let silent = !wasTold ? Self.leadingSilence(left + start, (right ?? left) + start, frames - start) : 0
        if silent > 0 {
          for n in start..<start + silent { outLeft[n] = 0 }
          if channelCount > 1, let outRight { for n in start..<start + silent { outRight[n] = 0 } }
          clock = (clock + silent) % Self.chunk
          start += silent
          continue
        }
        isResting = false
        quietFrames = 0
        chunkIsLoud = false
      }
      if clock == 0 && leaving < 0 && wanted != active { changeLane() }
      let count = min(frames - start, Self.chunk - clock)
      var isSilent = take(left + start, into: input[0], count)
      if channelCount > 1 { isSilent = take((right ?? left) + start, into: input[1], count) && isSilent }
      sound(count)
      for n in 0..<count { outLeft[start + n] = output[0][n] }
      if channelCount > 1, let outRight { for n in 0..<count { outRight[start + n] = output[1][n] } }
      if !isSilent || isLoud(count) { chunkIsLoud = true }
      clock += count
      if clock == Self.chunk { endChunk() }
      start += count
    }
  }

  /// How many frames from the start are zero in both channels (the same pointer twice in mono).
  @_noLocks @_noAllocation
  private static func leadingSilence(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int
  ) -> Int {
    var bits: UInt32 = 0
    for n in 0..<count { bits |= left[n].bitPattern | right[n].bitPattern }
    // Shifted left: minus zero is silence, too.
    if bits << 1 == 0 { return count }
    var silent = 0
    while (left[silent].bitPattern | right[silent].bitPattern) << 1 == 0 { silent += 1 }
    return silent
  }

  @_noLocks @_noAllocation
  private mutating func changeLane() {
    leaving = active
    takeWantedLane()
    fade = -Float(Self.fillSeconds / Self.fadeSeconds)
  }

  /// The active lane keeps its seats while it is left.
  @_noLocks @_noAllocation
  private mutating func takeWantedLane() {
    activeSeats = 1 - activeSeats
    lanes[wanted].sit(on: seats[activeSeats])
    lanes[wanted].follow(lanes[active])
    lanes[active].giveWay()
    active = wanted
  }

  /// Copies one chunk of the host's signal, freed of what no circuit could play. True if it is all zero.
  @_noLocks @_noAllocation
  private func take(_ from: UnsafePointer<Float>, into to: UnsafeMutablePointer<Float>, _ count: Int) -> Bool {
    // Bits, not numbers: whose largest is found one by one.
    var bits: UInt32 = 0
    for n in 0..<count {
      let x = from[n]
      // Not a number and infinities fail the comparison.
      let finite = abs(x) <= Float.greatestFiniteMagnitude ? x : 0
      let clamped = min(max(finite, -inputCeiling), inputCeiling)
      to[n] = clamped
      bits |= clamped.bitPattern
    }
    return bits << 1 == 0
  }

  /// One chunk through the active lane, the lane being left, and bypass.
  @_noLocks @_noAllocation
  private mutating func sound(_ count: Int) {
    lanes[active].process(
      ChannelPair(input, count: channelCount), ChannelPair(output, count: channelCount), count: count)
    if leaving >= 0 {
      lanes[leaving].process(
        ChannelPair(input, count: channelCount), ChannelPair(leavingOutput, count: channelCount), count: count)
      for n in 0..<count {
        fade = min(fade + fadeStep, 1)
        let share = max(fade, 0)
        for channel in 0..<channelCount {
          output[channel][n] = share * output[channel][n] + (1 - share) * leavingOutput[channel][n]
        }
      }
    }
    if bypass.isMoving || bypass.value > 0 {
      for n in 0..<count {
        let dry = bypass.isMoving ? Float(bypass.step()) : Float(bypass.value)
        for channel in 0..<channelCount {
          let wet = output[channel][n]
          // The ends are exact to the bit.
          output[channel][n] =
            dry == 0 ? wet : dry == 1 ? input[channel][n] : (1 - dry) * wet + dry * input[channel][n]
        }
      }
    }
  }

  @_noLocks @_noAllocation
  private func isLoud(_ count: Int) -> Bool {
    // As bits magnitudes are in the same order, and vectors find the largest.
    var largest: UInt32 = 0
    for channel in 0..<channelCount {
      let samples = output[channel]
      for n in 0..<count { largest = max(largest, samples[n].magnitude.bitPattern) }
    }
    return largest > Self.silence.bitPattern
  }

  /// What is decided on the own clock alone: the end of a cross-fade, and rest after 50 ms of silence in and out.
  @_noLocks @_noAllocation
  private mutating func endChunk() {
    clock = 0
    if fade >= 1 { leaving = -1 }
    quietFrames = chunkIsLoud ? 0 : min(quietFrames + Self.chunk, quietFramesToRest)
    chunkIsLoud = false
    if !neverRests && quietFrames >= quietFramesToRest && isSettled() {
      lanes[active].settle()
      isResting = true
    }
  }

  @_noLocks @_noAllocation
  private func isSettled() -> Bool {
    leaving < 0 && wanted == active && !bypass.isMoving && lanes[active].isSettled()
  }

  /// [audio-thread] Input and output are silent, knobs stand still and the circuit has settled: the host may sleep.
  public var isAtRest: Bool {
    @_noLocks @_noAllocation get { isResting && (!wasTold || isSettled()) }
  }

  /// How often a circuit had to be reset because its state was not finite or ran away.
  public var faultCount: UInt64 {
    @_noLocks @_noAllocation get {
      var sum: UInt64 = 0
      for lane in 0..<laneCount { sum &+= lanes[lane].faultCount() }
      return sum
    }
  }
}
