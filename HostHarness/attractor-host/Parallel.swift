import Foundation

/// Work that does not depend on each other, side by side.
enum Parallel {
  /// Results in the order of the works. `body` runs on several threads.
  ///
  /// - Parameters:
  ///   - jobs: threads; one per core for nil.
  ///   - progress: moves as works end.
  static func map<Work, Output>(
    _ works: [Work], jobs: Int?, progress: SharedProgress, _ body: (Work) -> Output
  ) -> [Output] {
    let lock = NSLock()
    nonisolated(unsafe) let works = works
    nonisolated(unsafe) let body = body
    nonisolated(unsafe) var results: [Int: Output] = [:]
    nonisolated(unsafe) var next = 0
    let workers = min(works.count, max(1, jobs ?? ProcessInfo.processInfo.activeProcessorCount))
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let index = lock.withLock {
          next += 1
          return next - 1
        }
        guard index < works.count else { return }
        let output = body(works[index])
        lock.withLock {
          results[index] = output
          progress.update(Double(results.count) / Double(works.count))
        }
      }
    }
    progress.finish()
    return works.indices.map { results[$0]! }
  }
}
