extension Coordinate {
  /// Checks every range and number.
  /// - Parameters:
  ///   - place: what messages call this coordinate.
  ///   - controls: the ids that may be named.
  ///   - timeSteps: of the trained model rates, in seconds.
  func validate(place: String, controls: [String], timeSteps: ClosedRange<Double>) throws(ModelError) {
    try requireFinite(from, "\(place).from")
    try requireFinite(to, "\(place).to")
    try requireFinite(offset, "\(place).offset")
    try requireFinite(slope, "\(place).slope")
    try require(from != to, "\(place).to", "another value than from", to)
    if source == .control {
      try require(
        control.map(controls.contains) ?? false, "\(place).control", "one of \(controls)", control ?? "nothing")
    }
    // The law's argument is linear in the source: its ends decide.
    let ends = source == .control ? [0, 1] : [timeSteps.lowerBound, timeSteps.upperBound]
    for argument in ends.map({ offset + slope * $0 }) {
      switch law {
      case .linear: break
      case .logarithmic: try require(argument > 0, "\(place).offset", "offset + slope · source > 0", argument)
      case .rate:
        try require(source == .control, "\(place).source", "control, for the law is rate", source.rawValue)
        try require(abs(argument) <= 100, "\(place).offset", "offset + slope · source from -100 to 100", argument)
      }
    }
  }
}
