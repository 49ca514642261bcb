import CLAP
import Foundation

/// A host that counts what plugins ask of it. What it offers is chosen by ATTRACTOR_TEST_HOST, so that the same tests
/// run in each kind of host.
final class TestHost {
  enum Kind: String {
    /// Not a single extension.
    case bare
    /// `clap.params` alone.
    case plain
    /// Everything that a plugin of ours could ask for.
    case friendly
  }

  static let kind = Kind(rawValue: ProcessInfo.processInfo.environment["ATTRACTOR_TEST_HOST"] ?? "") ?? .plain

  private(set) var calls: [String] = []
  private(set) var logs: [String] = []
  let pointer: UnsafeMutablePointer<clap_host_t>

  init(major: UInt32 = CLAP_VERSION.major) {
    pointer = .allocate(capacity: 1)
    var version = CLAP_VERSION
    version.major = major
    pointer.initialize(
      to: clap_host_t(
        clap_version: version, host_data: nil, name: nil, vendor: nil, url: nil, version: nil,
        get_extension: { host, id in
          TestHost.of(host).calls.append("get_extension")
          return TestHost.table(String(cString: id!))
        },
        request_restart: { host in TestHost.of(host).calls.append("request_restart") },
        request_process: { host in TestHost.of(host).calls.append("request_process") },
        request_callback: { host in TestHost.of(host).calls.append("request_callback") }))
    pointer.pointee.host_data = Unmanaged.passUnretained(self).toOpaque()
  }

  deinit { pointer.deallocate() }

  func forget() { calls = [] }

  /// What a host with parameters is told when values come by other means than events.
  static var rescan: [String] { kind == .bare ? [] : ["rescan \(CLAP_PARAM_RESCAN_VALUES)"] }

  private static func of(_ host: UnsafePointer<clap_host_t>?) -> TestHost {
    Unmanaged<TestHost>.fromOpaque(host!.pointee.host_data).takeUnretainedValue()
  }

  private static func table(_ id: String) -> UnsafeRawPointer? {
    switch kind {
    case .bare: nil
    case .plain: id == CLAP_EXT_PARAMS ? tables[id] : nil
    case .friendly: tables[id]
    }
  }

  nonisolated(unsafe) private static let tables: [String: UnsafeRawPointer] = [
    CLAP_EXT_PARAMS: keep(
      clap_host_params_t(
        rescan: { host, flags in TestHost.of(host).calls.append("rescan \(flags)") },
        clear: { host, _, _ in TestHost.of(host).calls.append("clear") },
        request_flush: { host in TestHost.of(host).calls.append("request_flush") })),
    CLAP_EXT_LOG: keep(clap_host_log_t { host, _, text in TestHost.of(host).logs.append(String(cString: text!)) }),
    CLAP_EXT_STATE: keep(clap_host_state_t { host in TestHost.of(host).calls.append("mark_dirty") }),
    CLAP_EXT_LATENCY: keep(clap_host_latency_t { host in TestHost.of(host).calls.append("latency") }),
    CLAP_EXT_TAIL: keep(clap_host_tail_t { host in TestHost.of(host).calls.append("tail") }),
    CLAP_EXT_PRESET_LOAD: keep(
      clap_host_preset_load_t(
        on_error: { host, _, _, _, _, _ in TestHost.of(host).calls.append("preset failed") },
        loaded: { host, _, _, _ in TestHost.of(host).calls.append("preset loaded") })),
    CLAP_EXT_REMOTE_CONTROLS: keep(
      clap_host_remote_controls_t(
        changed: { host in TestHost.of(host).calls.append("pages changed") },
        suggest_page: { host, _ in TestHost.of(host).calls.append("page") })),
  ]

  private static func keep<T>(_ value: T) -> UnsafeRawPointer {
    let pointer = UnsafeMutablePointer<T>.allocate(capacity: 1)
    pointer.initialize(to: value)
    return UnsafeRawPointer(pointer)
  }
}
