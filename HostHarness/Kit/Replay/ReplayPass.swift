import AudioFiles

/// One pass over the input, block by block, with the plan's actions between the blocks.
struct ReplayPass {
  private let plugin: PluginInstance
  private let plan: ReplayPlan
  private let settings: RenderSettings
  private let input: AudioBuffer<Float>
  private let latency: Int
  private var sizes: BlockSizes.Sequence
  private var statistics = RenderStatistics()
  private var output: [[Float]]
  private var sent: [HostEvent] = []
  private var frame = 0
  private var nextEvent = 0
  private var nextAction = 0
  private var isStopped = false
  private(set) var counts: ReplayCounts

  init(
    _ plugin: PluginInstance, _ plan: ReplayPlan, _ settings: RenderSettings, _ input: AudioBuffer<Float>,
    _ counts: ReplayCounts
  ) {
    self.plugin = plugin
    self.plan = plan
    self.settings = settings
    self.input = input
    self.counts = counts
    latency = plugin.latency
    sizes = BlockSizes.Sequence(settings.blocks)
    output = Array(repeating: [], count: plugin.runner!.outputs.mainChannelCount)
    statistics.latency = latency
  }

  mutating func run(_ progress: (Double) -> Void) throws(HostError) {
    try run(until: input.frameCount, progress)
    statistics.tailFrames = settings.tail.frames(
      of: plugin, sampleRate: input.sampleRate, longest: settings.longestTail)
    let rest = statistics.tailFrames + (settings.compensatesLatency ? latency : 0)
    try run(until: input.frameCount + rest, progress)
  }

  var result: RenderResult {
    RenderResult(
      output, frames: frame, dropping: settings.compensatesLatency ? latency : 0, sampleRate: input.sampleRate,
      statistics, events: sent)
  }

  private mutating func run(until end: Int, _ progress: (Double) -> Void) throws(HostError) {
    while frame < end {
      try act()
      var frames = min(sizes.next(), end - frame)
      // What happens between blocks ends the block before.
      if nextAction < plan.actions.count { frames = min(frames, plan.actions[nextAction].frame - frame) }
      try play(frames)
      progress(Double(frame) / Double(end))
    }
  }

  /// Everything due at this frame.
  private mutating func act() throws(HostError) {
    while nextAction < plan.actions.count, plan.actions[nextAction].frame <= frame {
      let step = plan.actions[nextAction].step
      nextAction += 1
      switch step.kind {
      case .flush:
        plugin.flush([ReplayPlan.event(step, share: 0, at: 0)])
        counts.flushes += 1
      case .stop where !isStopped:
        plugin.stopProcessing()
        isStopped = true
        counts.stops += 1
      case .start where isStopped:
        try plugin.startProcessing()
        isStopped = false
        counts.starts += 1
      case .reset:
        try plugin.reset()
        counts.resets += 1
      case .restart:
        let (rate, range) = (plugin.sampleRate!, plugin.blockRange!)
        plugin.deactivate()
        try plugin.activate(sampleRate: rate, minFrames: range.lowerBound, maxFrames: range.upperBound)
        if !isStopped { try plugin.startProcessing() }
        counts.restarts += 1
      default: break
      }
    }
  }

  private mutating func play(_ frames: Int) throws(HostError) {
    var events: [HostEvent] = plan.values(atBlock: frame)
    while nextEvent < plan.events.count, plan.events[nextEvent].time < frame + frames {
      events.append(plan.events[nextEvent])
      nextEvent += 1
    }
    for index in events.indices { events[index].time -= frame }
    defer { frame += frames }
    if isStopped {
      for channel in output.indices { output[channel] += repeatElement(0, count: frames) }
      return
    }
    let given = max(0, min(frames, input.frameCount - frame))
    let blocks = (0..<plugin.runner!.inputs.mainChannelCount).map { channel in
      (given > 0 ? Array(input.channels[channel][frame..<frame + given]) : [])
        + [Float](repeating: 0, count: frames - given)
    }
    let block = try plugin.process(inputs: blocks, frames: frames, events: events)
    counts.events += events.count
    statistics.statuses[block.status, default: 0] += 1
    statistics.blockFrames.append(frames)
    statistics.blockNanoseconds.append(block.nanoseconds)
    statistics.outputEvents += block.events.count
    sent += block.events.map { HostEvent(at: $0.time + frame, $0.body) }
    for channel in output.indices { output[channel] += block.output[channel] }
    if try plugin.restartIfRequested() { statistics.restarts += 1 }
  }
}
