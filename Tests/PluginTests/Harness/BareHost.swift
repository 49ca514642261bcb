import CLAP

/// A host with `clap.params` alone, which counts what plugins ask of it.
final class BareHost {
  private(set) var calls: [String] = []
  let pointer: UnsafeMutablePointer<clap_host_t>

  nonisolated(unsafe) private static let params: UnsafePointer<clap_host_params_t> = {
    let table = UnsafeMutablePointer<clap_host_params_t>.allocate(capacity: 1)
    table.initialize(
      to: clap_host_params_t(
        rescan: { host, flags in BareHost.of(host).calls.append("rescan \(flags)") },
        clear: { host, _, _ in BareHost.of(host).calls.append("clear") },
        request_flush: { host in BareHost.of(host).calls.append("request_flush") }))
    return UnsafePointer(table)
  }()

  init(major: UInt32 = CLAP_VERSION.major) {
    pointer = .allocate(capacity: 1)
    var version = CLAP_VERSION
    version.major = major
    pointer.initialize(
      to: clap_host_t(
        clap_version: version, host_data: nil, name: nil, vendor: nil, url: nil, version: nil,
        get_extension: { host, id in
          BareHost.of(host).calls.append("get_extension")
          return String(cString: id!) == CLAP_EXT_PARAMS ? UnsafeRawPointer(BareHost.params) : nil
        },
        request_restart: { host in BareHost.of(host).calls.append("request_restart") },
        request_process: { host in BareHost.of(host).calls.append("request_process") },
        request_callback: { host in BareHost.of(host).calls.append("request_callback") }))
    pointer.pointee.host_data = Unmanaged.passUnretained(self).toOpaque()
  }

  deinit { pointer.deallocate() }

  func forget() { calls = [] }

  private static func of(_ host: UnsafePointer<clap_host_t>?) -> BareHost {
    Unmanaged<BareHost>.fromOpaque(host!.pointee.host_data).takeUnretainedValue()
  }
}
