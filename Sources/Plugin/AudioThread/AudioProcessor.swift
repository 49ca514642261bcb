import CLAP
import CLAPBridge
import RealTime

/// The audio side of an instance: plain data at a fixed address, from the plugin's `init` to its `destroy`.
///
/// Its functions run on the audio thread, or on the main thread while the plugin is not active. The host never calls
/// two of them at a time.
struct AudioProcessor {
  let slots: UnsafeMutablePointer<ParameterSlot>
  let slotCount: Int
  let shared: SharedState
  let scratch: ScratchBuffers
  /// Nil while the plugin is not active.
  var engine: UnsafeMutablePointer<Engine>?
  /// Of the published set that is in force.
  private var generation: UInt64 = 0

  /// [main-thread]
  static func allocate(_ parameters: [Parameter], shared: SharedState) -> UnsafeMutablePointer<AudioProcessor> {
    let slots = UnsafeMutablePointer<ParameterSlot>.allocate(capacity: parameters.count)
    for (index, parameter) in parameters.enumerated() {
      (slots + index).initialize(to: ParameterSlot(parameter))
    }
    let processor = UnsafeMutablePointer<AudioProcessor>.allocate(capacity: 1)
    processor.initialize(
      to: AudioProcessor(slots: slots, slotCount: parameters.count, shared: shared, scratch: .allocate()))
    return processor
  }

  private init(
    slots: UnsafeMutablePointer<ParameterSlot>, slotCount: Int, shared: SharedState, scratch: ScratchBuffers
  ) {
    self.slots = slots
    self.slotCount = slotCount
    self.shared = shared
    self.scratch = scratch
  }

  /// [main-thread]
  static func deallocate(_ processor: UnsafeMutablePointer<AudioProcessor>) {
    processor.pointee.slots.deallocate()
    processor.pointee.scratch.deallocate()
    processor.deallocate()
  }

  /// [main-thread] Takes the engine of an activation, at rest for the current knobs.
  mutating func start(_ engine: UnsafeMutablePointer<Engine>) {
    self.engine = engine
    adoptPublishedSet()
    applyAll()
    reset()
  }

  /// Rest for the current knobs; parameters stay.
  @_noLocks @_noAllocation
  mutating func reset() {
    guard let engine else { return }
    let mode = flushSubnormals()
    engine.pointee.reset()
    restoreFloatMode(mode)
  }

  /// Events without audio.
  @_noLocks @_noAllocation
  mutating func flush(_ events: UnsafePointer<clap_input_events_t>?) {
    adoptPublishedSet()
    let count = eventCount(events)
    var index: UInt32 = 0
    while index < count {
      if let event = event(events, at: index) { handle(event) }
      index += 1
    }
  }

  /// Takes over a set that the main thread has published since the last call, if it is whole.
  @_noLocks @_noAllocation
  mutating func adoptPublishedSet() {
    let published = shared.generation()
    guard published != generation, published & 1 == 0 else { return }
    var index = 0
    while index < slotCount {
      slots[index].incoming = shared.loadedValue(index)
      index += 1
    }
    guard shared.isStill(published) else { return }
    generation = published
    index = 0
    while index < slotCount {
      setBase(slots[index].incoming, at: index)
      // An event may have slipped in between publication and now.
      shared.setValue(slots[index].base, at: index)
      index += 1
    }
  }

  /// Tells the engine every value.
  @_noLocks @_noAllocation
  func applyAll() {
    var index = 0
    while index < slotCount {
      apply(index)
      index += 1
    }
  }

  /// Tells the engine one value.
  @_noLocks @_noAllocation
  func apply(_ index: Int) {
    guard let engine else { return }
    let value = slots[index].effective
    switch slots[index].target {
    case .control(let control): engine.pointee.setPosition(slots[index].position, ofControl: control)
    case .inputGain: engine.pointee.setInputGain(decibels: value)
    case .outputGain: engine.pointee.setOutputGain(decibels: value)
    case .mix: engine.pointee.setMix(value)
    case .quality: engine.pointee.setQuality(value < 0.5 ? .live : value < 1.5 ? .high : .ultra)
    case .bypass: engine.pointee.setBypass(value >= 0.5)
    }
  }
}
