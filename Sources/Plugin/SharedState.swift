import Synchronization

/// What the main thread and the audio thread tell each other, without locks: values both ways, faults upwards.
///
/// The struct is a handle; its memory is taken and given back on the main thread.
/// - `current` are the base values in force: written by whoever changes one, read by the main thread.
/// - `loaded` is a whole set that the main thread hands down. `generation` is odd while it is being written and grows
///   with every set; the audio thread takes a set over at the beginning of its next block.
struct SharedState {
  let count: Int
  private let current: UnsafeMutablePointer<Atomic<UInt64>>
  private let loaded: UnsafeMutablePointer<Atomic<UInt64>>
  private let counters: UnsafeMutablePointer<Counters>

  private struct Counters: ~Copyable {
    let generation = Atomic<UInt64>(0)
    let faults = Atomic<UInt64>(0)
    let tailFrames = Atomic<UInt32>(0)
    let isOffline = Atomic<Bool>(false)
  }

  /// [main-thread]
  init(values: [Double]) {
    count = values.count
    current = .allocate(capacity: count)
    loaded = .allocate(capacity: count)
    counters = .allocate(capacity: 1)
    for (index, value) in values.enumerated() {
      (current + index).initialize(to: Atomic(value.bitPattern))
      (loaded + index).initialize(to: Atomic(value.bitPattern))
    }
    counters.initialize(to: Counters())
  }

  /// [main-thread]
  func deallocate() {
    current.deinitialize(count: count)
    current.deallocate()
    loaded.deinitialize(count: count)
    loaded.deallocate()
    counters.deinitialize(count: 1)
    counters.deallocate()
  }

  /// [main-thread, audio-thread] The base value in force.
  @_noLocks @_noAllocation
  func value(_ index: Int) -> Double {
    Double(bitPattern: current[index].load(ordering: .relaxed))
  }

  /// [audio-thread]
  @_noLocks @_noAllocation
  func setValue(_ value: Double, at index: Int) {
    current[index].store(value.bitPattern, ordering: .relaxed)
  }

  /// [main-thread] Hands a whole set of base values to the audio thread.
  func publish(_ values: [Double]) {
    let generation = counters.pointee.generation.load(ordering: .relaxed)
    counters.pointee.generation.store(generation + 1, ordering: .relaxed)
    atomicMemoryFence(ordering: .releasing)
    for (index, value) in values.enumerated() {
      loaded[index].store(value.bitPattern, ordering: .relaxed)
      current[index].store(value.bitPattern, ordering: .relaxed)
    }
    counters.pointee.generation.store(generation + 2, ordering: .releasing)
  }

  /// [audio-thread] Grows by 2 with every published set; odd while one is being written.
  @_noLocks @_noAllocation
  func generation() -> UInt64 {
    counters.pointee.generation.load(ordering: .acquiring)
  }

  /// [audio-thread] Whether what was read since `generation` belongs together.
  @_noLocks @_noAllocation
  func isStill(_ generation: UInt64) -> Bool {
    atomicMemoryFence(ordering: .acquiring)
    return counters.pointee.generation.load(ordering: .relaxed) == generation
  }

  /// [audio-thread] A value of the published set.
  @_noLocks @_noAllocation
  func loadedValue(_ index: Int) -> Double {
    Double(bitPattern: loaded[index].load(ordering: .relaxed))
  }

  /// [main-thread]
  func setOffline(_ isOffline: Bool) {
    counters.pointee.isOffline.store(isOffline, ordering: .relaxed)
  }

  /// Whether the host renders without a deadline.
  @_noLocks @_noAllocation
  func isOffline() -> Bool {
    counters.pointee.isOffline.load(ordering: .relaxed)
  }

  /// Circuits that had to be reset since the instance began.
  @_noLocks @_noAllocation
  func setFaults(_ count: UInt64) {
    counters.pointee.faults.store(count, ordering: .relaxed)
  }

  @_noLocks @_noAllocation
  func faults() -> UInt64 {
    counters.pointee.faults.load(ordering: .relaxed)
  }

  /// Frames at the host's rate in which output may follow the input's end; Int32.max is without end.
  @_noLocks @_noAllocation
  func setTailFrames(_ count: UInt32) {
    counters.pointee.tailFrames.store(count, ordering: .relaxed)
  }

  @_noLocks @_noAllocation
  func tailFrames() -> UInt32 {
    counters.pointee.tailFrames.load(ordering: .relaxed)
  }
}
