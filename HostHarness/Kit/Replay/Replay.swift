import AudioFiles

/// How often a replay did what.
public struct ReplayCounts: Equatable, Codable, Sendable {
  /// Events in blocks.
  public var events = 0
  public var flushes = 0
  public var stops = 0
  public var starts = 0
  public var resets = 0
  public var restarts = 0
}

/// Renders audio while the host does what a list of steps says.
public struct Replay {
  public let plugin: PluginInstance
  public let steps: [ReplayStep]
  public let settings: RenderSettings

  /// - Parameter settings: rate, blocks, tail and latency; its automation and events are left out.
  public init(_ plugin: PluginInstance, _ steps: [ReplayStep], _ settings: RenderSettings = RenderSettings()) {
    self.plugin = plugin
    self.steps = steps
    self.settings = settings
  }

  /// Renders `input` and a tail. While processing is stopped the output is silent.
  ///
  /// - Throws: as `Renderer.render`.
  public func render(
    _ input: AudioBuffer<Float>, progress: (Double) -> Void = { _ in }
  ) throws(HostError) -> (result: RenderResult, counts: ReplayCounts) {
    let rate = settings.sampleRate ?? input.sampleRate
    guard rate >= 1000, rate <= 768_000 else {
      throw .badSetting(name: "rate", expected: "1000 to 768000 Hz", actual: "\(rate)")
    }
    guard !plugin.ports.outputs.isEmpty else { throw .noAudioOutput(id: plugin.descriptor.id) }
    let input = input.resampled(to: rate)
    let plan = ReplayPlan(steps, rate: rate, frameCount: input.frameCount)
    var counts = ReplayCounts()
    for event in plan.beforeActivate { plugin.flush([event]) }
    try plugin.activate(sampleRate: rate, maxFrames: settings.blocks.largest)
    defer { plugin.deactivate() }
    for event in plan.beforeStart { plugin.flush([event]) }
    counts.flushes = plan.beforeActivate.count + plan.beforeStart.count
    try plugin.startProcessing()
    let channels = plugin.runner!.inputs.mainChannelCount
    var pass = ReplayPass(plugin, plan, settings, Renderer.fit(input, to: channels), counts)
    try pass.run(progress)
    return (pass.result, pass.counts)
  }
}
