/// One channel's guard against circuits that run away: silence from the fault on, then a fade from rest.
///
/// A fault in any stage loses the whole channel. Its stages go to rest together after every so many samples of
/// the model's own clock: so the host's blocks do not show.
struct FaultGuard: BitwiseCopyable {
  /// Seconds of the fade.
  private static var fadeSeconds: Double { 0.005 }

  /// Share of the fade per model sample.
  private let fadeStep: Float
  /// 0…1, below 1 while fading in after a fault.
  private var fade: Float = 1
  /// Whether the channel is silent until its stages are at rest.
  private(set) var isBroken = false
  /// How often a state was not finite or had run away.
  private(set) var faults: UInt64 = 0

  init(rateHz: Double) {
    fadeStep = Float(1 / (Self.fadeSeconds * rateHz))
  }

  /// Nothing has happened yet; faults stay counted.
  @_noLocks @_noAllocation
  mutating func rest() {
    fade = 1
    isBroken = false
  }

  /// The stages are at rest: from here on the channel comes back.
  @_noLocks @_noAllocation
  mutating func mend() {
    fade = 0
    isBroken = false
  }

  /// Samples `start` to `end` of the channel's output, of which the first lost one is `fault`.
  @_noLocks @_noAllocation
  mutating func pass(_ samples: UnsafeMutablePointer<Float>, from start: Int, to end: Int, fault: Int) {
    let lost = isBroken ? start : min(fault, end)
    if fade < 1 {
      for n in start..<lost {
        fade = min(fade + fadeStep, 1)
        samples[n] *= fade
      }
    }
    if lost == end { return }
    for n in lost..<end { samples[n] = 0 }
    if !isBroken { faults &+= 1 }
    isBroken = true
  }
}
