import CallCounter
import Synchronization

/// What a plugin has told and asked its host. [thread-safe]
public final class HostRecord: Sendable {
  public struct Log: Equatable, Sendable {
    /// 0 debug, 1 info, 2 warning, 3 error, 4 fatal, 5 host misbehaving, 6 plugin misbehaving.
    public let severity: Int32
    public let message: String
  }

  /// A request or notification, as the plugin made it.
  public enum Call: Equatable, Sendable {
    case requestRestart, requestProcess, requestCallback, requestFlush
    case rescanParameters(flags: UInt32)
    case clearParameter(id: UInt32, flags: UInt32)
    case markDirty
    case latencyChanged
    case tailChanged
    case rescanPorts(flags: UInt32)
    case presetLoaded(location: String, key: String)
    case presetFailed(location: String, key: String, message: String)
  }

  private struct Content {
    var logs: [Log] = []
    var calls: [Call] = []
    var violations: [String] = []
  }

  private let content = Mutex(Content())

  /// Messages of the log extension, oldest first.
  public var logs: [Log] { content.withLock { $0.logs } }

  /// Everything else, oldest first.
  public var calls: [Call] { content.withLock { $0.calls } }

  /// Calls that broke a rule, in words: a call from the wrong thread, an extension asked for too early.
  public var violations: [String] { content.withLock { $0.violations } }

  /// Forgets everything so far.
  public func clear() { content.withLock { $0 = Content() } }

  func log(_ severity: Int32, _ message: String) {
    change { $0.logs.append(Log(severity: severity, message: message)) }
  }
  func note(_ call: Call) { change { $0.calls.append(call) } }
  func violation(_ text: @autoclosure () -> String) { change { $0.violations.append(text()) } }

  /// The host's memory and locks are not the plugin's.
  private func change(_ body: (inout Content) -> Void) {
    attractor_count_pause()
    defer { attractor_count_resume() }
    content.withLock { body(&$0) }
  }
}
