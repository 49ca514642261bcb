extension Model {
  /// The largest model that players must hold.
  public enum Limit {
    public static let stages = 8
    public static let levels = 8
    /// Per stage, as all below but the controls.
    public static let states = 16
    public static let taps = 8
    public static let tapDelay = 16
    public static let layers = 4
    public static let unitsPerLayer = 64
    public static let coordinates = 8
    public static let controls = 16
    public static let snapshotNodes = 33
    public static let degree = 32
    public static let seriesLength = 4096
    public static let tailSeconds = 20.0
  }

  /// Checks every count, range and number.
  public func validate() throws(ModelError) {
    try require(schema == Self.currentSchema, "schema", "\(Self.currentSchema)", schema)
    try require(isIdentifier(circuit), "circuit", identifierRule, circuit)
    try require(!name.isEmpty, "name", "a name", "nothing")
    try require(contentHash.utf8.count == 64, "contentHash", "64 hexadecimal digits", contentHash)
    try require(lowestRateHz > 0 && lowestRateHz < highestRateHz, "lowestRateHz", "0 < lowest < highest", lowestRateHz)
    try requireFinite(highestRateHz, "highestRateHz")
    for (name, value) in provenance.figures { try requireFinite(value, "provenance.figures.\(name)") }
    if let tailSeconds {
      try require(!selfOscillates, "tailSeconds", "none, for it sings", tailSeconds)
      try requireFinite(tailSeconds, "tailSeconds")
      let range = 0...Limit.tailSeconds
      try require(range.contains(tailSeconds), "tailSeconds", "\(range)", tailSeconds)
    }
    try Control.validate(controls, place: "controls")
    try require((1...Limit.stages).contains(stages.count), "stages", "1 to \(Limit.stages) stages", stages.count)
    for (index, stage) in stages.enumerated() {
      try stage.validate(
        place: "stages[\(index)]", controls: controls.map { $0.id }, timeSteps: (1 / highestRateHz)...(1 / lowestRateHz)
      )
    }
    try validateLevels()
  }

  private func validateLevels() throws(ModelError) {
    try require(levels.count <= Limit.levels, "levels", "at most \(Limit.levels)", levels.count)
    let known = controls.filter { $0.role == .level }.map { $0.id }
    for (index, level) in levels.enumerated() {
      let place = "levels[\(index)]"
      try require(known.contains(level.control), "\(place).control", "one of \(known)", level.control)
      try require(
        !levels[..<index].contains { $0.control == level.control }, "\(place).control", "a control of its own",
        level.control)
      let range = 1...Limit.degree + 1
      try require(range.contains(level.gain.count), "\(place).gain", "\(range) terms", level.gain.count)
      try requireNumbers(level.gain, level.gain.count, "\(place).gain")
    }
    try requireCount(levels.count, known.count, "levels")
  }
}
