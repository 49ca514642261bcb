/// By how much the model runs above (or below) the host's rate.
public struct RatePlan: BitwiseCopyable, Sendable, Equatable {
  /// Model samples per host frame: 2^doublings.
  public let doublings: Int
  /// Whether the host's signal is halved first (hosts beyond 384 kHz).
  public let isHalved: Bool
  public let modelRateHz: Double

  public static let lowestModelRateHz = 88_200.0
  public static let highestModelRateHz = 384_000.0

  /// Model samples per host frame, where it is not halved.
  public var factor: Int { 1 << doublings }

  /// Live reaches 88.2 kHz; High doubles that up to 264 kHz and Ultra quadruples it up to 384 kHz.
  public init(hostRateHz: Double, quality: Quality) {
    isHalved = hostRateHz > Self.highestModelRateHz * 1.001
    let base = isHalved ? hostRateHz / 2 : hostRateHz
    var doublings = 0
    while base * Double(1 << doublings) < Self.lowestModelRateHz * 0.999 { doublings += 1 }
    let (more, ceiling): (Int, Double) =
      switch quality {
      case .live: (0, .infinity)
      case .high: (1, 264_000)
      case .ultra: (2, Self.highestModelRateHz)
      }
    if !isHalved {
      for _ in 0..<more where base * Double(2 << doublings) <= ceiling * 1.001 { doublings += 1 }
    }
    self.doublings = doublings
    modelRateHz = base * Double(1 << doublings)
  }
}
