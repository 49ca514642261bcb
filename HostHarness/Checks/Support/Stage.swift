import CLAP
import CallCounter
import HostKit

/// What one block gave.
struct Played<Sample: AudioSample> {
  var status: Int32 = 0
  /// All channels of all output ports.
  var output: [[Sample]] = []
  /// Of each output port.
  var constantMasks: [UInt64] = []
  var events: [HostEvent] = []
  var disorder = 0
  var calls = attractor_calls_t()
  var changedFloatMode = false
  var changedInput = false
  /// Samples of the output that nobody wrote.
  var unwritten = 0
  var wroteBeyondTheEnd = false
}

/// How a block is offered.
struct StageSettings {
  var inPlace = false
  var givesCookies = true
  var givesTransport = true
  /// Of the main input: bits that the caller knows to be true.
  var constantMask: UInt64 = 0
}

/// A place where a plugin plays block by block, every rule about its buffers watched.
final class Stage<Sample: AudioSample> {
  var settings = StageSettings()
  let plugin: PluginInstance
  let layout: PortLayout
  private let inputs: ChannelMemory<Sample>
  private let outputs: ChannelMemory<Sample>
  private let ownChannels: UnsafeMutablePointer<UnsafeMutablePointer<Sample>?>
  private let events = EventList()
  private let outEvents = EventList()
  private let cookies: [UInt32: UnsafeMutableRawPointer]
  private var steadyTime = 0

  /// - Parameter plugin: one that processes.
  init(_ plugin: PluginInstance, maxFrames: Int = 512, _ settings: StageSettings = StageSettings()) {
    self.plugin = plugin
    self.settings = settings
    layout = plugin.ports
    inputs = ChannelMemory(layout.inputs.map(\.channelCount), maxFrames: maxFrames)
    outputs = ChannelMemory(layout.outputs.map(\.channelCount), maxFrames: maxFrames)
    ownChannels = outputs.channels.baseAddress!
    cookies = plugin.cookies
  }

  var inputChannels: Int { layout.inputs.first?.channelCount ?? 0 }

  /// Plays `frames` of `signal` from `start`; channels of the main input, further ports are silent.
  func play(_ signal: [[Sample]], _ start: Int = 0, frames: Int, events list: [HostEvent] = []) -> Played<Sample> {
    let shares = settings.inPlace && layout.canProcessInPlace
    let isReady = !outputs.ports.isEmpty
    if isReady {
      let channels = shares ? inputs.channels.baseAddress! : ownChannels
      var port = Sample.buffer(channels, count: layout.outputs[0].channelCount)
      port.constant_mask = 0
      outputs.ports[0] = port
    }
    outputs.mark()
    for channel in 0..<inputs.total {
      let target = inputs.channel(channel)
      inputs.fence(channel, from: frames)
      if channel < signal.count, channel < inputChannels {
        signal[channel].withUnsafeBufferPointer { target.update(from: $0.baseAddress! + start, count: frames) }
      } else {
        target.update(repeating: 0, count: frames)
      }
    }
    for index in inputs.ports.indices { inputs.ports[index].constant_mask = index == 0 ? settings.constantMask : ~0 }
    for index in outputs.ports.indices { outputs.ports[index].constant_mask = 0 }
    events.removeAll()
    outEvents.removeAll()
    for event in list {
      events.append(event, cookie: settings.givesCookies ? event.parameter.flatMap { cookies[$0] } : nil)
    }
    var result = plugin.onAudioThread { process(frames) }
    steadyTime += frames
    plugin.serveCallbacks()
    result.events = outEvents.events
    result.disorder = outEvents.disorderCount
    inspect(&result, frames, signal, start, shares)
    return result
  }

  private func process(_ frames: Int) -> Played<Sample> {
    var transport = clap_event_transport_t()
    transport.header = clap_event_header_t(
      size: UInt32(MemoryLayout<clap_event_transport_t>.size), time: 0, space_id: CLAP_CORE_EVENT_SPACE_ID,
      type: CLAP_EVENT_TRANSPORT, flags: 0)
    transport.flags = CLAP_TRANSPORT_HAS_TEMPO | CLAP_TRANSPORT_IS_PLAYING
    transport.tempo = 120
    var result = Played<Sample>()
    withUnsafePointer(to: &transport) { transport in
      var block = clap_process_t(
        steady_time: settings.givesTransport ? Int64(steadyTime) : -1, frames_count: UInt32(frames),
        transport: settings.givesTransport ? transport : nil, audio_inputs: inputs.ports.baseAddress,
        audio_outputs: outputs.ports.baseAddress, audio_inputs_count: UInt32(inputs.ports.count),
        audio_outputs_count: UInt32(outputs.ports.count), in_events: events.input, out_events: outEvents.output)
      let mode = attractor_float_control()
      attractor_count_begin()
      result.status = plugin.pointer.pointee.process(plugin.pointer, &block)
      result.calls = attractor_count_end()
      let left = attractor_float_control()
      result.changedFloatMode = left != mode
      if left != mode { attractor_set_float_control(mode) }
    }
    return result
  }

  private func inspect(
    _ result: inout Played<Sample>, _ frames: Int, _ signal: [[Sample]], _ start: Int, _ shares: Bool
  ) {
    result.constantMasks = outputs.ports.map(\.constant_mask)
    let shared = shares ? layout.outputs[0].channelCount : 0
    for channel in 0..<outputs.total {
      let memory = channel < shared ? inputs : outputs
      let samples = Array(UnsafeBufferPointer(start: memory.channel(channel), count: frames))
      if !memory.isFenced(channel, from: frames) { result.wroteBeyondTheEnd = true }
      result.unwritten += samples.count(where: \.isMark)
      // What nobody wrote is one finding, not one of every check.
      result.output.append(samples.map { $0.isMark ? 0 : $0 })
    }
    if shares { return }
    for channel in 0..<inputs.total {
      let samples = UnsafeBufferPointer(start: inputs.channel(channel), count: frames)
      if !inputs.isFenced(channel, from: frames) { result.wroteBeyondTheEnd = true }
      let isMain = channel < signal.count && channel < inputChannels
      for (frame, sample) in samples.enumerated() {
        let given = isMain ? signal[channel][start + frame] : 0
        if sample != given && !(sample.isNaN && given.isNaN) { result.changedInput = true }
      }
    }
  }
}
