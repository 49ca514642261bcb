import HostKit

/// A plugin's state, damaged in ever new ways.
struct StateDamage {
  private let state: [UInt8]
  private var random: EnduranceRandom

  init(_ state: [UInt8], _ random: EnduranceRandom) {
    self.state = state
    self.random = random
  }

  /// The bytes, and what was done to them.
  mutating func next() -> (bytes: [UInt8], what: String) {
    var bytes = state
    guard !bytes.isEmpty else { return ([UInt8](repeating: 0xff, count: random.below(64)), "random bytes") }
    let place = random.below(bytes.count)
    switch random.below(6) {
    case 0:
      bytes[place] ^= 1 << UInt8(random.below(8))
      return (bytes, "a bit of byte \(place) flipped")
    case 1:
      return (Array(bytes.prefix(place)), "cut to \(place) of \(bytes.count) bytes")
    case 2:
      let count = 1 + random.below(min(16, bytes.count - place))
      for index in place..<place + count { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
      return (bytes, "\(count) bytes from \(place) replaced")
    case 3:
      let count = 1 + random.below(32)
      bytes.insert(contentsOf: (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }, at: place)
      return (bytes, "\(count) bytes put in at \(place)")
    case 4:
      let count = 1 + random.below(bytes.count - place)
      bytes.removeSubrange(place..<place + count)
      return (bytes, "\(count) bytes from \(place) taken out")
    default:
      let tail = bytes[place...]
      return (bytes + tail, "\(tail.count) bytes from \(place) repeated at the end")
    }
  }
}
