/// How far above the host's rate the model runs: `live` keeps it at 88.2 kHz or more.
public enum Quality: Int32, Sendable, CaseIterable {
  case live, high, ultra
}
