import Circuits
import Dispatch
import Synchronization

/// Work on all cores.
enum Parallel {
  /// `body` of every item, results in the items' order; what is still to do after an error is left out.
  ///
  /// - Throws: the error of the first item that has one.
  static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ body: @Sendable (Item) throws -> Result
  ) throws -> [Result] {
    let outcomes = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
    let hasFailed = Atomic<Bool>(false)
    DispatchQueue.concurrentPerform(iterations: items.count) { index in
      if hasFailed.load(ordering: .relaxed) { return }
      let outcome = Swift.Result { try body(items[index]) }
      if case .failure = outcome { hasFailed.store(true, ordering: .relaxed) }
      outcomes.withLock { $0[index] = outcome }
    }
    let all = outcomes.withLock { $0 }
    for index in all.keys.sorted() { if case .failure(let error) = all[index]! { throw error } }
    return try items.indices.map { try all[$0]!.get() }
  }

  /// Simulations that take long, in groups that are played side by side.
  /// - Parameters:
  ///   - count: of all groups together.
  ///   - progress: 0…1, called from any thread.
  ///   - body: the results of a group, in its order; its own progress is 0…1.
  /// - Throws: `.solver` of the first group that has an error, `.cancelled`.
  static func simulate<Result: Sendable>(
    groups count: Int, of size: Int, progress: @escaping @Sendable (Double) -> Void,
    isCancelled: @Sendable () -> Bool,
    _ body: @Sendable (Range<Int>, _ progress: @escaping (Double) -> Void) throws(SolverError) -> [Result]
  ) throws(TrainingError) -> [Result] {
    let groups = stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    let shares = Mutex([Double](repeating: 0, count: groups.count))
    do {
      return try map(Array(groups.indices)) { index in
        func report(_ share: Double) {
          progress(
            shares.withLock {
              $0[index] = share * Double(groups[index].count) / Double(count)
              return $0.reduce(0, +)
            })
        }
        if isCancelled() { throw TrainingError.cancelled }
        let result = try body(groups[index], report)
        report(1)
        if isCancelled() { throw TrainingError.cancelled }
        return result
      }.flatMap { $0 }
    } catch let error as SolverError {
      throw .solver(error)
    } catch {
      throw .cancelled
    }
  }
}
