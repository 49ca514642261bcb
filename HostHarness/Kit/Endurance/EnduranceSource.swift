/// SplitMix64 (Steele, Lea, Flood 2014).
package struct EnduranceRandom {
  private var state: UInt64

  package init(seed: UInt64, session: Int) {
    state = seed &* 0x2545_f491_4f6c_dd1d ^ UInt64(session) &* 0x9e37_79b9_7f4a_7c15
    _ = next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// 0 ≤ u < 1.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  package mutating func happens(_ probability: Double) -> Bool { uniform() < probability }

  package mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

  package mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }
}

/// Noise whose level jumps: mostly −40 to 0 dB, now and then a burst 40 dB above, silence, or samples that no host
/// should send.
struct EnduranceSource {
  private var random: EnduranceRandom
  private var gain: Float = 0
  private var remaining = 0
  private static let bad: [Float] = [
    .nan, .infinity, -.infinity, 1e30, -1e30, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
  ]

  init(_ random: EnduranceRandom) { self.random = random }

  mutating func fill(_ channels: [UnsafeMutablePointer<Float>], _ frames: Int) {
    var start = 0
    while start < frames {
      if remaining == 0 { turn() }
      let count = min(frames - start, remaining)
      for channel in channels {
        var index = start
        while index < start + count {
          // Two samples from the halves of one draw.
          let bits = random.next()
          channel[index] = Float(Int32(truncatingIfNeeded: bits)) * 0x1p-31 * gain
          if index + 1 < start + count {
            channel[index + 1] = Float(Int32(truncatingIfNeeded: bits >> 32)) * 0x1p-31 * gain
          }
          index += 2
        }
      }
      start += count
      remaining -= count
    }
    if frames > 0, random.happens(0.002) { random.pick(channels)[random.below(frames)] = random.pick(Self.bad) }
  }

  private mutating func turn() {
    remaining = 64 + random.below(9600)
    switch random.uniform() {
    case ..<0.12: gain = 0
    case ..<0.22: gain = 100
    default: gain = Self.gains[random.below(Self.gains.count)]
    }
  }

  private static let gains: [Float] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 1]
}
