import Foundation
import Synchronization

/// Lines from stdin, read on a thread of their own so that nobody waits for them.
final class TypedLines: Sendable {
  private let lines = Mutex<[String]>([])

  init() {
    Thread.detachNewThread { [self] in
      while let line = readLine() { lines.withLock { $0.append(line) } }
    }
  }

  /// What came since the last call.
  func take() -> [String] {
    lines.withLock { lines in
      defer { lines.removeAll() }
      return lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
  }
}
