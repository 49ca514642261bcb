import Synchronization

/// Progress of several pieces of work that go on at the same time.
final class Tally: Sendable {
  private let shares: Mutex<[Double]>
  private let report: @Sendable (Double, String) -> Void

  /// - Parameter report: 0…1 of everything, and what was heard of last; called from any thread.
  init(_ count: Int, report: @escaping @Sendable (Double, String) -> Void) {
    shares = Mutex([Double](repeating: 0, count: count))
    self.report = report
  }

  /// - Parameter share: 0…1 of this piece.
  func set(_ piece: Int, _ share: Double, _ name: String) {
    let all = shares.withLock {
      $0[piece] = min(max(share, 0), 1)
      return $0.reduce(0, +) / Double($0.count)
    }
    report(all, name)
  }
}
