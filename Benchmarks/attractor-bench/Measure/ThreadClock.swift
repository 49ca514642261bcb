import Glibc

/// The calling thread's own time on the processor: what others do meanwhile does not count.
enum ThreadClock {
  static var nanoseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }

  /// Nanoseconds that `body` computes.
  static func time(_ body: () -> Void) -> Double {
    let start = nanoseconds
    body()
    return nanoseconds - start
  }
}

/// The same for all threads of the program together.
enum ProcessClock {
  static var nanoseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
