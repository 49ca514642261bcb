/// How far above the host's rate the model runs: `live` keeps it at 88.2 kHz or more.
public enum Quality: Int32, Sendable, CaseIterable {
  case live, high, ultra

  /// `rawValue`, for the audio thread: in debug builds the synthesised one is a call into the unknown.
  var index: Int {
    @_noLocks @_noAllocation get {
      switch self {
      case .live: 0
      case .high: 1
      case .ultra: 2
      }
    }
  }
}
