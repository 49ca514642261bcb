/// Random numbers that are the same in every run (SplitMix64).
public struct Dice {
  private var state: UInt64

  public init(_ seed: UInt64) { state = seed }

  public mutating func bits() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Evenly over a range.
  public mutating func number(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * Double(bits() >> 11) / 9_007_199_254_740_992
  }

  public mutating func whole(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(bits() % UInt64(range.count))
  }

  /// About normal: mean 0, deviation 1.
  public mutating func normal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + number(0...1) }
  }
}
