/// Why an engine cannot be built.
public enum EngineError: Error, Equatable {
  case sampleRate(hertz: Double)
  case channelCount(Int)
  /// A model dimension beyond what the engine holds.
  case tooLarge(what: String, count: Int, limit: Int)
}
