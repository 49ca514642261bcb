import CLAP

/// Automation for a measurement: parameters in turn, each on a course of its own through its whole range.
struct MovingValues {
  private let parameters: [Parameter]
  private let cookies: [UnsafeMutableRawPointer?]
  private var count = 0
  /// Values of each parameter, up through the range and down again.
  private static let valuesPerLap = 618

  init(_ parameters: [Parameter]) {
    self.parameters = parameters
    cookies = parameters.map { UnsafeMutableRawPointer(bitPattern: $0.cookie) }
  }

  /// Values until all parameters are where they were.
  var lap: Int { Self.valuesPerLap * parameters.count }

  /// Replaces the list by so many values, evenly spaced over the block. [audio-thread]
  mutating func fill(_ events: EventList, count wanted: Int, frames: Int) {
    events.removeAll()
    guard !parameters.isEmpty else { return }
    for index in 0..<wanted { events.append(next(at: index * frames / wanted)) }
  }

  /// The next value, for a frame of its block. There must be parameters.
  mutating func next(at frame: Int) -> clap_event_param_value_t {
    let which = count % parameters.count
    let range = parameters[which].range
    let phase = (Double(count / parameters.count) / Double(Self.valuesPerLap) + Double(which) * 0.37)
      .truncatingRemainder(dividingBy: 1)
    let share = phase < 0.5 ? 2 * phase : 2 - 2 * phase
    count += 1
    return EventList.value(
      range.lowerBound + share * (range.upperBound - range.lowerBound), of: parameters[which].id, at: frame,
      cookie: cookies[which])
  }
}
