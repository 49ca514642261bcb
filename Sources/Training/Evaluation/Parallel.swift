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

  /// The same for simulations that take long.
  /// - Parameter progress: 0…1, called from any thread.
  /// - Throws: `.solver` of the first item that has an error, `.cancelled`.
  static func simulate<Result: Sendable>(
    _ count: Int, progress: @Sendable (Double) -> Void, isCancelled: @Sendable () -> Bool,
    _ body: @Sendable (Int) throws(SolverError) -> Result
  ) throws(TrainingError) -> [Result] {
    let done = Atomic<Int>(0)
    do {
      return try map(Array(0..<count)) { index in
        if isCancelled() { throw TrainingError.cancelled }
        let result = try body(index)
        progress(Double(done.add(1, ordering: .relaxed).newValue) / Double(count))
        if isCancelled() { throw TrainingError.cancelled }
        return result
      }
    } catch let error as SolverError {
      throw .solver(error)
    } catch {
      throw .cancelled
    }
  }
}
