import AudioFiles
import CLAP
import Glibc

/// Many process calls between two readings of the clock, with next to nothing in between: buffers lie where the audio
/// is, events are made beforehand. For costs that are small against one reading of a clock.
public final class ProcessBench {
  /// Frames, rate, channels, and parameter values per block.
  public let workload: Workload

  private let plugin: PluginInstance
  private let runner: BlockRunner
  private let channelCount: Int
  /// The whole input, channel by channel, a whole number of blocks.
  private let audio: UnsafeMutablePointer<Float>
  private let audioFrames: Int
  private let inputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  private let events: EventTape
  private var position = 0

  /// Activates the plugin and starts processing.
  ///
  /// - Parameters:
  ///   - input: at the workload's rate, a channel for each of the main input, at least one block long.
  ///   - moved: the parameters that events move, in turn, each through its whole range.
  /// - Throws: `.wrongState` for a plugin that is active already, `.badSetting`, `.activationRefused`, `.startRefused`.
  public init(
    _ plugin: PluginInstance, _ workload: Workload, input: AudioBuffer<Float>, moved: [Parameter]
  ) throws(HostError) {
    self.workload = workload
    self.plugin = plugin
    if let channels = workload.channels { try plugin.configureMainPorts(channels: channels) }
    try plugin.activate(sampleRate: workload.sampleRate, maxFrames: workload.blockFrames)
    try plugin.startProcessing()
    runner = plugin.runner!
    channelCount = runner.inputs.mainChannelCount
    precondition(input.channelCount >= channelCount && input.frameCount >= workload.blockFrames)
    audioFrames = input.frameCount / workload.blockFrames * workload.blockFrames
    audio = .allocate(capacity: max(1, channelCount * audioFrames))
    for channel in 0..<channelCount {
      (audio + channel * audioFrames).initialize(from: input.channels[channel], count: audioFrames)
    }
    inputs = .allocate(capacity: max(1, channelCount))
    inputs.initialize(repeating: nil, count: max(1, channelCount))
    events = EventTape(
      MovingValues(moved), eventsPerBlock: moved.isEmpty ? 0 : workload.eventsPerBlock, frames: workload.blockFrames)
  }

  deinit {
    plugin.deactivate()
    audio.deallocate()
    inputs.deallocate()
  }

  /// Processes so many blocks, one behind the other, and tells the nanoseconds of CPU time that the audio thread took.
  ///
  /// - Throws: `.processFailed`.
  public func run(blocks: Int) throws(HostError) -> Double {
    let (nanoseconds, isSound) = plugin.host.audioThread.run { work(blocks) }
    guard isSound else { throw .processFailed(id: plugin.descriptor.id, frame: position) }
    plugin.serveCallbacks()
    return nanoseconds
  }

  /// [audio-thread]
  private func work(_ blocks: Int) -> (Double, isSound: Bool) {
    let frames = workload.blockFrames
    var isSound = true
    // The main port alone is fed; it is the first.
    var port = runner.inputs.ports[0]
    port.data32 = inputs
    return withUnsafePointer(to: &port) { port in
      var process = clap_process_t(
        steady_time: 0, frames_count: UInt32(frames), transport: nil, audio_inputs: port,
        audio_outputs: runner.outputs.ports.baseAddress, audio_inputs_count: 1,
        audio_outputs_count: UInt32(runner.outputs.ports.count), in_events: events.input,
        out_events: runner.outEvents.output)
      let pointer = plugin.pointer
      let call = pointer.pointee.process!
      let start = Self.nanoseconds
      for _ in 0..<blocks {
        for channel in 0..<channelCount { inputs[channel] = audio + channel * audioFrames + position }
        if call(pointer, &process) == CLAP_PROCESS_ERROR { isSound = false }
        process.steady_time += Int64(frames)
        position = position + frames < audioFrames ? position + frames : 0
        events.advance()
      }
      return (Self.nanoseconds - start, isSound)
    }
  }

  private static var nanoseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
