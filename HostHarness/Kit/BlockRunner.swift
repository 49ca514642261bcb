import CLAP
import Glibc

/// The inner loop's one step: buffers and event lists of an active plugin, and the call itself.
final class BlockRunner {
  let inputs: PortBuffers
  let outputs: PortBuffers
  let events = EventList()
  let outEvents = EventList()
  let maxFrames: Int

  /// Frames processed since activation: the steady time.
  private(set) var steadyTime = 0

  /// Time that passed in the last block's process call.
  private(set) var wallNanoseconds: UInt64 = 0

  private let plugin: UnsafePointer<clap_plugin_t>
  private let sampleRate: Double
  private let canShare: Bool
  private let transport = UnsafeMutablePointer<clap_event_transport_t>.allocate(capacity: 1)

  init(_ plugin: UnsafePointer<clap_plugin_t>, ports: PortLayout, maxFrames: Int, sampleRate: Double) {
    self.plugin = plugin
    self.maxFrames = maxFrames
    self.sampleRate = sampleRate
    canShare = ports.canProcessInPlace
    inputs = PortBuffers(ports.inputs, maxFrames: maxFrames)
    outputs = PortBuffers(ports.outputs, maxFrames: maxFrames)
    transport.initialize(to: clap_event_transport_t())
    transport.pointee.header = clap_event_header_t(
      size: UInt32(MemoryLayout<clap_event_transport_t>.size), time: 0, space_id: CLAP_CORE_EVENT_SPACE_ID,
      type: CLAP_EVENT_TRANSPORT, flags: 0)
    transport.pointee.flags =
      CLAP_TRANSPORT_HAS_TEMPO | CLAP_TRANSPORT_HAS_SECONDS_TIMELINE | CLAP_TRANSPORT_IS_PLAYING
    transport.pointee.tempo = 120
  }

  deinit { transport.deallocate() }

  /// Whether input and output share memory, where the plugin allows it.
  var inPlace = false {
    didSet { outputs.share(with: inPlace && canShare ? inputs : nil) }
  }

  /// Whether samples go over in 64 bits; only where all ports take them, and never in place.
  var isDouble = false {
    didSet { if isDouble { inPlace = false } }
  }

  /// Processes what lies in `inputs` and `events`; returns the status and the thread's CPU time in nanoseconds.
  /// [audio-thread]
  func run(frames: Int) -> (status: Int32, nanoseconds: UInt64) {
    outEvents.removeAll()
    transport.pointee.song_pos_seconds = clap_sectime(
      Double(steadyTime) / sampleRate * Double(CLAP_SECTIME_FACTOR))
    for index in inputs.ports.indices { inputs.ports[index].constant_mask = 0 }
    for index in outputs.ports.indices { outputs.ports[index].constant_mask = 0 }
    if isDouble {
      inputs.widen(frames)
      outputs.widen(frames)
    }
    var process = clap_process_t(
      steady_time: Int64(steadyTime), frames_count: UInt32(frames), transport: transport,
      audio_inputs: inputs.ports.baseAddress, audio_outputs: outputs.ports.baseAddress,
      audio_inputs_count: UInt32(inputs.ports.count), audio_outputs_count: UInt32(outputs.ports.count),
      in_events: events.input, out_events: outEvents.output)
    // The clock that is cheap to read lies inside: it adds little to the other.
    let start = Self.time(CLOCK_THREAD_CPUTIME_ID)
    let wallStart = Self.time(CLOCK_MONOTONIC)
    let status = callProcess(plugin, &process)
    wallNanoseconds = Self.time(CLOCK_MONOTONIC) - wallStart
    let end = Self.time(CLOCK_THREAD_CPUTIME_ID)
    if isDouble {
      inputs.narrow(frames)
      outputs.narrow(frames)
    }
    steadyTime += frames
    return (status, end - start)
  }

  private static func time(_ clock: Int32) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
