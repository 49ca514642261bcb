extension Model.Stage {
  private typealias Limit = Model.Limit

  /// Checks every count, range and number.
  /// - Parameters:
  ///   - place: what messages call this stage.
  ///   - controls: the ids that coordinates may name.
  ///   - timeSteps: of the trained model rates, in seconds.
  func validate(place: String, controls: [String], timeSteps: ClosedRange<Double>) throws(ModelError) {
    try require(!name.isEmpty, "\(place).name", "a name", "nothing")
    try validateSignals(place)
    for (index, coordinate) in coordinates.enumerated() {
      try coordinate.validate(place: "\(place).coordinates[\(index)]", controls: controls, timeSteps: timeSteps)
    }
    try require(
      coordinates.count <= Limit.coordinates, "\(place).coordinates", "at most \(Limit.coordinates)", coordinates.count)
    if let second = coordinates.indices.filter({ coordinates[$0].source == .timeStep }).dropFirst().first {
      try require(false, "\(place).coordinates[\(second)].source", "one time step at most", "a second one")
    }
    for (index, state) in states.enumerated() {
      guard let rate = state.rate else { continue }
      let known = coordinates.indices.filter { coordinates[$0].law == .rate }
      try require(
        known.contains(rate), "\(place).states[\(index)].rate", "one of the coordinates \(known), of law rate", rate)
    }
    try validateSmallSignal(place)
    try validateNetwork(place)
  }

  private func validateSignals(_ place: String) throws(ModelError) {
    try require(
      states.count <= Limit.states, "\(place).states", "at most \(Limit.states) states", states.count)
    try require(
      !states.isEmpty || !smallSignal.outputStep.isEmpty, "\(place).smallSignal.outputStep",
      "an output without states", "nothing")
    for (index, state) in states.enumerated() {
      try requirePositive(state.scale, "\(place).states[\(index)].scale")
      try requirePositive(state.limit, "\(place).states[\(index)].limit")
    }
    try requirePositive(input.scale, "\(place).input.scale")
    try requirePositive(input.limit, "\(place).input.limit")
    try requirePositive(output.scale, "\(place).output.scale")
    try require(
      (1...Limit.taps).contains(input.taps.count), "\(place).input.taps", "1 to \(Limit.taps) taps", input.taps.count)
    try require(input.taps[0] == 0, "\(place).input.taps[0]", "0", input.taps[0])
    for index in input.taps.indices.dropFirst() {
      let range = input.taps[index - 1] + 1..<Limit.tapDelay
      try require(range.contains(input.taps[index]), "\(place).input.taps[\(index)]", "\(range)", input.taps[index])
    }
    try requireNumbers(output.fromStates, states.count, "\(place).output.fromStates")
  }

  private func validateSmallSignal(_ stage: String) throws(ModelError) {
    try requireCount(smallSignal.degrees.count, coordinates.count, "\(stage).smallSignal.degrees")
    for degree in smallSignal.degrees {
      try require((0...Limit.degree).contains(degree), "\(stage).smallSignal.degrees", "0 to \(Limit.degree)", degree)
    }
    let length = smallSignal.seriesLength
    try require(
      length <= Limit.seriesLength, "\(stage).smallSignal.degrees", "at most \(Limit.seriesLength) terms", length)
    let columns = states.count + input.taps.count
    func check(_ list: [[Double]], _ count: Int, _ place: String) throws(ModelError) {
      try requireCount(list.count, count, place)
      for (index, series) in list.enumerated() { try requireNumbers(series, length, "\(place)[\(index)]") }
    }
    try check(smallSignal.restStates, states.count, "\(stage).smallSignal.restStates")
    try requireNumbers(smallSignal.restOutput, length, "\(stage).smallSignal.restOutput")
    try requireCount(smallSignal.step.count, states.count, "\(stage).smallSignal.step")
    for (index, row) in smallSignal.step.enumerated() { try check(row, columns, "\(stage).smallSignal.step[\(index)]") }
    if let follow = smallSignal.follow {
      try require(
        states.indices.contains(follow.carrier), "\(stage).smallSignal.follow.carrier", "\(states.indices)",
        follow.carrier)
      try require(!isLinear, "\(stage).smallSignal.follow", "none in a linear stage", "one")
      try check(follow.shares, states.count, "\(stage).smallSignal.follow.shares")
      let own = follow.shares[follow.carrier]
      try require(
        own.allSatisfy { $0 == 0 }, "\(stage).smallSignal.follow.shares[\(follow.carrier)]", "zeros", own)
    }
    let hasOutputStep = !smallSignal.outputStep.isEmpty || output.hasResidual
    try check(smallSignal.outputStep, hasOutputStep ? columns : 0, "\(stage).smallSignal.outputStep")
  }

  private func validateNetwork(_ stage: String) throws(ModelError) {
    let layers = network.layers
    try require(
      layers.count <= Limit.layers, "\(stage).network.layers", "at most \(Limit.layers) layers", layers.count)
    for units in layers {
      let range = 1...Limit.unitsPerLayer
      try require(range.contains(units), "\(stage).network.layers", "\(range) units", units)
    }
    try require(
      network.activationFormula == network.activation.formula, "\(stage).network.activationFormula",
      network.activation.formula,
      network.activationFormula)
    if isLinear {
      try require(!output.hasResidual, "\(stage).output.hasResidual", "false in a linear stage", true)
      try requireCount(network.conditions.count, 0, "\(stage).network.conditions")
      try requireCount(network.axes.count, 0, "\(stage).network.axes")
    }
    for index in network.conditions {
      try require(coordinates.indices.contains(index), "\(stage).network.conditions", "\(coordinates.indices)", index)
    }
    try requireNumbers(network.residualScales, residualCount, "\(stage).network.residualScales")
    try requireNumbers(
      network.windows, network.windows.isEmpty ? 0 : residualCount, "\(stage).network.windows")
    for (index, value) in network.windows.enumerated() {
      try require(value >= 0, "\(stage).network.windows[\(index)]", "0 or more", value)
      if value > 0 { try requirePositive(network.residualScales[index], "\(stage).network.residualScales[\(index)]") }
    }
    try requireNumbers(network.weights, weightCount, "\(stage).network.weights")
    for (number, axis) in network.axes.enumerated() {
      let place = "\(stage).network.axes[\(number)]"
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
}
