import Glibc

/// What a circuit is left alone after, to find out how long it is heard: a low tone that stops at once.
package struct TailNote: Sendable {
  /// Of the peak. Negative: the last half-wave goes up, not down.
  let volts: Double

  package init(volts: Double) { self.volts = volts }

  /// As long as coupling and bias capacitors take to charge.
  static let seconds = 1.0
  /// A bass guitar's lowest string; whole periods, so that it ends at zero.
  private static let hertz = 41.0

  /// The hottest and three at 12 dB less each, every one with either half-wave last.
  static func all(hottestVolts: Double) -> [TailNote] {
    (0..<4).flatMap { step in
      [1, -1].map { TailNote(volts: $0 * hottestVolts * pow(10, -12 * Double(step) / 20)) }
    }
  }

  /// - Parameter time: seconds since its beginning; silence from ``seconds`` on.
  func volts(at time: Double) -> Double {
    time < Self.seconds ? volts * sin(2 * .pi * Self.hertz * time) : 0
  }
}

/// Listens to a note and to what follows it.
struct LastHeard: Sendable {
  /// −100 dB of the note's peak.
  private static let share = 1e-5

  /// What counts as silence however quiet the note.
  private let floorVolts: Double
  /// Largest deviation from rest while the note sounded, in volts.
  private(set) var peak = 0.0
  /// When the output was last above what counts as silence, in seconds behind the note's end.
  private(set) var seconds = 0.0

  init(floorVolts: Double) { self.floorVolts = floorVolts }

  /// - Parameters:
  ///   - volts: of the output, from rest.
  ///   - time: seconds behind the note's end, negative before.
  mutating func hear(_ volts: Double, at time: Double) {
    if time < 0 {
      peak = max(peak, abs(volts))
    } else if !(abs(volts) <= max(Self.share * peak, floorVolts)) {
      seconds = time
    }
  }
}
