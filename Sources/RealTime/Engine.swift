import ModelFormat

/// How far above the host's rate the model runs: `live` keeps it within 88.2–132 kHz.
public enum Quality: Int32, Sendable, CaseIterable {
  case live, high, ultra
}

/// One plugin instance's sound: the circuit in one or two channels, its knobs, levels, mix and bypass.
///
/// All memory is taken by `allocate` on the main thread; everything else runs on the audio thread.
public struct Engine {
  let channelCount: Int

  /// [main-thread] Builds an engine at rest with every knob at its default.
  /// - Parameters:
  ///   - sampleRate: of the host, 1 kHz to 768 kHz.
  ///   - channelCount: 1 or 2.
  public static func allocate(model: Model, sampleRate: Double, channelCount: Int) throws(EngineError)
    -> UnsafeMutablePointer<Engine>
  {
    let engine = UnsafeMutablePointer<Engine>.allocate(capacity: 1)
    engine.initialize(to: Engine(channelCount: channelCount))
    return engine
  }

  /// [main-thread]
  public static func deallocate(_ engine: UnsafeMutablePointer<Engine>) {
    engine.deallocate()
  }

  /// [audio-thread] Where the control is heading, 0…1; the way there is smoothed. Not a number: ignored.
  @_noLocks @_noAllocation
  public mutating func setPosition(_ position: Double, ofControl index: Int) {}

  /// [audio-thread]
  @_noLocks @_noAllocation
  public mutating func setInputGain(decibels: Double) {}

  /// [audio-thread]
  @_noLocks @_noAllocation
  public mutating func setOutputGain(decibels: Double) {}

  /// [audio-thread] 0 is dry, 1 is wet.
  @_noLocks @_noAllocation
  public mutating func setMix(_ fraction: Double) {}

  /// [audio-thread] Dry, at unchanged latency; smoothed.
  @_noLocks @_noAllocation
  public mutating func setBypass(_ isBypassed: Bool) {}

  /// [audio-thread] Cross-fades over 20 ms.
  @_noLocks @_noAllocation
  public mutating func setQuality(_ quality: Quality) {}

  /// [audio-thread] Rest at the current targets: smoothers jump there, filters and circuits settle.
  @_noLocks @_noAllocation
  public mutating func reset() {}

  /// [audio-thread] Any number of frames, in place or not. The second channel is nil in mono.
  @_noLocks @_noAllocation
  public mutating func process(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>?, outLeft: UnsafeMutablePointer<Float>,
    outRight: UnsafeMutablePointer<Float>?, frames: Int
  ) {}

  /// [audio-thread] Input and output are silent, knobs stand still and the circuit has settled: the host may sleep.
  public var isAtRest: Bool { @_noLocks @_noAllocation get { false } }

  /// How often a circuit had to be reset because its state was not finite or ran away.
  public var faultCount: UInt64 { @_noLocks @_noAllocation get { 0 } }

  /// Seconds after the input's end in which output may still be heard.
  public var tailSeconds: Double { 0 }
}
