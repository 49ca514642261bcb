/// What known hosts do, as steps.
public enum ReplayPattern: String, CaseIterable, Sendable {
  /// A value every 64 frames, wherever blocks begin: up through the parameter's range and down again.
  case bitwig

  /// The same values again at the beginning of every block, though nothing changes.
  case reaper

  /// A moving value at the beginning of every block and nowhere else.
  case offsetZero = "offset-zero"

  /// Values through flush before the plugin is active, and once more before it processes.
  case flushBeforeStart = "flush-before-start"

  /// Processing stops, the plugin is reset, and processing goes on: every half second.
  case resetAfterStop = "reset-after-stop"

  /// What the pattern does, in a few words.
  public var summary: String {
    switch self {
    case .bitwig: "one value per 64 frames"
    case .reaper: "the same values again at every block"
    case .offsetZero: "a moving value at offset 0 of every block"
    case .flushBeforeStart: "values through flush before activate and before start_processing"
    case .resetAfterStop: "stop, reset and start every half second"
    }
  }

  /// The pattern for some parameters of a plugin.
  ///
  /// - Parameters:
  ///   - chosen: nil for all that may be automated in `reaper`, and for the first continuous one elsewhere.
  ///   - seconds: of the input.
  public func steps(
    for plugin: PluginInstance, _ chosen: [Parameter]?, seconds: Double
  ) throws(HostError) -> [ReplayStep] {
    let automatable = plugin.parameters.filter { $0.isAutomatable && $0.range.lowerBound < $0.range.upperBound }
    let continuous = automatable.filter { !$0.isStepped && !$0.isBypass }
    let parameters = chosen ?? (self == .reaper ? automatable : Array(continuous.prefix(1)))
    guard !parameters.isEmpty || self == .resetAfterStop else {
      throw .badSetting(
        name: "pattern \(rawValue)", expected: "a plugin with a parameter to automate", actual: plugin.descriptor.id)
    }
    switch self {
    case .bitwig: return parameters.flatMap { Self.triangle($0, every: .every(.frames(64)), seconds) }
    case .offsetZero: return parameters.flatMap { Self.triangle($0, every: .block, seconds) }
    case .reaper:
      return parameters.map {
        ReplayStep(
          .value, at: .at(.frames(0)), parameter: $0.id, value: plugin.value(of: $0.id) ?? $0.defaultValue,
          every: .block)
      }
    case .flushBeforeStart:
      return parameters.flatMap { parameter in
        let range = parameter.range
        let middle = parameter.settled((range.lowerBound + range.upperBound) / 2)
        return [
          ReplayStep(.flush, at: .beforeActivate, parameter: parameter.id, value: range.upperBound),
          ReplayStep(.flush, at: .beforeStart, parameter: parameter.id, value: middle),
        ]
      }
    case .resetAfterStop:
      let half = ReplayTime.seconds(0.5)
      return [ReplayStep.Kind.stop, .reset, .start].map { ReplayStep($0, at: .at(half), every: .every(half)) }
    }
  }

  private static func triangle(
    _ parameter: Parameter, every repetition: ReplayStep.Repetition, _ seconds: Double
  ) -> [ReplayStep] {
    let (low, high) = (parameter.range.lowerBound, parameter.range.upperBound)
    let (half, end) = (ReplayTime.seconds(seconds / 2), ReplayTime.seconds(seconds))
    return [
      ReplayStep(
        .value, at: .at(.frames(0)), parameter: parameter.id, value: low, to: high, every: repetition, until: half),
      ReplayStep(.value, at: .at(half), parameter: parameter.id, value: high, to: low, every: repetition, until: end),
    ]
  }
}

extension Parameter {
  /// A whole number for a stepped parameter.
  func settled(_ value: Double) -> Double { isStepped ? value.rounded() : value }
}
