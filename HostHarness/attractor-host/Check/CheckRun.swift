import Checks
import Foundation

/// One check of one plugin (or of the file, where `plugin` is empty), and how it ended.
struct CheckResult: Encodable, Sendable {
  var check: String
  var plugin: String
  var verdict: Verdict.Kind
  var reason: String
  var seconds: Double
}

/// Runs checks, each in a child process, several side by side, in an order that lets those skip that need what failed.
final class CheckRun: @unchecked Sendable {
  private struct Task {
    var check: Check
    var plugin: String
    var isStarted = false
    /// What failed that it needs.
    var obstacle: String?
    var result: CheckResult?
  }

  private let file: String
  private let seed: UInt64
  private let timeout: Double
  private let condition = NSCondition()
  private var tasks: [Task] = []
  private var done = 0

  init(_ file: String, checks: [Check], plugins: [String], seed: UInt64, timeout: Double) {
    self.file = file
    self.seed = seed
    self.timeout = timeout
    tasks = checks.filter { $0.scope == .library }.map { Task(check: $0, plugin: "") }
    for plugin in plugins {
      tasks += checks.filter { $0.scope == .plugin }.map { Task(check: $0, plugin: plugin) }
    }
  }

  /// - Parameter progress: called with the share done, 0...1, from one thread at a time.
  func run(jobs: Int, progress: @escaping @Sendable (Double) -> Void) -> [CheckResult] {
    let group = DispatchGroup()
    for _ in 0..<jobs {
      group.enter()
      Thread.detachNewThread {
        self.work(progress)
        group.leave()
      }
    }
    group.wait()
    return tasks.compactMap(\.result)
  }

  private func work(_ progress: (Double) -> Void) {
    condition.lock()
    defer { condition.unlock() }
    while true {
      guard let index = tasks.indices.first(where: { !tasks[$0].isStarted && isReady(tasks[$0]) }) else {
        if tasks.allSatisfy(\.isStarted) { return }
        condition.wait()
        continue
      }
      tasks[index].isStarted = true
      let task = tasks[index]
      let result: CheckResult
      if let obstacle = obstacle(task) {
        tasks[index].obstacle = obstacle
        result = CheckResult(
          check: task.check.id, plugin: task.plugin, verdict: .skipped, reason: "skipped because of \(obstacle)",
          seconds: 0)
      } else {
        condition.unlock()
        result = perform(task)
        condition.lock()
      }
      tasks[index].result = result
      done += 1
      progress(Double(done) / Double(tasks.count))
      condition.broadcast()
    }
  }

  /// The tasks that this one needs, as far as they were asked for.
  private func needed(_ task: Task) -> [Task] {
    tasks.filter { other in
      task.check.needs.contains(other.check.id) && (other.plugin.isEmpty || other.plugin == task.plugin)
    }
  }

  private func isReady(_ task: Task) -> Bool { needed(task).allSatisfy { $0.result != nil } }

  private func obstacle(_ task: Task) -> String? {
    for other in needed(task) {
      if let obstacle = other.obstacle { return obstacle }
      if let result = other.result, !other.check.opensTheWay(Verdict(result.verdict)) { return other.check.id }
    }
    return nil
  }

  private func perform(_ task: Task) -> CheckResult {
    let clock = ContinuousClock()
    let start = clock.now
    let child = ChildProcess.run(
      [
        "check-one", "--check", task.check.id, "--plugin", task.plugin, "--seed", "\(seed)", "--timeout",
        "\(Int(timeout.rounded(.up)))", "--", file,
      ], timeout: timeout)
    var verdict = (try? JSONDecoder().decode(Verdict.self, from: child.answer)) ?? Verdict(.failed, "gave no answer")
    if let complaint = child.complaint(timeout: timeout) {
      verdict = Verdict(.failed, "\(complaint) (seed \(seed))")
    }
    verdict = task.check.judge(verdict)
    return CheckResult(
      check: task.check.id, plugin: task.plugin, verdict: verdict.kind, reason: verdict.reason,
      seconds: (clock.now - start) / .seconds(1))
  }
}
