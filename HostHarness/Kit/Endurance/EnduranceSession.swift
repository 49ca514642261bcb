import CLAP

/// One instance's life: some seconds of noise at one rate, cut at random, with everything moving.
struct EnduranceSession {
  private let plugin: PluginInstance
  private let settings: EnduranceSettings
  private let number: Int
  private let rate: Double
  private let parameters: [Moving]
  private var random: EnduranceRandom
  private var source: EnduranceSource
  private var largestBlock = 512
  private var frame = 0
  private(set) var result = EnduranceResult()

  /// A parameter that moves; plain data, for the inner loop.
  private struct Moving {
    let id: UInt32
    let range: ClosedRange<Double>
    let isStepped: Bool
    let isModulatable: Bool
  }

  private static let rates = [
    44100.0, 44100, 48000, 48000, 48000, 88200, 96000, 96000, 176_400, 192_000, 1000, 8000, 22050, 37123.5, 384_000,
    768_000,
  ]
  private static let seconds = 20.0
  private static let longest = 1 << 20
  /// Frames that the audio thread plays before the main thread gets a turn.
  private static let stretch = 1 << 15

  init(_ library: ClapLibrary, _ id: String, _ settings: EnduranceSettings, number: Int) throws(HostError) {
    plugin = try library.instantiate(id)
    self.settings = settings
    self.number = number
    random = EnduranceRandom(seed: settings.seed, session: number)
    source = EnduranceSource(EnduranceRandom(seed: ~settings.seed, session: number))
    rate = random.pick(Self.rates)
    let held = Set(settings.held.map(\.parameter.id))
    parameters = plugin.parameters.filter { !held.contains($0.id) }
      .map { Moving(id: $0.id, range: $0.range, isStepped: $0.isStepped, isModulatable: $0.isModulatable) }
  }

  /// Plays it to its end, or to its first finding.
  mutating func run(progress: (Int) -> Void) throws(HostError) {
    plugin.flush(settings.held.map { .value($0.parameter.id, $0.value) })
    try activate()
    let end = min(Self.longest, Int(Self.seconds * rate))
    while frame < end, result.findings.isEmpty {
      let from = frame
      let runner = plugin.runner!
      plugin.host.audioThread.run { play(runner, until: min(end, frame + Self.stretch)) }
      progress(frame - from)
      plugin.serveCallbacks()
      try plugin.restartIfRequested()
      try interrupt()
    }
    for rule in plugin.record.violations { find("broke a rule: \(rule)") }
    plugin.deactivate()
    result.frames = frame
    result.sessions = 1
  }

  private mutating func activate() throws(HostError) {
    largestBlock = random.pick([1, 16, 64, 128, 512, 512, 1024, 4096])
    try plugin.activate(sampleRate: rate, maxFrames: largestBlock)
    try plugin.startProcessing()
  }

  /// What a host does between blocks.
  private mutating func interrupt() throws(HostError) {
    switch random.uniform() {
    case ..<0.08: try plugin.reset()
    case ..<0.14:
      plugin.stopProcessing()
      try plugin.startProcessing()
    case ..<0.20:
      plugin.deactivate()
      try activate()
    case ..<0.26:
      // What is held stays so in the saved state too.
      try plugin.loadState(try plugin.saveState())
    default: return
    }
    result.interruptions += 1
  }

  /// [audio-thread]
  private mutating func play(_ runner: BlockRunner, until end: Int) {
    let inputs = (0..<runner.inputs.mainChannelCount).map { runner.inputs.main($0) }
    let outputs = (0..<runner.outputs.mainChannelCount).map { runner.outputs.main($0) }
    while frame < end {
      let frames = min(1 + random.below(largestBlock), end - frame)
      source.fill(inputs, frames)
      runner.events.removeAll()
      if random.happens(0.3) { move(runner.events, frames) }
      let (status, nanoseconds) = runner.run(frames: frames)
      result.cpuSeconds += Double(nanoseconds) * 1e-9
      if status == CLAP_PROCESS_ERROR { find("process returned an error") }
      for (channel, samples) in outputs.enumerated() { check(samples, frames, channel) }
      frame += frames
      if !result.findings.isEmpty { return }
    }
  }

  /// Some events at random frames, in order; a few of them such as no good host sends.
  private mutating func move(_ events: EventList, _ frames: Int) {
    guard !parameters.isEmpty else { return }
    var time = 0
    for _ in 0...random.below(4) {
      time += random.below(max(1, (frames - time) / 2))
      let parameter = random.pick(parameters)
      let span = parameter.range.upperBound - parameter.range.lowerBound
      var value = parameter.range.lowerBound + random.uniform() * span
      if random.happens(0.1) { value = random.happens(0.5) ? parameter.range.lowerBound : parameter.range.upperBound }
      if parameter.isStepped { value.round() }
      if random.happens(0.01) { value = random.pick([.nan, .infinity, -1e300, 1e9]) }
      if parameter.isModulatable, random.happens(0.2) {
        events.append(.modulation(parameter.id, (random.uniform() * 2 - 1) * span, at: time))
      } else {
        events.append(.value(parameter.id, value, at: time))
      }
      result.events += 1
    }
  }

  private mutating func check(_ samples: UnsafeMutablePointer<Float>, _ frames: Int, _ channel: Int) {
    var peak: Float = 0
    var isGood = true
    for index in 0..<frames {
      let size = abs(samples[index])
      // Not a number fails every comparison.
      isGood = isGood && (size == 0 || size >= .leastNormalMagnitude) && size <= settings.bound
      peak = max(peak, size)
    }
    result.peak = max(result.peak, peak)
    if isGood { return }
    for index in 0..<frames {
      let size = abs(samples[index])
      if (size == 0 || size >= .leastNormalMagnitude) && size <= settings.bound { continue }
      find(
        "channel \(channel), \(index) frames into a block of \(frames): expected a normal number up to "
          + "\(settings.bound), got \(samples[index])")
      return
    }
  }

  private mutating func find(_ what: String) {
    result.findings.append(
      EnduranceFinding(
        plugin: plugin.descriptor.id, seed: settings.seed, session: number, sampleRate: rate, frame: frame, what: what))
  }
}
