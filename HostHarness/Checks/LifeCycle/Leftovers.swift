import CallCounter
import Foundation
import HostKit

extension Check {
  static let leftovers = [
    Check("leaks", "A thousand instances leave no memory behind (as many as fit into a second).") { subject in
      let library = try subject.library()
      func live(_ number: Int) throws {
        let plugin = try library.instantiate(subject.plugin)
        if number % 10 == 0 {
          try plugin.activate(sampleRate: 48000, maxFrames: 64)
          plugin.deactivate()
        }
      }
      // The allocator keeps some of what was freed, size by size, and counts it as in use: a hundred lives fill its pools.
      let warm = ContinuousClock.now + .milliseconds(500)
      for number in 0..<100 where number < 10 || ContinuousClock.now < warm { try live(number) }
      let before = memoryInUse()
      let end = ContinuousClock.now + .seconds(1)
      var count = 0
      while count < 1000, ContinuousClock.now < end {
        try live(count)
        count += 1
      }
      let (kept, resident) = (memoryInUse().heap - before.heap, memoryInUse().resident - before.resident)
      let found = "found \(kept) bytes more in use and \(resident >> 20) MB more resident after \(count)"
      // The allocator's own pools come and go.
      try expect(kept < 16 * count + 32768, "expected \(count) instances to leave nothing behind, \(found)")
      try expect(resident < 48 << 20, "expected resident memory not to grow, \(found)")
    },
    Check("leaves-nothing-open", "Instances leave no files open and no threads running.", needs: ["plays"]) { subject in
      let library = try subject.library()
      func live() throws {
        let plugin = try library.instantiate(subject.plugin)
        try plugin.activate(sampleRate: 48000, maxFrames: 64)
        try plugin.startProcessing()
      }
      func count(_ folder: String) -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(folder)").count) ?? 0
      }
      for _ in 0..<2 { try live() }
      let before = (count("fd"), count("task"))
      for _ in 0..<6 { try live() }
      // A thread's end shows a moment late.
      for _ in 0..<50 where count("task") > before.1 { usleep(10_000) }
      let after = (count("fd"), count("task"))
      try expect(after.0 <= before.0, "expected \(before.0) open files after six instances, found \(after.0)")
      try expect(after.1 <= before.1, "expected \(before.1) threads after six instances, found \(after.1)")
    },
  ]

  /// Bytes that the allocator has given out, and resident memory.
  private static func memoryInUse() -> (heap: Int, resident: Int) {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    let resident = pages.count > 1 ? (Int(pages[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
    return (attractor_heap_in_use(), resident)
  }
}
