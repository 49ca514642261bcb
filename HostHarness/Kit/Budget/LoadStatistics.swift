import Foundation

/// Times of many blocks as shares of their deadline: 1 is a block that takes as long as it lasts.
public struct LoadStatistics: Equatable, Codable, Sendable {
  public var mean: Double
  public var p50: Double
  public var p99: Double
  public var p99_9: Double
  public var max: Double

  /// Blocks that took longer than they last.
  public var misses: Int

  /// Blocks per bin: the upper ends are `bounds`, the last bin holds what lies above them.
  public var histogram: [Int]

  /// Upper ends of the histogram's bins: five per factor of ten, from 0.01 % to 100 % of the deadline.
  public static let bounds = (0...20).map { pow(10, Double($0) / 5 - 4) }

  /// - Parameters:
  ///   - nanoseconds: one per block; all zero where there is none.
  ///   - deadline: seconds per block.
  public init(_ nanoseconds: [UInt64], deadline: Double) {
    let loads = nanoseconds.map { Double($0) * 1e-9 / deadline }.sorted()
    // The nearest rank: a value that was measured, not one between two.
    func rank(_ share: Double) -> Double {
      guard !loads.isEmpty else { return 0 }
      return loads[min(loads.count, Swift.max(1, Int((share * Double(loads.count)).rounded(.up)))) - 1]
    }
    mean = loads.isEmpty ? 0 : loads.reduce(0, +) / Double(loads.count)
    p50 = rank(0.5)
    p99 = rank(0.99)
    p99_9 = rank(0.999)
    max = loads.last ?? 0
    misses = loads.count { $0 > 1 }
    histogram = Array(repeating: 0, count: Self.bounds.count + 1)
    for load in loads { histogram[Self.bounds.firstIndex { load <= $0 } ?? Self.bounds.count] += 1 }
  }
}
