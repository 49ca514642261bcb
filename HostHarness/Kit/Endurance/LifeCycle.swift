import CLAP
import Dispatch

/// One instance's life from create to destroy, its calls drawn at random: every order and pairing of threads that CLAP
/// allows. Seed and number decide the calls; what the two threads do beside each other is up to the machine.
struct LifeCycle {
  private let plugin: PluginInstance
  private let settings: LifeCycleSettings
  private let number: Int
  private var random: EnduranceRandom
  private var saved: [UInt8]?
  private let hasState: Bool
  private(set) var result = LifeCycleResult()

  private static let rates = [44100.0, 48000, 96000, 192_000, 1000, 8000, 37123.5, 384_000, 768_000]

  init(_ library: ClapLibrary, _ id: String, _ settings: LifeCycleSettings, number: Int) throws(HostError) {
    plugin = try library.instantiate(id)
    hasState = plugin.rawExtension(CLAP_EXT_STATE) != nil
    self.settings = settings
    self.number = number
    random = EnduranceRandom(seed: settings.seed, session: number)
  }

  /// Its end may find the plugin in any state: the host stops and deactivates first.
  mutating func run() throws(HostError) {
    for _ in 0..<1 + random.below(settings.calls) {
      try call()
      result.calls += 1
      if !result.findings.isEmpty { break }
    }
    for rule in plugin.record.violations { find("broke a rule: \(rule)") }
    result.lives = 1
  }

  private mutating func call() throws(HostError) {
    switch random.below(12) {
    case 0...1:
      if plugin.state == .inactive { try activate() } else if random.happens(0.3) { plugin.deactivate() }
    case 2:
      if plugin.state == .active { try plugin.startProcessing() } else { plugin.stopProcessing() }
    case 3...5: if plugin.state == .processing { play(beside: nil) }
    case 6: if plugin.state == .processing { play(beside: { _ = try? $0.saveState() }) }
    case 7:
      if plugin.state == .processing, let saved { play(beside: { try? $0.loadState(saved, chunk: 77) }) }
    case 8: plugin.flush(events(64))
    case 9: if plugin.state != .inactive { try plugin.reset() }
    case 10: if hasState { saved = try plugin.saveState(chunk: 1 + random.below(500)) }
    default:
      if let saved { try plugin.loadState(saved, chunk: 1 + random.below(500)) }
      plugin.setOffline(random.happens(0.3))
    }
    try plugin.restartIfRequested()
  }

  private mutating func activate() throws(HostError) {
    do {
      try plugin.activate(sampleRate: random.pick(Self.rates), maxFrames: random.pick([1, 16, 64, 512, 4096]))
    } catch HostError.activationRefused {
      return  // a plugin may know its limits
    }
    if random.happens(0.8) { try plugin.startProcessing() }
  }

  /// Some blocks on the audio thread, while the main thread does something else.
  private mutating func play(beside work: (@Sendable (PluginInstance) -> Void)?) {
    let runner = plugin.runner!
    runner.inPlace = random.happens(0.5)
    let sizes = (0..<1 + random.below(8)).map { _ in 1 + random.below(runner.maxFrames) }
    let moves = sizes.map { random.happens(0.5) ? events($0) : [] }
    let gain = Float(random.pick([0, 0.01, 0.5, 4]))
    let plugin = plugin
    nonisolated(unsafe) var complaint: String?
    var noise = random
    _ = random.next()
    let audio = {
      plugin.host.audioThread.run {
        for (frames, moves) in zip(sizes, moves) {
          for channel in 0..<runner.inputs.mainChannelCount {
            let samples = runner.inputs.main(channel)
            for frame in 0..<frames { samples[frame] = gain * Float(noise.uniform() * 2 - 1) }
          }
          runner.events.removeAll()
          for event in moves { runner.events.append(event) }
          if runner.run(frames: frames).status == CLAP_PROCESS_ERROR { complaint = "process returned an error" }
          for channel in 0..<runner.outputs.mainChannelCount {
            let samples = runner.outputs.main(channel)
            for frame in 0..<frames where !samples[frame].isFinite || samples[frame].isSubnormal {
              complaint = "expected a normal number, got \(samples[frame])"
            }
          }
        }
      }
    }
    if let work {
      nonisolated(unsafe) let audio = audio
      let group = DispatchGroup()
      DispatchQueue.global().async(group: group) { audio() }
      for _ in 0..<3 { work(plugin) }
      group.wait()
    } else {
      audio()
    }
    plugin.serveCallbacks()
    if let complaint { find(complaint) }
  }

  private mutating func events(_ frames: Int) -> [HostEvent] {
    let parameters = plugin.parameters
    guard !parameters.isEmpty else { return [] }
    var time = 0
    return (0..<random.below(6)).map { _ in
      time = min(time + random.below(frames), frames - 1)
      let parameter = random.pick(parameters)
      let span = parameter.range.upperBound - parameter.range.lowerBound
      let value = parameter.range.lowerBound + random.uniform() * span
      if parameter.isModulatable && random.happens(0.2) { return .modulation(parameter.id, 0.3 * span, at: time) }
      return .value(parameter.id, parameter.isStepped ? value.rounded() : value, at: time)
    }
  }

  private mutating func find(_ what: String) {
    result.findings.append("\(plugin.descriptor.id), seed \(settings.seed), life \(number): \(what)")
  }
}
