import CLAP
import CallCounter

/// The extensions that the host offers, one table for all plugins.
struct HostExtensions: @unchecked Sendable {
  static let shared = HostExtensions()

  private let table: [String: UnsafeRawPointer]

  func find(_ id: String) -> UnsafeRawPointer? { table[id] }

  private init() {
    table = [
      CLAP_EXT_LOG: Self.keep(
        clap_host_log_t { host, severity, message in
          attractor_count_pause()
          defer { attractor_count_resume() }
          Host.of(host).record.log(severity, string(message))
        }),
      CLAP_EXT_THREAD_CHECK: Self.keep(
        clap_host_thread_check_t(
          is_main_thread: { _ in HostThread.main.isCurrent },
          is_audio_thread: { Host.of($0).audioThread.isCurrent })),
      CLAP_EXT_THREAD_POOL: Self.keep(clap_host_thread_pool_t(request_exec: Self.exec)),
      CLAP_EXT_PARAMS: Self.keep(Self.params),
      CLAP_EXT_STATE: Self.keep(
        clap_host_state_t { host in
          Host.of(host).expectMainThread("mark_dirty")
          Host.of(host).record.note(.markDirty)
        }),
      CLAP_EXT_LATENCY: Self.keep(
        clap_host_latency_t { host in
          let host = Host.of(host)
          host.expectMainThread("latency changed")
          if !host.isBeingActivated.load(ordering: .acquiring) {
            host.record.violation("latency changed: expected a call from within activate, got one outside")
          }
          host.record.note(.latencyChanged)
        }),
      CLAP_EXT_TAIL: Self.keep(
        clap_host_tail_t { host in
          Host.of(host).expectAudioThread("tail changed")
          Host.of(host).record.note(.tailChanged)
        }),
      CLAP_EXT_AUDIO_PORTS: Self.keep(Self.audioPorts),
      CLAP_EXT_PRESET_LOAD: Self.keep(Self.presetLoad),
      CLAP_EXT_PRESET_LOAD_COMPAT: Self.keep(Self.presetLoad),
    ]
  }

  /// Memory that lives as long as the process: extension structs outlive their use.
  private static func keep<T>(_ value: T) -> UnsafeRawPointer {
    let pointer = UnsafeMutablePointer<T>.allocate(capacity: 1)
    pointer.initialize(to: value)
    return UnsafeRawPointer(pointer)
  }

  private static let params = clap_host_params_t(
    rescan: { host, flags in
      Host.of(host).expectMainThread("params rescan")
      Host.of(host).record.note(.rescanParameters(flags: flags))
    },
    clear: { host, id, flags in
      Host.of(host).expectMainThread("params clear")
      Host.of(host).record.note(.clearParameter(id: id, flags: flags))
    },
    request_flush: { host in
      let host = Host.of(host)
      if host.audioThread.isCurrent {
        host.record.violation("request_flush: expected any thread but the audio thread, got the audio thread")
      }
      host.record.note(.requestFlush)
      host.wantsFlush.store(true, ordering: .releasing)
    })

  private static let audioPorts = clap_host_audio_ports_t(
    is_rescan_flag_supported: { host, _ in
      Host.of(host).expectMainThread("is_rescan_flag_supported")
      return true
    },
    rescan: { host, flags in
      Host.of(host).expectMainThread("audio-ports rescan")
      Host.of(host).record.note(.rescanPorts(flags: flags))
    })

  private static let presetLoad = clap_host_preset_load_t(
    on_error: { host, _, location, key, _, message in
      Host.of(host).expectMainThread("preset-load on_error")
      Host.of(host).record.note(
        .presetFailed(location: string(location), key: string(key), message: string(message)))
    },
    loaded: { host, _, location, key in
      Host.of(host).expectMainThread("preset-load loaded")
      Host.of(host).record.note(.presetLoaded(location: string(location), key: string(key)))
    })

  /// The pool has one worker, the audio thread itself: the tasks run one after the other.
  private static let exec: @convention(c) (UnsafePointer<clap_host_t>?, UInt32) -> Bool = { host, count in
    let host = Host.of(host)
    host.expectAudioThread("request_exec")
    guard host.isProcessing.load(ordering: .acquiring), let plugin = host.plugin,
      let raw = plugin.pointee.get_extension(plugin, CLAP_EXT_THREAD_POOL)
    else { return false }
    let pool = raw.assumingMemoryBound(to: clap_plugin_thread_pool_t.self)
    for task in 0..<count { pool.pointee.exec(plugin, task) }
    return true
  }
}
