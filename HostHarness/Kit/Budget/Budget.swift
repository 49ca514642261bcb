import AudioFiles
import CallCounter

/// What a plugin costs per block, against the time that a block lasts.
///
/// Blocks follow each other without a pause, so that a row takes no longer than it must. Buffers and events are made
/// ready outside the time that counts.
public final class Budget {
  public let plugin: PluginInstance
  public let settings: BudgetSettings

  private let moved: [Parameter]
  private lazy var evictor = CacheEvictor()

  public init(_ plugin: PluginInstance, _ settings: BudgetSettings) {
    self.plugin = plugin
    self.settings = settings
    moved =
      settings.moved
      ?? plugin.parameters.filter {
        $0.isAutomatable && !$0.isStepped && !$0.isBypass && $0.range.lowerBound < $0.range.upperBound
      }
  }

  /// Whether there is a parameter to automate.
  public var canAutomate: Bool { !moved.isEmpty }

  /// Measures one row: activates the plugin, plays, and deactivates it again.
  ///
  /// - Throws: `.wrongState` for a plugin that is active already, `.noAudioOutput`, `.badSetting`,
  ///   `.activationRefused`, `.startRefused`, `.processFailed`.
  public func measure(_ workload: Workload) throws(HostError) -> BudgetRow {
    var pass = try begin(workload)
    defer { plugin.deactivate() }
    try pass.run(plugin, blocks: warmUpBlocks(workload), evictor: nil)
    pass.forget()
    switch workload.caches {
    case .warm:
      let blocks = max(settings.leastBlocks, Int((settings.seconds / workload.deadline).rounded(.up)))
      try pass.run(plugin, blocks: blocks, evictor: nil)
    case .cold:
      try pass.run(plugin, blocks: settings.coldBlocks, evictor: evictor)
    }
    return pass.row(plugin.descriptor.id)
  }

  /// Plays so many blocks between marks that callgrind counts by, a warm-up before them; measures nothing.
  ///
  /// - Throws: as `measure`.
  public func playCounted(_ workload: Workload, blocks: Int) throws(HostError) {
    var pass = try begin(workload)
    defer { plugin.deactivate() }
    try pass.run(plugin, blocks: warmUpBlocks(workload), evictor: nil)
    attractor_callgrind_begin()
    defer { attractor_callgrind_end() }
    try pass.run(plugin, blocks: blocks, evictor: nil)
  }

  private func warmUpBlocks(_ workload: Workload) -> Int { Int(settings.warmUp / workload.deadline) + 1 }

  /// Activates the plugin, ready for its first block; whoever called deactivates it.
  private func begin(_ workload: Workload) throws(HostError) -> BudgetPass {
    guard !plugin.ports.outputs.isEmpty else { throw .noAudioOutput(id: plugin.descriptor.id) }
    if let channels = workload.channels { try plugin.configureMainPorts(channels: channels) }
    try plugin.activate(sampleRate: workload.sampleRate, maxFrames: workload.blockFrames)
    do {
      try plugin.startProcessing()
    } catch {
      plugin.deactivate()
      throw error
    }
    let channelCount = plugin.runner!.inputs.mainChannelCount
    let input = Renderer.fit(settings.input.resampled(to: workload.sampleRate), to: channelCount)
    return BudgetPass(workload, input.looped(atLeast: workload.blockFrames), MovingValues(moved))
  }
}

extension AudioBuffer {
  /// Itself as often as it takes to last so many frames.
  func looped(atLeast frames: Int) -> AudioBuffer {
    guard frameCount > 0, frameCount < frames else { return self }
    let times = (frames + frameCount - 1) / frameCount
    return AudioBuffer(
      sampleRate: sampleRate, channels: channels.map { channel in (0..<times).flatMap { _ in channel } })
  }
}
