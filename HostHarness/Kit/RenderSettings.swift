/// How long to render on after the input has ended.
public enum TailLength: Equatable, Sendable {
  /// As long as the plugin says; `RenderSettings.longestTail` at most.
  case automatic
  case seconds(Double)

  /// `auto`, or seconds.
  ///
  /// - Throws: `.badSetting`.
  public init(parsing text: String) throws(HostError) {
    if text == "auto" {
      self = .automatic
    } else if let seconds = Double(text), (0...3600).contains(seconds) {
      self = .seconds(seconds)
    } else {
      throw .badSetting(name: "tail", expected: "auto, or 0 to 3600 seconds", actual: text)
    }
  }

  /// Frames to render after the input, as the plugin has them now.
  ///
  /// - Parameter longest: seconds that an automatic tail may last.
  func frames(of plugin: PluginInstance, sampleRate: Double, longest: Double) -> Int {
    let limit = Int(longest * sampleRate)
    return switch (self, plugin.tail) {
    case (.seconds(let seconds), _): Int((seconds * sampleRate).rounded())
    case (.automatic, .frames(let frames)): min(frames, limit)
    case (.automatic, .infinite): limit
    case (.automatic, nil): 0
    }
  }
}

/// All that decides a render besides the plugin and its input.
public struct RenderSettings: Sendable {
  /// Frames per second that the plugin runs at; nil for the input's own rate.
  public var sampleRate: Double?
  public var blocks = BlockSizes.fixed(512)

  /// Courses of parameters; the first value of each is also set before activation.
  public var automation: [Automation] = []

  /// Frames between two events on a sloping course.
  public var automationGrid = 32

  /// Further events at absolute frames, sorted.
  public var events: [HostEvent] = []
  public var tail = TailLength.automatic

  /// The most that an automatic tail may last, in seconds.
  public var longestTail = 30.0

  /// Removes the plugin's latency from the beginning of the output.
  public var compensatesLatency = true

  /// Input and output share memory, where the plugin allows it.
  public var inPlace = false

  /// Tells the plugin that there is no deadline.
  public var offline = false

  /// Hands samples over in 64 bits; only where all ports take them.
  public var isDouble = false

  public init() {}
}
