import AudioFiles
import CLAP

/// Runs audio through a plugin from beginning to end, with the same result however it is cut into blocks.
public struct Renderer {
  public let plugin: PluginInstance
  public let settings: RenderSettings

  public init(_ plugin: PluginInstance, _ settings: RenderSettings = RenderSettings()) {
    self.plugin = plugin
    self.settings = settings
  }

  /// Renders `input` and a tail: activates the plugin, processes, and deactivates it again.
  ///
  /// The input is resampled to the render's rate. A mono input feeds all channels of the main input; a mono input
  /// port gets the mean of all channels; otherwise channels go one to one, missing ones are silent.
  ///
  /// - Parameter progress: called now and then with the share done, 0...1, on the calling thread.
  /// - Throws: `.wrongState` for a plugin that is active already, `.noAudioOutput`, `.badSetting`,
  ///   `.activationRefused`, `.startRefused`, `.processFailed`.
  public func render(
    _ input: AudioBuffer<Float>, progress: (Double) -> Void = { _ in }
  ) throws(HostError) -> RenderResult {
    let rate = settings.sampleRate ?? input.sampleRate
    guard rate >= 1000, rate <= 768_000 else {
      throw .badSetting(name: "rate", expected: "1000 to 768000 Hz", actual: "\(rate)")
    }
    guard settings.automationGrid > 0 else {
      throw .badSetting(name: "automation grid", expected: "1 frame or more", actual: "\(settings.automationGrid)")
    }
    guard !plugin.ports.outputs.isEmpty else { throw .noAudioOutput(id: plugin.descriptor.id) }
    if settings.isDouble, !(plugin.ports.inputs + plugin.ports.outputs).allSatisfy(\.supports64Bits) {
      throw .badSetting(name: "double", expected: "ports that all take 64 bits", actual: plugin.descriptor.id)
    }
    if let most = plugin.mostInputChannels, input.channelCount > most {
      throw .badSetting(name: "input", expected: "\(most) channels at most", actual: "\(input.channelCount)")
    }
    if settings.offline { plugin.setOffline(true) }
    let initial = settings.automation.filter { !$0.isModulation }
      .map { HostEvent.value($0.parameter.id, $0.value(at: 0)) }
    if !initial.isEmpty { plugin.flush(initial) }
    try plugin.activate(sampleRate: rate, maxFrames: settings.blocks.largest)
    defer { plugin.deactivate() }
    try plugin.startProcessing()
    let channelCount = plugin.runner!.inputs.mainChannelCount
    var pass = RenderPass(plugin, settings, Self.fit(input.resampled(to: rate), to: channelCount))
    try pass.run(progress)
    return pass.result
  }

  static func fit(_ input: AudioBuffer<Float>, to count: Int) -> AudioBuffer<Float> {
    let channels = input.channels
    guard channels.count != count else { return input }
    var fitted = Array(repeating: [Float](repeating: 0, count: input.frameCount), count: max(count, 1))
    if channels.count == 1 {
      fitted = Array(repeating: channels[0], count: max(count, 1))
    } else if count == 1 {
      for frame in 0..<input.frameCount {
        fitted[0][frame] = channels.reduce(0) { $0 + $1[frame] } / Float(channels.count)
      }
    } else {
      for channel in 0..<min(count, channels.count) { fitted[channel] = channels[channel] }
    }
    return AudioBuffer(sampleRate: input.sampleRate, channels: fitted)
  }
}
