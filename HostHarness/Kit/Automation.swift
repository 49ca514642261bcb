/// One parameter's course over time: straight lines between keyframes, the first value before, the last one after.
public struct Automation: Equatable, Sendable {
  public struct Keyframe: Equatable, Sendable {
    /// Seconds from the beginning of the render.
    public var time: Double

    /// Plain, or the amount for modulation.
    public var value: Double

    public init(time: Double, value: Double) {
      self.time = time
      self.value = value
    }
  }

  public var parameter: Parameter

  /// In order of time. Two at the same time make a step.
  public var keyframes: [Keyframe]

  /// Offsets on the value (PARAM_MOD) instead of the value itself (PARAM_VALUE).
  public var isModulation: Bool

  /// - Precondition: at least one keyframe, in order of time.
  public init(_ parameter: Parameter, _ keyframes: [Keyframe], isModulation: Bool = false) {
    precondition(!keyframes.isEmpty, "expected at least one keyframe")
    precondition(zip(keyframes, keyframes.dropFirst()).allSatisfy { $0.time <= $1.time }, "expected keyframes in order")
    self.parameter = parameter
    self.keyframes = keyframes
    self.isModulation = isModulation
  }

  /// The value at a time in seconds; whole numbers for a stepped parameter.
  public func value(at time: Double) -> Double {
    guard let next = keyframes.firstIndex(where: { $0.time > time }) else { return settled(keyframes.last!.value) }
    guard next > 0 else { return settled(keyframes[0].value) }
    let (a, b) = (keyframes[next - 1], keyframes[next])
    return settled(a.value + (b.value - a.value) * ((time - a.time) / (b.time - a.time)))
  }

  /// The events of a whole render, at absolute frames: on every multiple of `grid` and on every keyframe, wherever
  /// the value differs from the one sent before.
  func events(sampleRate: Double, frameCount: Int, grid: Int) -> [(frame: Int, value: Double)] {
    var frames = Set(keyframes.map { Int(($0.time * sampleRate).rounded()) }.filter { $0 >= 0 && $0 < frameCount })
    let first = max(0, Int(keyframes[0].time * sampleRate)) / grid
    let last = min(frameCount - 1, Int(keyframes.last!.time * sampleRate)) / grid
    frames.insert(0)
    if first <= last { frames.formUnion((first...last).map { $0 * grid }) }
    let keys = Dictionary(keyframes.map { (Int(($0.time * sampleRate).rounded()), $0.value) }) { $1 }
    var sent: Double?
    var events: [(frame: Int, value: Double)] = []
    for frame in frames.sorted() {
      let value = keys[frame].map(settled) ?? self.value(at: Double(frame) / sampleRate)
      if value != sent { events.append((frame, value)) }
      sent = value
    }
    return events
  }

  private func settled(_ value: Double) -> Double {
    parameter.isStepped && !isModulation ? value.rounded() : value
  }
}
