import CLAP
import CLAPBridge
import Engines

/// The audio side of an instance: plain data at a fixed address, from the plugin's `init` to its `destroy`.
///
/// Its functions run on the audio thread, or on the main thread while the plugin is not active. The host never calls
/// two of them at a time.
struct AudioProcessor {
  let host: UnsafePointer<clap_host_t>
  let slots: UnsafeMutablePointer<ParameterSlot>
  let map: ParameterMap
  let shared: SharedState
  let exchange: EngineExchange
  let scratch: ScratchBuffers
  /// Nil while the plugin is not active.
  var engine: ChosenEngine?
  /// The engine that is being faded out, and how.
  var leaving: ChosenEngine?
  var fade = EngineFade()
  var isMono = false
  /// Ports that the host has switched on.
  var hearsInput = true
  var playsOutput = true
  var isOffline = false
  /// Of the published set that is in force.
  var generation: UInt64 = 0
  /// Faults of engines that are gone.
  var earlierFaults: UInt64 = 0

  /// [main-thread]
  static func allocate(_ list: ParameterList, host: UnsafePointer<clap_host_t>, shared: SharedState)
    -> UnsafeMutablePointer<AudioProcessor>
  {
    let slots = UnsafeMutablePointer<ParameterSlot>.allocate(capacity: list.parameters.count)
    for (index, parameter) in list.parameters.enumerated() {
      (slots + index).initialize(to: ParameterSlot(parameter))
    }
    let processor = UnsafeMutablePointer<AudioProcessor>.allocate(capacity: 1)
    processor.initialize(
      to: AudioProcessor(
        host: host, slots: slots, map: ParameterMap(list), shared: shared, exchange: .allocate(), scratch: .allocate()))
    return processor
  }

  private init(
    host: UnsafePointer<clap_host_t>, slots: UnsafeMutablePointer<ParameterSlot>, map: ParameterMap,
    shared: SharedState, exchange: EngineExchange, scratch: ScratchBuffers
  ) {
    self.host = host
    self.slots = slots
    self.map = map
    self.shared = shared
    self.exchange = exchange
    self.scratch = scratch
  }

  /// [main-thread] Not while active.
  static func deallocate(_ processor: UnsafeMutablePointer<AudioProcessor>) {
    processor.pointee.slots.deallocate()
    processor.pointee.exchange.deallocate()
    processor.pointee.scratch.deallocate()
    processor.deallocate()
  }

  /// [main-thread] Takes the engine of an activation, at rest for the current knobs.
  mutating func start(_ engine: ChosenEngine, sampleRate: Double, isMono: Bool) {
    self.engine = engine
    self.isMono = isMono
    fade = EngineFade(sampleRate: sampleRate)
    isOffline = shared.isOffline()
    adoptPublishedSet()
    applyAll()
    reset()
  }

  /// [main-thread] Brings an engine that no one plays yet to rest at plain values, one per parameter.
  static func prepare(
    _ engine: ChosenEngine, _ list: ParameterList, _ values: [Double],
    host: UnsafePointer<clap_host_t>, isOffline: Bool
  ) {
    let shared = SharedState(values: values)
    shared.setOffline(isOffline)
    let processor = allocate(list, host: host, shared: shared)
    for (index, value) in values.enumerated() { processor.pointee.slots[index].base = value }
    processor.pointee.start(engine, sampleRate: 48_000, isMono: false)
    deallocate(processor)
    shared.deallocate()
  }

  /// [main-thread] Frees all engines.
  mutating func stop() {
    for engine in [engine, leaving].compactMap({ $0 }) {
      earlierFaults &+= engine.faultCount
      engine.deallocate()
    }
    (engine, leaving) = (nil, nil)
    exchange.clear()
  }

  /// Rest for the current knobs; parameters stay.
  @_noLocks @_noAllocation
  mutating func reset() {
    guard let engine else { return }
    let mode = flushSubnormals()
    dropLeaving()
    engine.reset()
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
}
