import Engines
import InstructionSets
import Synchronization

/// Engines on their way between the threads: a new one down, those that have had their day up. No locks; nothing is
/// freed on the audio thread.
struct EngineExchange {
  private let ends: UnsafeMutablePointer<Ends>
  /// Of all engines that pass here.
  private let set: InstructionSet

  /// Addresses; 0 is none.
  private struct Ends: ~Copyable {
    let offered = Atomic<UInt>(0)
    /// The last of a list in which each engine is linked to the one before it.
    let retired = Atomic<UInt>(0)
  }

  /// [main-thread]
  static func allocate() -> EngineExchange {
    let ends = UnsafeMutablePointer<Ends>.allocate(capacity: 1)
    ends.initialize(to: Ends())
    return EngineExchange(ends: ends, set: .chosen)
  }

  /// [main-thread] While the audio thread is away: frees what is still here, too.
  func deallocate() {
    clear()
    ends.deinitialize(count: 1)
    ends.deallocate()
  }

  /// [main-thread] Hands an engine down; one that was not taken yet is freed.
  func offer(_ engine: ChosenEngine) {
    free(ends.pointee.offered.exchange(engine.bits, ordering: .acquiringAndReleasing))
  }

  /// [audio-thread] The engine that was handed down, once.
  @_noLocks @_noAllocation
  func take() -> ChosenEngine? {
    ChosenEngine(set, bits: ends.pointee.offered.exchange(0, ordering: .acquiringAndReleasing))
  }

  /// [audio-thread] Gives an engine up.
  @_noLocks @_noAllocation
  func retire(_ engine: ChosenEngine) {
    // One thread puts in and one takes all out: a second try is the last.
    var last = ends.pointee.retired.load(ordering: .relaxed)
    while true {
      engine.link = last
      let result = ends.pointee.retired.compareExchange(
        expected: last, desired: engine.bits, ordering: .acquiringAndReleasing)
      if result.exchanged { return }
      last = result.original
    }
  }

  /// [main-thread] Frees the engines that were given up.
  func collect() {
    free(ends.pointee.retired.exchange(0, ordering: .acquiringAndReleasing))
  }

  /// [main-thread] While the audio thread is away: nothing is left on its way.
  func clear() {
    free(ends.pointee.offered.exchange(0, ordering: .acquiringAndReleasing))
    collect()
  }

  private func free(_ address: UInt) {
    var next = ChosenEngine(set, bits: address)
    while let engine = next {
      next = ChosenEngine(set, bits: engine.link)
      engine.deallocate()
    }
  }
}
