extension Model {
  /// The largest model that players must hold.
  public enum Limit {
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
  }

  /// Checks every count, range and number.
  public func validate() throws(ModelError) {
    try require(schema == Self.currentSchema, "schema", "\(Self.currentSchema)", schema)
    try require(isIdentifier(circuit), "circuit", "lower-case letters, digits and hyphens", circuit)
    try require(!name.isEmpty, "name", "a name", "nothing")
    try require(contentHash.utf8.count == 64, "contentHash", "64 hexadecimal digits", contentHash)
    try require(lowestRateHz > 0 && lowestRateHz < highestRateHz, "lowestRateHz", "0 < lowest < highest", lowestRateHz)
    try requireFinite(highestRateHz, "highestRateHz")
    for (name, value) in provenance.figures { try requireFinite(value, "provenance.figures.\(name)") }
    try validateSignals()
    try validateControls()
    try validateSmallSignal()
    try validateNetwork()
  }

  private func validateSignals() throws(ModelError) {
    try require((1...Limit.states).contains(states.count), "states", "1 to \(Limit.states) states", states.count)
    for (index, state) in states.enumerated() {
      try requirePositive(state.scale, "states[\(index)].scale")
      try requirePositive(state.limit, "states[\(index)].limit")
    }
    try requirePositive(input.scale, "input.scale")
    try requirePositive(input.limit, "input.limit")
    try requirePositive(output.scale, "output.scale")
    try require((1...Limit.taps).contains(input.taps.count), "input.taps", "1 to \(Limit.taps) taps", input.taps.count)
    try require(input.taps[0] == 0, "input.taps[0]", "0", input.taps[0])
    for index in input.taps.indices.dropFirst() {
      let range = input.taps[index - 1] + 1..<Limit.tapDelay
      try require(range.contains(input.taps[index]), "input.taps[\(index)]", "\(range)", input.taps[index])
    }
    try requireNumbers(output.fromStates, states.count, "output.fromStates")
  }

  private func validateControls() throws(ModelError) {
    try require(controls.count <= Limit.controls, "controls", "at most \(Limit.controls)", controls.count)
    for (index, control) in controls.enumerated() {
      let place = "controls[\(index)]"
      try require(isIdentifier(control.id), "\(place).id", "lower-case letters, digits and hyphens", control.id)
      try require(!controls[..<index].contains { $0.id == control.id }, "\(place).id", "a name of its own", control.id)
      try requireFinite(control.minimum, "\(place).minimum")
      try requireFinite(control.maximum, "\(place).maximum")
      try requireFinite(control.default, "\(place).default")
      try require(control.minimum < control.maximum, "\(place).maximum", "more than the minimum", control.maximum)
      let range = control.minimum...control.maximum
      try require(range.contains(control.default), "\(place).default", "\(range)", control.default)
      for (number, label) in control.labels.enumerated() {
        let place = "\(place).labels[\(number)].at"
        try requireFinite(label.at, place)
        try require(range.contains(label.at), place, "\(range)", label.at)
        let before = number > 0 ? control.labels[number - 1].at : -.infinity
        try require(label.at > before, place, "more than the label before", label.at)
      }
    }
    try require(
      coordinates.count <= Limit.coordinates, "coordinates", "at most \(Limit.coordinates)", coordinates.count)
    for (index, coordinate) in coordinates.enumerated() {
      let place = "coordinates[\(index)]"
      try requireFinite(coordinate.from, "\(place).from")
      try requireFinite(coordinate.to, "\(place).to")
      try requireFinite(coordinate.offset, "\(place).offset")
      try requireFinite(coordinate.slope, "\(place).slope")
      try require(coordinate.from != coordinate.to, "\(place).to", "another value than from", coordinate.to)
      if coordinate.source == .control {
        let known = controls.map(\.id)
        try require(
          coordinate.control.map(known.contains) ?? false, "\(place).control", "one of \(known)",
          coordinate.control ?? "nothing")
      } else {
        try require(
          !coordinates[..<index].contains { $0.source == .timeStep }, "\(place).source", "one time step at most",
          "a second one")
      }
      if coordinate.law == .logarithmic {
        // The logarithm's argument is linear in the source: its ends decide.
        let (first, last) = coordinate.source == .control ? (0, 1) : (1 / highestRateHz, 1 / lowestRateHz)
        for source in [first, last] {
          let argument = coordinate.offset + coordinate.slope * source
          try require(argument > 0, "\(place).offset", "offset + slope · source > 0", argument)
        }
      }
    }
  }

  private func validateSmallSignal() throws(ModelError) {
    try requireCount(smallSignal.degrees.count, coordinates.count, "smallSignal.degrees")
    for degree in smallSignal.degrees {
      try require((0...Limit.degree).contains(degree), "smallSignal.degrees", "0 to \(Limit.degree)", degree)
    }
    let length = smallSignal.seriesLength
    try require(length <= Limit.seriesLength, "smallSignal.degrees", "at most \(Limit.seriesLength) terms", length)
    let columns = states.count + input.taps.count
    func check(_ list: [[Double]], _ count: Int, _ place: String) throws(ModelError) {
      try requireCount(list.count, count, place)
      for (index, series) in list.enumerated() { try requireNumbers(series, length, "\(place)[\(index)]") }
    }
    try check(smallSignal.restStates, states.count, "smallSignal.restStates")
    try requireNumbers(smallSignal.restOutput, length, "smallSignal.restOutput")
    try requireCount(smallSignal.step.count, states.count, "smallSignal.step")
    for (index, row) in smallSignal.step.enumerated() { try check(row, columns, "smallSignal.step[\(index)]") }
    let hasOutputStep = !smallSignal.outputStep.isEmpty || output.hasResidual
    try check(smallSignal.outputStep, hasOutputStep ? columns : 0, "smallSignal.outputStep")
    try check(
      smallSignal.logRates, smallSignal.logRates.isEmpty ? 0 : states.count, "smallSignal.logRates")
  }

  private func validateNetwork() throws(ModelError) {
    let layers = network.layers
    try require(
      (1...Limit.layers).contains(layers.count), "network.layers", "1 to \(Limit.layers) layers", layers.count)
    for units in layers {
      let range = 1...Limit.unitsPerLayer
      try require(range.contains(units), "network.layers", "\(range) units", units)
    }
    try require(
      network.activationFormula == network.activation.formula, "network.activationFormula", network.activation.formula,
      network.activationFormula)
    for index in network.conditions {
      try require(coordinates.indices.contains(index), "network.conditions", "\(coordinates.indices)", index)
    }
    try requireNumbers(network.residualScales, residualCount, "network.residualScales")
    try requireNumbers(network.weights, weightCount, "network.weights")
    for (number, axis) in network.axes.enumerated() {
      let place = "network.axes[\(number)]"
      try require(
        coordinates.indices.contains(axis.coordinate), "\(place).coordinate", "\(coordinates.indices)", axis.coordinate)
      let range = 2...Limit.snapshotNodes
      try require(range.contains(axis.nodes.count), "\(place).nodes", "\(range) nodes", axis.nodes.count)
      for (index, node) in axis.nodes.enumerated() { try requireFinite(node, "\(place).nodes[\(index)]") }
      for index in axis.nodes.indices.dropFirst() {
        try require(axis.nodes[index] > axis.nodes[index - 1], "\(place).nodes", "ascending positions", axis.nodes)
      }
      let ends = (axis.nodes[0], axis.nodes[axis.nodes.count - 1])
      try require(ends == (-1, 1), "\(place).nodes", "positions from -1 to 1", axis.nodes)
      try requireCount(axis.deltas.count, axis.nodes.count - 1, "\(place).deltas")
      for (index, delta) in axis.deltas.enumerated() {
        try requireNumbers(delta, weightCount, "\(place).deltas[\(index)]")
      }
    }
  }

  private func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64
      && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }
}

private func require(_ holds: Bool, _ place: String, _ expected: String, _ found: some Any) throws(ModelError) {
  if !holds { throw .range(place: place, expected: expected, found: "\(found)") }
}

private func requireCount(_ found: Int, _ expected: Int, _ place: String) throws(ModelError) {
  if found != expected { throw .count(place: place, expected: expected, found: found) }
}

private func requireFinite(_ value: Double, _ place: String) throws(ModelError) {
  if !value.isFinite { throw .notFinite(place: place) }
}

private func requirePositive(_ value: Double, _ place: String) throws(ModelError) {
  try requireFinite(value, place)
  try require(value > 0, place, "more than 0", value)
}

private func requireNumbers(_ values: [Double], _ count: Int, _ place: String) throws(ModelError) {
  try requireCount(values.count, count, place)
  for (index, value) in values.enumerated() { try requireFinite(value, "\(place)[\(index)]") }
}
