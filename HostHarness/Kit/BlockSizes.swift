/// How a render is cut into blocks.
public enum BlockSizes: Equatable, Sendable {
  /// Every block of the same size (the last may be shorter).
  case fixed(Int)

  /// Sizes from 1 to `max`, drawn from `seed`: equal seeds give equal cuts.
  case random(seed: UInt64, max: Int = 1024)

  /// `512`, or `random:SEED`.
  ///
  /// - Throws: `.badSetting`.
  public init(parsing text: String) throws(HostError) {
    if let size = Int(text), (1...16384).contains(size) {
      self = .fixed(size)
    } else if text.hasPrefix("random:"), let seed = UInt64(text.dropFirst(7)) {
      self = .random(seed: seed)
    } else {
      throw .badSetting(name: "block", expected: "1 to 16384 frames, or random:SEED", actual: text)
    }
  }

  /// Frames in the largest block.
  public var largest: Int {
    switch self {
    case .fixed(let size), .random(_, let size): max(1, size)
    }
  }

  /// The sizes, one after the other.
  struct Sequence {
    private let sizes: BlockSizes
    private var state: UInt64

    init(_ sizes: BlockSizes) {
      self.sizes = sizes
      if case .random(let seed, _) = sizes { state = seed } else { state = 0 }
    }

    mutating func next() -> Int {
      switch sizes {
      case .fixed(let size): return Swift.max(1, size)
      case .random(_, let max):
        // SplitMix64
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        z ^= z >> 31
        return 1 + Int(z % UInt64(Swift.max(1, max)))
      }
    }
  }
}
