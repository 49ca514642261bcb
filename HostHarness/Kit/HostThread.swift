import Dispatch
import Glibc
import Synchronization

/// A thread with a role of the CLAP rules: work is handed to it and waited for.
///
/// `HostThread.main` is [main-thread] for every plugin of this process: one thread for its whole life, whichever
/// thread calls the library's functions (tests run on any). Each plugin has a further one as its [audio-thread].
final class HostThread: @unchecked Sendable {
  static let main = HostThread()

  private let callers = Mutex<Void>(())
  private let work = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)
  private var job: (() -> Void)?
  private var ends = false
  private var thread: pthread_t?
  private let identity = Atomic<UInt>(0)

  /// Begins with the first work: many instances never play. Called by one at a time.
  private func start() {
    var thread = pthread_t()
    let started = DispatchSemaphore(value: 0)
    let start = Start(host: self, started: started)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 8 << 20)
    let argument = Unmanaged.passRetained(start).toOpaque()
    let code = pthread_create(&thread, &attributes, threadBody, argument)
    precondition(code == 0, "expected a new thread, got error \(code)")
    pthread_attr_destroy(&attributes)
    started.wait()
    self.thread = thread
  }

  /// Ends the thread and waits for it.
  func stop() {
    guard !ends, let thread else { return }
    ends = true
    work.signal()
    pthread_join(thread, nil)
  }

  /// Whether the caller runs on this thread. [thread-safe]
  var isCurrent: Bool { identity.load(ordering: .acquiring) == UInt(pthread_self()) }

  /// Runs `body` on this thread and returns its result; directly when already there.
  func run<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    if isCurrent { return try body() }
    var outcome: Result<R, E>?
    func work() {
      do throws(E) { outcome = .success(try body()) } catch { outcome = .failure(error) }
    }
    withoutActuallyEscaping(work) { perform($0) }
    return try outcome!.get()
  }

  private func perform(_ body: @escaping () -> Void) {
    nonisolated(unsafe) let body = body  // the caller waits until it has run
    callers.withLock { _ in
      if thread == nil { start() }
      job = body
      work.signal()
      done.wait()
    }
  }

  @inline(never)
  private func runJob() { job?() }

  fileprivate func loop() {
    while true {
      work.wait()
      if ends { return }
      runJob()
      job = nil
      done.signal()
    }
  }

  /// What the new thread holds; it does not keep its owner alive.
  fileprivate final class Start {
    unowned let host: HostThread
    let started: DispatchSemaphore

    init(host: HostThread, started: DispatchSemaphore) {
      self.host = host
      self.started = started
    }
  }

  fileprivate func begin() { identity.store(UInt(pthread_self()), ordering: .releasing) }
}

private func threadBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  let start = Unmanaged<HostThread.Start>.fromOpaque(argument!).takeRetainedValue()
  let host = start.host
  host.begin()
  start.started.signal()
  host.loop()
  return nil
}
