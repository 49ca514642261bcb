import CLAP

/// A host with no extension at all that notes every call.
final class BareHost {
  private(set) var calls: [String] = []
  private let raw = UnsafeMutablePointer<clap_host_t>.allocate(capacity: 1)

  init() {
    func text(_ text: StaticString) -> UnsafePointer<CChar> {
      UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }
    raw.initialize(
      to: clap_host_t(
        clap_version: CLAP_VERSION, host_data: Unmanaged.passUnretained(self).toOpaque(), name: text("bare"),
        vendor: text(""), url: text(""), version: text("1"),
        get_extension: { host, id in
          BareHost.of(host).calls.append("get_extension(\(id.map { String(cString: $0) } ?? "null"))")
          return nil
        },
        request_restart: { BareHost.of($0).calls.append("request_restart") },
        request_process: { BareHost.of($0).calls.append("request_process") },
        request_callback: { BareHost.of($0).calls.append("request_callback") }))
  }

  deinit { raw.deallocate() }

  var pointer: UnsafePointer<clap_host_t> { UnsafePointer(raw) }

  private static func of(_ host: UnsafePointer<clap_host_t>?) -> BareHost {
    Unmanaged<BareHost>.fromOpaque(host!.pointee.host_data).takeUnretainedValue()
  }
}
