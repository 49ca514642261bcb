import Foundation
import Synchronization

/// Runs this program once more, to survive what a plugin does there.
struct ChildProcess {
  enum Ending: Equatable {
    case exit(Int32)
    case signal(Int32)
    case timeout
  }

  var ending: Ending

  /// All that it wrote to its standard output.
  var output: Data

  /// The last line, which is the child's answer: plugins may print before it.
  var answer: Data { output.split(separator: UInt8(ascii: "\n")).last ?? Data() }

  /// How it ended, in words; nil for an orderly end.
  func complaint(timeout: Double) -> String? {
    switch ending {
    case .exit(0): nil
    case .exit(let code): "ended with code \(code) and no answer"
    case .signal(let signal): "crashed with signal \(signal) (\(String(cString: strsignal(signal))))"
    case .timeout: "hung: expected an answer within \(timeout.formatted()) s, got none"
    }
  }

  /// CPU time of all children so far, in seconds.
  static var cpuSeconds: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  private static let starting = Mutex<Void>(())

  /// Starts the program with these arguments and waits; kills it after `timeout` seconds. [thread-safe]
  static func run(_ arguments: [String], timeout: Double) -> ChildProcess {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var words = (["attractor-host"] + arguments).map { strdup($0) } + [nil]
    // A crash is a result here, not something to print a backtrace of.
    let settings = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    var environment = settings.map { strdup("\($0)=\($1)") } + [nil]
    defer { for word in words + environment { free(word) } }
    var child = pid_t()
    var ends: [Int32] = [-1, -1]
    // One child at a time, lest another keeps this one's pipe open.
    let code = starting.withLock { _ in
      guard pipe(&ends) == 0 else { return errno }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
      let code = posix_spawn(&child, "/proc/self/exe", &actions, nil, &words, &environment)
      close(ends[1])
      return code
    }
    defer { if ends[0] >= 0 { close(ends[0]) } }
    guard code == 0 else { return ChildProcess(ending: .exit(code), output: Data()) }
    let (output, isInTime) = read(ends[0], until: .now + .seconds(timeout))
    if !isInTime { kill(child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    return ChildProcess(
      ending: !isInTime ? .timeout : signal == 0 ? .exit((status >> 8) & 0xff) : .signal(signal), output: output)
  }

  /// Everything until the end, or what there is when time is up.
  private static func read(_ file: Int32, until end: ContinuousClock.Instant) -> (Data, isInTime: Bool) {
    var output = Data()
    var bytes = [UInt8](repeating: 0, count: 65536)
    while true {
      let left = (end - .now) / .milliseconds(1)
      guard left > 0 else { return (output, false) }
      var request = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      let ready = poll(&request, 1, Int32(min(left + 1, 1e9)))
      if ready <= 0 { continue }
      let count = Foundation.read(file, &bytes, bytes.count)
      if count == 0 { return (output, true) }
      if count > 0 { output += bytes[..<count] }
    }
  }
}
