import CLAPBridge
import Engines

/// The cross-fade from one engine to another: the new one's filters fill unheard, then it takes over within 20 ms.
struct EngineFade {
  private static let fillSeconds = 0.010
  private static let fadeSeconds = 0.020

  private let step: Float
  private let start: Float
  /// The new engine's share; below 0 while its filters fill.
  private var position: Float = 1

  /// One that is over.
  init(sampleRate: Double = 48_000) {
    step = Float(1 / (Self.fadeSeconds * sampleRate))
    start = -Float(Self.fillSeconds / Self.fadeSeconds)
  }

  @_noLocks @_noAllocation
  mutating func begin() { position = start }

  var isOver: Bool { @_noLocks @_noAllocation get { position >= 1 } }

  /// Blends a chunk of both channels into what the new engine has played.
  @_noLocks @_noAllocation
  mutating func blend(_ scratch: ScratchBuffers, count: Int) {
    var index = 0
    while index < count {
      position = position + step < 1 ? position + step : 1
      let share = position > 0 ? position : 0
      scratch.left[index] = share * scratch.left[index] + (1 - share) * scratch.leavingLeft[index]
      scratch.right[index] = share * scratch.right[index] + (1 - share) * scratch.leavingRight[index]
      index &+= 1
    }
  }
}

extension AudioProcessor {
  /// Goes on with another engine, which rests at the values it came with: from where the circuits of the one before
  /// stand, to where the knobs are now.
  @_noLocks @_noAllocation
  mutating func change(to next: ChosenEngine) {
    guard let before = engine else {
      // Not active any more: the main thread takes it back.
      exchange.retire(next)
      return
    }
    engine = next
    next.follow(before)
    applyAll()
    leaving = before
    fade.begin()
  }

  /// Lets go of the engine that was being faded out; the main thread frees it.
  @_noLocks @_noAllocation
  mutating func dropLeaving() {
    guard let leaving else { return }
    earlierFaults &+= leaving.faultCount
    self.leaving = nil
    exchange.retire(leaving)
    requestCallback(host)
  }
}
