import CLAP
import CallCounter
import Synchronization

/// The host that one plugin sees: the struct, its extensions, and what came in through them.
final class Host: @unchecked Sendable {
  let record = HostRecord()
  let audioThread = HostThread()

  /// What waits for the main thread to act on it.
  let wantsCallback = Atomic<Bool>(false)
  let wantsRestart = Atomic<Bool>(false)
  let wantsFlush = Atomic<Bool>(false)

  /// Where in its life the plugin is; set on the main thread, read on any.
  let mayAskForExtensions = Atomic<Bool>(false)
  let isBeingActivated = Atomic<Bool>(false)
  let isProcessing = Atomic<Bool>(false)

  /// The plugin that this host serves, once it is made.
  var plugin: UnsafePointer<clap_plugin_t>?

  private let raw = UnsafeMutablePointer<clap_host_t>.allocate(capacity: 1)

  init() {
    raw.initialize(
      to: clap_host_t(
        clap_version: CLAP_VERSION, host_data: Unmanaged.passUnretained(self).toOpaque(),
        name: Constant.text("attractor-host"), vendor: Constant.text("Attractor"), url: Constant.text(""),
        version: Constant.text("0.1.0"),
        get_extension: { host, id in
          attractor_count_pause()
          defer { attractor_count_resume() }
          return Host.of(host).extensionPointer(string(id))
        },
        request_restart: { host in
          let host = Host.of(host)
          host.record.note(.requestRestart)
          host.wantsRestart.store(true, ordering: .releasing)
        },
        request_process: { Host.of($0).record.note(.requestProcess) },
        request_callback: { host in
          let host = Host.of(host)
          host.record.note(.requestCallback)
          host.wantsCallback.store(true, ordering: .releasing)
        }))
  }

  deinit {
    audioThread.stop()
    raw.deallocate()
  }

  var pointer: UnsafePointer<clap_host_t> { UnsafePointer(raw) }

  /// Whether anything waits for the main thread.
  var wantsAttention: Bool {
    wantsCallback.load(ordering: .relaxed) || wantsRestart.load(ordering: .relaxed)
  }

  static func of(_ pointer: UnsafePointer<clap_host_t>?) -> Host {
    Unmanaged<Host>.fromOpaque(pointer!.pointee.host_data).takeUnretainedValue()
  }

  /// Notes a call that only the main thread may make.
  func expectMainThread(_ call: String) {
    if !HostThread.main.isCurrent { record.violation("\(call): expected the main thread, got another one") }
  }

  func expectAudioThread(_ call: String) {
    if !audioThread.isCurrent { record.violation("\(call): expected the audio thread, got another one") }
  }

  private func extensionPointer(_ id: String) -> UnsafeRawPointer? {
    if !mayAskForExtensions.load(ordering: .acquiring) {
      record.violation("host get_extension(\(id)): expected no call before init, got one inside create_plugin")
    }
    return HostExtensions.shared.find(id)
  }
}

/// C strings that live for ever.
enum Constant {
  static func text(_ text: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
