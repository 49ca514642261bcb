extension Check {
  /// All checks, in the order in which they are told.
  public static let all: [Check] =
    host + entry + descriptors + creation + lifeCycle + leftovers + extensions
    + parameterDescriptions + parameterTexts + parameterValues + events + eventEffects
    + stateRoundTrips + damagedStates + ports + levels + buffers + equality + badInput + masks + endings
    + timing + realTime + presets

  public static func find(_ id: String) -> Check? { all.first { $0.id == id } }
}
