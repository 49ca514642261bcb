import ModelFormat

/// One plugin instance's sound: the circuit in one or two channels, its knobs, levels, mix and bypass.
///
/// All memory is taken by `allocate` on the main thread; everything else runs on the audio thread. Inside, sound is
/// made in chunks that follow the engine's own clock, so the host's block sizes do not show in the output.
public struct Engine {
  /// Chunks end at multiples of this many host frames since the last reset.
  private static var chunkLimit: Int { @_noLocks @_noAllocation get { 32 } }
  /// Signals below this (−180 dBFS) count as silence.
  private static var silence: Float { @_noLocks @_noAllocation get { 1e-9 } }
  /// Host samples beyond this are clamped before the filters see them.
  private static var inputCeiling: Float { @_noLocks @_noAllocation get { 1e4 } }

  private let arena: Unmanaged<Arena>
  private let channelCount: Int
  /// One lane per distinct model rate, and which of them each quality plays on.
  private let lanes: UnsafeMutablePointer<Lane>
  private let laneCount: Int
  private let laneOfQuality: SIMD4<Int>
  private var active: Int
  /// The lane being faded out, or −1.
  private var leaving = -1
  private var fade: Float = 1
  private let fadeStep: Float
  private var bypass: Smoother
  private var levels = (input: 0.0, output: 0.0, mix: 1.0)
  private let controlCount: Int

  private let chunk: Int
  private var clock = 0
  private var quietFrames = 0
  private let quietFramesToRest: Int
  /// Per channel one chunk: sanitised input, output, output of the leaving lane.
  private let input: UnsafePointer<UnsafeMutablePointer<Float>>
  private let output: UnsafePointer<UnsafeMutablePointer<Float>>
  private let leavingOutput: UnsafePointer<UnsafeMutablePointer<Float>>

  /// Seconds after the input's end in which output may still be heard.
  public let tailSeconds: Double

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
      laneOfQuality[Int(quality.rawValue)] = plans.firstIndex(of: plan)!
    }
    self.laneOfQuality = laneOfQuality
    lanes = arena.copy(
      plans.map {
        Lane(
          model: model, plan: $0, hostRateHz: sampleRate, channelCount: channelCount, positions: positions,
          arena: arena)
      })
    laneCount = plans.count
    active = 0
    fadeStep = Float(1 / (0.020 * sampleRate))
    bypass = Smoother(rateHz: sampleRate, value: 0)
    let chunk = min(Self.chunkLimit, plans.map { Lane.sampleLimit / $0.factor }.min()!)
    self.chunk = max(chunk, 1)
    quietFramesToRest = Int(0.05 * sampleRate)
    func buffers() -> UnsafePointer<UnsafeMutablePointer<Float>> {
      UnsafePointer(arena.copy((0..<channelCount).map { _ in arena.zeroed(Float.self, Self.chunkLimit) }))
    }
    input = buffers()
    output = buffers()
    leavingOutput = buffers()
    tailSeconds = 0.1
  }

  /// [audio-thread] Where the control is heading, 0…1; the way there is smoothed. Not a number: ignored.
  @_noLocks @_noAllocation
  public mutating func setPosition(_ position: Double, ofControl index: Int) {
    guard position == position, index >= 0, index < controlCount else { return }
    let target = min(max(position, 0), 1)
    for lane in 0..<laneCount { lanes[lane].head(index, for: target) }
  }

  /// [audio-thread]
  @_noLocks @_noAllocation
  public mutating func setInputGain(decibels: Double) {
    guard decibels == decibels else { return }
    levels.input = decibels
    headLevels()
  }

  /// [audio-thread]
  @_noLocks @_noAllocation
  public mutating func setOutputGain(decibels: Double) {
    guard decibels == decibels else { return }
    levels.output = decibels
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
    let inputGain = Elementary.gain(decibels: levels.input)
    let outputGain = Elementary.gain(decibels: levels.output)
    for lane in 0..<laneCount {
      lanes[lane].levels.head(inputGain: inputGain, outputGain: outputGain, mix: levels.mix)
    }
  }

  /// [audio-thread] The host's own signal, untouched, at unchanged latency; smoothed.
  @_noLocks @_noAllocation
  public mutating func setBypass(_ isBypassed: Bool) {
    bypass.head(for: isBypassed ? 1 : 0)
  }

  /// [audio-thread] Cross-fades over 20 ms; a change while one is under way cuts that one short.
  @_noLocks @_noAllocation
  public mutating func setQuality(_ quality: Quality) {
    let next = laneOfQuality[Int(quality.rawValue)]
    guard next != active else { return }
    lanes[next].follow(lanes[active])
    leaving = active
    active = next
    fade = 0
  }

  /// [audio-thread] Rest at the current targets: smoothers jump there, filters and circuits settle.
  @_noLocks @_noAllocation
  public mutating func reset() {
    for lane in 0..<laneCount { lanes[lane].reset() }
    bypass.jumpToTarget()
    leaving = -1
    fade = 1
    clock = 0
    quietFrames = quietFramesToRest
  }

  /// [audio-thread] Any number of frames, in place or not. The second channel is nil in mono.
  @_noLocks @_noAllocation
  public mutating func process(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>?, outLeft: UnsafeMutablePointer<Float>,
    outRight: UnsafeMutablePointer<Float>?, frames: Int
  ) {
    var start = 0
    while start < frames {
      let count = min(frames - start, chunk - clock)
      var isSilent = take(left + start, into: input[0], count)
      if channelCount > 1 { isSilent = take((right ?? left) + start, into: input[1], count) && isSilent }
      if isSilent && quietFrames >= quietFramesToRest && isSettled() {
        for channel in 0..<channelCount { for n in 0..<count { output[channel][n] = 0 } }
      } else {
        sound(count)
        countQuiet(isSilent, count)
      }
      for n in 0..<count { outLeft[start + n] = output[0][n] }
      if channelCount > 1, let outRight { for n in 0..<count { outRight[start + n] = output[1][n] } }
      clock = clock + count == chunk ? 0 : clock + count
      start += count
    }
  }

  /// Copies one chunk of the host's signal, freed of what no circuit could play. True if it is all zero.
  @_noLocks @_noAllocation
  private func take(_ from: UnsafePointer<Float>, into to: UnsafeMutablePointer<Float>, _ count: Int) -> Bool {
    var largest: Float = 0
    for n in 0..<count {
      let x = from[n]
      // Not a number and infinities fail the comparison.
      let finite = abs(x) <= Float.greatestFiniteMagnitude ? x : 0
      let clamped = min(max(finite, -Self.inputCeiling), Self.inputCeiling)
      to[n] = clamped
      largest = max(largest, abs(clamped))
    }
    return largest == 0
  }

  /// One chunk through the active lane, the lane being left, and bypass.
  @_noLocks @_noAllocation
  private mutating func sound(_ count: Int) {
    lanes[active].process(input, output, count: count)
    if leaving >= 0 {
      lanes[leaving].process(input, leavingOutput, count: count)
      var share = fade
      for channel in 0..<channelCount {
        share = fade
        for n in 0..<count {
          share = min(share + fadeStep, 1)
          output[channel][n] = share * output[channel][n] + (1 - share) * leavingOutput[channel][n]
        }
      }
      fade = share
      if fade >= 1 { leaving = -1 }
    }
    if bypass.isMoving || bypass.value > 0 {
      for n in 0..<count {
        let dry = bypass.isMoving ? Float(bypass.step()) : Float(bypass.value)
        for channel in 0..<channelCount {
          output[channel][n] = dry == 1 ? input[channel][n] : (1 - dry) * output[channel][n] + dry * input[channel][n]
        }
      }
    }
  }

  /// After 50 ms of silence in and out the circuits go to exact rest; only ever at a chunk's end on the own clock.
  @_noLocks @_noAllocation
  private mutating func countQuiet(_ isSilent: Bool, _ count: Int) {
    var largest: Float = 0
    for channel in 0..<channelCount { for n in 0..<count { largest = max(largest, abs(output[channel][n])) } }
    if !isSilent || largest > Self.silence {
      quietFrames = 0
      return
    }
    quietFrames += count
    if quietFrames >= quietFramesToRest {
      if clock + count == chunk && isSettled() { lanes[active].settle() } else { quietFrames -= count }
    }
  }

  @_noLocks @_noAllocation
  private func isSettled() -> Bool {
    leaving < 0 && !bypass.isMoving && lanes[active].isSettled()
  }

  /// [audio-thread] Input and output are silent, knobs stand still and the circuit has settled: the host may sleep.
  public var isAtRest: Bool {
    @_noLocks @_noAllocation get { quietFrames >= quietFramesToRest && isSettled() }
  }

  /// How often a circuit had to be reset because its state was not finite or ran away.
  public var faultCount: UInt64 {
    @_noLocks @_noAllocation get {
      var sum: UInt64 = 0
      for lane in 0..<laneCount { sum &+= lanes[lane].faultCount }
      return sum
    }
  }
}
