/// The live loop's one step: input, events, process, output, meters. [audio-thread]
struct LivePass {
  private let device: any LiveDevice
  private let script: [HostEvent]
  private let deadline: Double
  private var input: LiveInput
  private var inputs: [UnsafeMutablePointer<Float>] = []
  private var outputs: [UnsafeMutablePointer<Float>] = []

  /// The inputs that the device fills.
  private var heard: [UnsafeMutablePointer<Float>] = []
  private var nextEvent = 0
  private var peaks: (input: Float, output: Float) = (0, 0)
  private(set) var status = LiveStatus()

  init(_ device: any LiveDevice, _ input: LiveInput, _ script: [HostEvent], deadline: Double) {
    self.device = device
    self.input = input
    self.script = script
    self.deadline = deadline
  }

  /// Fits everything to the plugin's ports; before the first block, and after a restart.
  mutating func prepare(_ runner: BlockRunner) {
    inputs = (0..<runner.inputs.mainChannelCount).map { runner.inputs.main($0) }
    outputs = (0..<runner.outputs.mainChannelCount).map { runner.outputs.main($0) }
    heard = Array(inputs.prefix(device.inputChannelCount))
    if case .audio(let audio) = input { input = .audio(audio.fitted(to: inputs.count)) }
  }

  /// - Throws: what the device throws, or `.processFailed`.
  mutating func play(
    _ runner: BlockRunner, _ plugin: PluginDescriptor, frames: Int, _ events: [HostEvent]
  ) throws {
    switch input {
    case .audio(var audio):
      audio.fill(inputs, frames: frames)
      input = .audio(audio)
    case .device: try hear(frames)
    }
    feed(runner.events, frames, events)
    for channel in inputs { peaks.input = max(peaks.input, Self.peak(channel, frames)) }
    let (code, _) = runner.run(frames: frames)
    guard let answer = ProcessStatus(rawValue: code), answer != .error else {
      throw HostError.processFailed(id: plugin.id, frame: status.frames)
    }
    for channel in outputs {
      silence(channel, frames)
      peaks.output = max(peaks.output, Self.peak(channel, frames))
    }
    try device.write(outputs, frames: frames)
    count(frames, seconds: Double(runner.wallNanoseconds) * 1e-9)
  }

  /// Hands the meters over and begins anew.
  mutating func publish(to shared: inout LiveStatus) {
    let (inputPeak, outputPeak) = (max(shared.inputPeak, peaks.input), max(shared.outputPeak, peaks.output))
    peaks = (0, 0)
    shared = status
    (shared.inputPeak, shared.outputPeak) = (inputPeak, outputPeak)
  }

  /// The device's channels into the port's: a single one feeds all, otherwise one to one.
  private func hear(_ frames: Int) throws {
    try device.read(into: heard, frames: frames)
    for channel in inputs.dropFirst(heard.count) {
      if heard.count == 1 {
        channel.update(from: heard[0], count: frames)
      } else {
        channel.update(repeating: 0, count: frames)
      }
    }
  }

  private mutating func feed(_ list: EventList, _ frames: Int, _ events: [HostEvent]) {
    list.removeAll()
    for event in events { list.append(event) }
    status.changes += events.count
    while nextEvent < script.count, script[nextEvent].time < status.frames + frames {
      var event = script[nextEvent]
      event.time = max(0, event.time - status.frames)
      list.append(event)
      nextEvent += 1
      status.changes += 1
    }
  }

  private mutating func count(_ frames: Int, seconds: Double) {
    status.frames += frames
    status.blocks += 1
    status.load = seconds / deadline
    status.greatestLoad = max(status.greatestLoad, status.load)
    if status.load > 1 { status.lateBlocks += 1 }
    status.xruns = device.xrunCount
    status.greatestInput = max(status.greatestInput, peaks.input)
    status.greatestOutput = max(status.greatestOutput, peaks.output)
  }

  private mutating func silence(_ channel: UnsafeMutablePointer<Float>, _ frames: Int) {
    for index in 0..<frames where !channel[index].isFinite {
      channel[index] = 0
      status.nonFiniteSamples += 1
    }
  }

  private static func peak(_ channel: UnsafeMutablePointer<Float>, _ frames: Int) -> Float {
    var peak: Float = 0
    for index in 0..<frames { peak = max(peak, abs(channel[index])) }
    return peak
  }
}
