import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and termination as a flag, so that work in progress can be put in order. A second time ends at once.
///
/// Unchecked, since dispatch sources are safe to hold from any thread but do not say so.
final class Interruption: @unchecked Sendable {
  private final class Flag: Sendable {
    let isSet = Atomic<Bool>(false)
  }

  private let flag: Flag
  private let sources: [any DispatchSourceSignal]

  init() {
    let flag = Flag()
    self.flag = flag
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if flag.isSet.exchange(true, ordering: .relaxed) { _exit(1) }
        StandardError.write("\nstopping after this step; once more to stop at once\n")
      }
      source.activate()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    signal(SIGINT, SIG_DFL)
    signal(SIGTERM, SIG_DFL)
  }

  var isRequested: Bool { flag.isSet.load(ordering: .relaxed) }
}
