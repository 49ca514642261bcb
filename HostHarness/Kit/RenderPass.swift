import AudioFiles
import CLAP

/// One pass over the input: the audio thread works through blocks until the plugin wants the main thread, or until
/// it is time to show progress.
struct RenderPass {
  private let plugin: PluginInstance
  private let settings: RenderSettings
  private let input: AudioBuffer<Float>
  private let latency: Int
  private let events: [HostEvent]
  private let cookies: [UInt32: UnsafeMutableRawPointer]
  private var sizes: BlockSizes.Sequence
  private var statistics = RenderStatistics()
  private var output: [[Float]]
  private var sent: [HostEvent] = []
  private var frame = 0
  private var nextEvent = 0
  private var failedFrame: Int?
  private var total: Int
  private var tailIsKnown = false

  init(_ plugin: PluginInstance, _ settings: RenderSettings, _ input: AudioBuffer<Float>) {
    self.plugin = plugin
    self.settings = settings
    self.input = input
    latency = plugin.latency
    sizes = BlockSizes.Sequence(settings.blocks)
    cookies = plugin.cookies
    total = input.frameCount
    output = Array(repeating: [], count: plugin.runner!.outputs.mainChannelCount)
    let longest = settings.tail.seconds ?? settings.longestTail
    let end = input.frameCount + latency + Int(longest * input.sampleRate) + 1
    events = Self.events(settings, sampleRate: input.sampleRate, frameCount: end)
    statistics.latency = latency
  }

  mutating func run(_ progress: (Double) -> Void) throws(HostError) {
    if input.frameCount == 0 { decideTail() }
    while frame < total || !tailIsKnown {
      let runner = plugin.runner!
      runner.inPlace = settings.inPlace && !settings.isDouble
      runner.isDouble = settings.isDouble
      let limit = frame + Int(input.sampleRate)
      plugin.host.audioThread.run { work(runner, until: limit) }
      if let failedFrame { throw .processFailed(id: plugin.descriptor.id, frame: failedFrame) }
      plugin.serveCallbacks()
      if try plugin.restartIfRequested() { statistics.restarts += 1 }
      if !tailIsKnown, frame >= input.frameCount { decideTail() }
      progress(total > 0 ? min(1, Double(frame) / Double(total)) : 1)
    }
  }

  var result: RenderResult {
    RenderResult(
      output, frames: frame, dropping: settings.compensatesLatency ? latency : 0, sampleRate: input.sampleRate,
      statistics, events: sent)
  }

  /// The tail is asked for when the input has ended: it may depend on what went before.
  private mutating func decideTail() {
    tailIsKnown = true
    statistics.tailFrames = settings.tail.frames(
      of: plugin, sampleRate: input.sampleRate, longest: settings.longestTail)
    total = input.frameCount + statistics.tailFrames + (settings.compensatesLatency ? latency : 0)
  }

  /// Blocks up to a frame, or to the end of input or render, or until the plugin calls. [audio-thread]
  private mutating func work(_ runner: BlockRunner, until limit: Int) {
    let end = min(total, limit)
    while frame < end {
      let frames = min(sizes.next(), total - frame)
      feed(runner, frames)
      let (code, nanoseconds) = runner.run(frames: frames)
      guard let status = ProcessStatus(rawValue: code), status != .error else {
        failedFrame = frame
        return
      }
      statistics.statuses[status, default: 0] += 1
      statistics.blockFrames.append(frames)
      statistics.blockNanoseconds.append(nanoseconds)
      if runner.outEvents.count > 0 {
        statistics.outputEvents += runner.outEvents.count
        sent += runner.outEvents.events.map { HostEvent(at: $0.time + frame, $0.body) }
      }
      for channel in output.indices {
        output[channel].append(contentsOf: UnsafeBufferPointer(start: runner.outputs.main(channel), count: frames))
      }
      frame += frames
      if plugin.host.wantsAttention { return }
    }
  }

  private mutating func feed(_ runner: BlockRunner, _ frames: Int) {
    let given = max(0, min(frames, input.frameCount - frame))
    for channel in 0..<runner.inputs.mainChannelCount {
      let target = runner.inputs.main(channel)
      if given > 0 {
        input.channels[channel].withUnsafeBufferPointer {
          target.update(from: $0.baseAddress! + frame, count: given)
        }
      }
      (target + given).update(repeating: 0, count: frames - given)
    }
    runner.events.removeAll()
    while nextEvent < events.count, events[nextEvent].time < frame + frames {
      var event = events[nextEvent]
      event.time -= frame
      runner.events.append(event, cookie: cookies[event.parameter ?? CLAP_INVALID_ID])
      nextEvent += 1
    }
  }

  private static func events(_ settings: RenderSettings, sampleRate: Double, frameCount: Int) -> [HostEvent] {
    var all = settings.events.filter { $0.time >= 0 }
    for automation in settings.automation {
      let id = automation.parameter.id
      let course = automation.events(
        sampleRate: sampleRate, frameCount: frameCount, grid: settings.automationGrid)
      all += course.map {
        automation.isModulation ? .modulation(id, $0.value, at: $0.frame) : .value(id, $0.value, at: $0.frame)
      }
    }
    // A stable sort: simultaneous events stay in the order given.
    return all.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }
}

extension TailLength {
  fileprivate var seconds: Double? { if case .seconds(let seconds) = self { seconds } else { nil } }
}
