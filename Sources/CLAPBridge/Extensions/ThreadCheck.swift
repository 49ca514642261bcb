import CLAP

/// `clap.thread-check`: which thread a host takes the present one for. [thread-safe]
public struct HostThreadCheck {
  private let host: UnsafePointer<clap_host_t>
  private let table: UnsafePointer<clap_host_thread_check_t>

  /// Nil where the host does not offer it. Not before the plugin's `init`.
  public init?(_ host: UnsafePointer<clap_host_t>) {
    guard let table = hostExtension(host, CLAP_EXT_THREAD_CHECK, as: clap_host_thread_check_t.self) else { return nil }
    self.host = host
    self.table = table
  }

  public var isMainThread: Bool { table.pointee.is_main_thread?(host) ?? true }
}
