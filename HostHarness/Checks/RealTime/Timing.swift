import Glibc
import HostKit

extension Check {
  static let timing = [
    Check("instance-time", "Making and initialising an instance takes less than a second, better a fifth.") { subject in
      let library = try subject.library()
      try expectFast(preferred: 200) { _ = try library.instantiate(subject.plugin) }
    }
  ]
  /// Less than a second by the clock, and less than `preferred` milliseconds of the processor's time, which does not
  /// depend on what else it does.
  static func expectFast(preferred: Double, _ body: () throws -> Void) throws {
    let before = clock()
    let time = try ContinuousClock().measure(body) / .milliseconds(1)
    let busy = Double(clock() - before) / Double(CLOCKS_PER_SEC) * 1000
    try expect(time < 1000, "expected less than 1000 ms, took \(Int(time)) ms")
    try prefer(busy < preferred, "expected less than \(Int(preferred)) ms of CPU time, took \(Int(busy)) ms")
  }
}
