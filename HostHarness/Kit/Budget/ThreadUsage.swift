import Glibc

/// What the kernel counts for one thread.
public struct ThreadUsage: Equatable, Codable, Sendable {
  /// The thread gave the processor away: it waited for something.
  public var voluntarySwitches = 0

  /// The processor was taken from the thread.
  public var involuntarySwitches = 0

  /// Pages that came without reading from a disk, and with it.
  public var minorFaults = 0
  public var majorFaults = 0

  /// RUSAGE_THREAD, which Linux has and POSIX has not.
  private static let thread = __rusage_who_t(1)

  public init() {}

  /// The calling thread's counts since its beginning.
  static var current: ThreadUsage {
    var usage = rusage()
    getrusage(Self.thread, &usage)
    var result = ThreadUsage()
    result.voluntarySwitches = usage.ru_nvcsw
    result.involuntarySwitches = usage.ru_nivcsw
    result.minorFaults = usage.ru_minflt
    result.majorFaults = usage.ru_majflt
    return result
  }

  /// Adds what happened between two readings.
  mutating func add(from start: ThreadUsage, to end: ThreadUsage) {
    voluntarySwitches += end.voluntarySwitches - start.voluntarySwitches
    involuntarySwitches += end.involuntarySwitches - start.involuntarySwitches
    minorFaults += end.minorFaults - start.minorFaults
    majorFaults += end.majorFaults - start.majorFaults
  }
}
