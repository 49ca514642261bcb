/// Steps at a rate, sorted for the loop that plays them.
struct ReplayPlan {
  /// What happens between two blocks.
  struct Action {
    var frame: Int
    var step: ReplayStep
  }

  /// A value at the beginning of every block within a range of frames.
  struct BlockValue {
    var frames: Range<Int>
    var step: ReplayStep
  }

  private(set) var beforeActivate: [HostEvent] = []
  private(set) var beforeStart: [HostEvent] = []
  private(set) var events: [HostEvent] = []
  private(set) var actions: [Action] = []
  private(set) var blockValues: [BlockValue] = []

  /// - Parameter frameCount: of the input: repetitions without an end go so far.
  init(_ steps: [ReplayStep], rate: Double, frameCount: Int) {
    for step in steps {
      switch step.moment {
      case .beforeActivate: beforeActivate.append(Self.event(step, share: 0, at: 0))
      case .beforeStart: beforeStart.append(Self.event(step, share: 0, at: 0))
      case .at(let time): add(step, from: time.frame(at: rate), rate: rate, frameCount: frameCount)
      }
    }
    // Stable: what is given at one time stays in the order given.
    events = events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    actions = actions.enumerated().sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
      .map(\.element)
  }

  /// The values that a block beginning at this frame carries at its offset 0.
  func values(atBlock frame: Int) -> [HostEvent] {
    blockValues.filter { $0.frames.contains(frame) }.map {
      Self.event($0.step, share: Double(frame - $0.frames.lowerBound) / Double($0.frames.count), at: frame)
    }
  }

  private mutating func add(_ step: ReplayStep, from first: Int, rate: Double, frameCount: Int) {
    let end = step.until?.frame(at: rate) ?? frameCount
    guard let repetition = step.repetition else { return add(step, share: 0, at: first) }
    guard first < end else { return }
    switch repetition {
    case .block: blockValues.append(BlockValue(frames: first..<end, step: step))
    case .every(let time):
      for frame in stride(from: first, to: end, by: max(1, time.frame(at: rate))) {
        add(step, share: Double(frame - first) / Double(end - first), at: frame)
      }
    }
  }

  private mutating func add(_ step: ReplayStep, share: Double, at frame: Int) {
    switch step.kind {
    case .value, .modulation, .gestureBegin, .gestureEnd: events.append(Self.event(step, share: share, at: frame))
    case .flush, .stop, .start, .reset, .restart: actions.append(Action(frame: frame, step: step))
    }
  }

  /// - Parameter share: of the way from `value` to `to`, 0...1.
  static func event(_ step: ReplayStep, share: Double, at frame: Int) -> HostEvent {
    let id = step.parameter ?? 0
    let value = step.value ?? 0
    let current = value + share * ((step.to ?? value) - value)
    return switch step.kind {
    case .modulation: .modulation(id, current, at: frame)
    case .gestureBegin: HostEvent(at: frame, .gestureBegin(parameter: id))
    case .gestureEnd: HostEvent(at: frame, .gestureEnd(parameter: id))
    default: .value(id, current, at: frame)
    }
  }
}
