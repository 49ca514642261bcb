import CLAP

/// `clap.log`: the host's log, for a plugin. [thread-safe, never the audio thread: text allocates]
public struct HostLog {
  public enum Severity: Sendable {
    case information, warning, error, hostMisbehaving

    var code: clap_log_severity {
      switch self {
      case .information: CLAP_LOG_INFO
      case .warning: CLAP_LOG_WARNING
      case .error: CLAP_LOG_ERROR
      case .hostMisbehaving: CLAP_LOG_HOST_MISBEHAVING
      }
    }
  }

  private let host: UnsafePointer<clap_host_t>
  private let table: UnsafePointer<clap_host_log_t>

  /// Nil where the host does not offer it. Not before the plugin's `init`.
  public init?(_ host: UnsafePointer<clap_host_t>) {
    guard let table = hostExtension(host, CLAP_EXT_LOG, as: clap_host_log_t.self) else { return nil }
    self.host = host
    self.table = table
  }

  public func write(_ severity: Severity, _ text: String) {
    table.pointee.log?(host, severity.code, text)
  }
}
