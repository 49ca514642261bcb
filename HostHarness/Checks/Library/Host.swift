import CallCounter
import Interposer

extension Check {
  static let host = [
    Check(
      "host-counts", "The host's own counters count: allocation, free, lock and system call, one each.",
      scope: .library, needs: []
    ) { _ in
      attractor_count_begin()
      attractor_interposer_try()
      let calls = attractor_count_end()
      let found = [calls.allocations, calls.frees, calls.locks, calls.system_calls]
      try expect(found == [1, 1, 1, 1], "expected counts of 1, 1, 1 and 1, found \(found)")
      attractor_count_begin()
      attractor_count_pause()
      attractor_interposer_try()
      attractor_count_resume()
      let paused = attractor_count_end()
      try expect(paused.allocations + paused.locks == 0, "expected no counts in a pause, found \(paused)")
    }
  ]
}
