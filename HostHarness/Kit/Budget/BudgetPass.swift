import AudioFiles

/// The measuring loop: blocks one behind the other on the audio thread, all memory made beforehand.
struct BudgetPass {
  private let workload: Workload
  private let input: AudioBuffer<Float>
  private var values: MovingValues
  private var cpu: [UInt64] = []
  private var wall: [UInt64] = []
  private var usage = ThreadUsage()
  private var position = 0
  private var failedFrame: Int?

  init(_ workload: Workload, _ input: AudioBuffer<Float>, _ values: MovingValues) {
    self.workload = workload
    self.input = input
    self.values = values
  }

  func row(_ plugin: String) -> BudgetRow {
    BudgetRow(
      plugin: plugin, workload: workload, blocks: cpu.count, cpu: LoadStatistics(cpu, deadline: workload.deadline),
      wall: LoadStatistics(wall, deadline: workload.deadline), usage: usage)
  }

  /// Drops what was measured so far.
  mutating func forget() {
    cpu.removeAll()
    wall.removeAll()
    usage = ThreadUsage()
  }

  mutating func run(_ plugin: PluginInstance, blocks: Int, evictor: CacheEvictor?) throws(HostError) {
    let end = cpu.count + blocks
    cpu.reserveCapacity(end)
    wall.reserveCapacity(end)
    while cpu.count < end {
      let runner = plugin.runner!
      plugin.host.audioThread.run { work(runner, plugin.host, until: end, evictor) }
      if let failedFrame { throw .processFailed(id: plugin.descriptor.id, frame: failedFrame) }
      plugin.serveCallbacks()
      try plugin.restartIfRequested()
    }
  }

  /// Up to so many blocks in all, or until the plugin wants the main thread. [audio-thread]
  private mutating func work(_ runner: BlockRunner, _ host: Host, until end: Int, _ evictor: CacheEvictor?) {
    let frames = workload.blockFrames
    while cpu.count < end {
      evictor?.evict()
      feed(runner, frames)
      let before = ThreadUsage.current
      let (status, nanoseconds) = runner.run(frames: frames)
      usage.add(from: before, to: .current)
      guard let status = ProcessStatus(rawValue: status), status != .error else {
        failedFrame = runner.steadyTime - frames
        return
      }
      cpu.append(nanoseconds)
      wall.append(runner.wallNanoseconds)
      if host.wantsAttention { return }
    }
  }

  private mutating func feed(_ runner: BlockRunner, _ frames: Int) {
    if position + frames > input.frameCount { position = 0 }
    for channel in 0..<runner.inputs.mainChannelCount {
      input.channels[channel].withUnsafeBufferPointer {
        runner.inputs.main(channel).update(from: $0.baseAddress! + position, count: frames)
      }
    }
    position += frames
    values.fill(runner.events, count: workload.eventsPerBlock, frames: frames)
  }
}
