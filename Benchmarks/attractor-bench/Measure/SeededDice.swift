/// Random numbers that are the same in every run (SplitMix64).
struct SeededDice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Evenly over 0…1.
  mutating func share() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
  }

  /// About normal: mean 0, deviation 1.
  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + share() } }
}
