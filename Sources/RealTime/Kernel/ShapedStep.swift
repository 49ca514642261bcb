/// The step for the shapes that circuits have: no hidden layer, or two, the first of one to three vectors. `first` and
/// `second`, the vectors of each, the number of states where it is common, the number of channels, and whether knobs move,
/// are literals where `play` is called, and all is inlined there: each shape has its own straight code.
extension StepKernel {
  /// As `run`, where there is such a shape. - Returns: false where there is none.
  @_noLocks @_noAllocation
  mutating func runShaped(
    _ voices: UnsafeMutablePointer<Voice>, _ ramp: UnsafeMutablePointer<SlabRamp>, start: Int, count: Int
  ) -> Bool {
    if !layout.isShaped { return false }
    if ramp.pointee.isMoving {
      runMoving(voices, ramp, start, count)
    } else {
      runStill(voices, ramp, start, count)
    }
    return true
  }

  @inline(never)
  @_noLocks @_noAllocation
  private mutating func runStill(
    _ voices: UnsafeMutablePointer<Voice>, _ ramp: UnsafeMutablePointer<SlabRamp>, _ start: Int, _ count: Int
  ) {
    if channelCount > 1 {
      run(2, false, voices, ramp, start, count)
    } else {
      run(1, false, voices, ramp, start, count)
    }
  }

  @inline(never)
  @_noLocks @_noAllocation
  private mutating func runMoving(
    _ voices: UnsafeMutablePointer<Voice>, _ ramp: UnsafeMutablePointer<SlabRamp>, _ start: Int, _ count: Int
  ) {
    if channelCount > 1 {
      run(2, true, voices, ramp, start, count)
    } else {
      run(1, true, voices, ramp, start, count)
    }
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func run(
    _ channels: Int, _ moves: Bool, _ voices: UnsafeMutablePointer<Voice>, _ ramp: UnsafeMutablePointer<SlabRamp>,
    _ start: Int, _ count: Int
  ) {
    let states = layout.states
    switch (layout.vectors[0], layout.vectors[1], states) {
    case (2, 2, 1): play(2, 2, 1, channels, moves, voices, ramp, start, count)
    case (2, 2, 2): play(2, 2, 2, channels, moves, voices, ramp, start, count)
    case (2, 2, 3): play(2, 2, 3, channels, moves, voices, ramp, start, count)
    case (2, 2, 4): play(2, 2, 4, channels, moves, voices, ramp, start, count)
    case (2, 2, _): play(2, 2, states, channels, moves, voices, ramp, start, count)
    case (1, 1, 2): play(1, 1, 2, channels, moves, voices, ramp, start, count)
    case (1, 1, _): play(1, 1, states, channels, moves, voices, ramp, start, count)
    case (3, _, _): play(3, 2, states, channels, moves, voices, ramp, start, count)
    case (0, 0, 1): play(0, 0, 1, channels, moves, voices, ramp, start, count)
    case (0, 0, 3): play(0, 0, 3, channels, moves, voices, ramp, start, count)
    default: play(0, 0, states, channels, moves, voices, ramp, start, count)
    }
  }

  /// What the network adds to the rows at rest, in the order in which these steps add. - Returns: nil where there is no
  /// such shape.
  @_noLocks @_noAllocation
  func rowsAtRestShaped(_ slab: UnsafeMutablePointer<Float>) -> Lanes? { rowsAtRest(Weights(slab)) }

  /// The same at the next knot of a curve.
  @inline(never)
  @_noLocks @_noAllocation
  func rowsAtRestShaped(_ slab: UnsafeMutablePointer<Float>, step: UnsafeMutablePointer<Float>) -> Lanes? {
    rowsAtRest(Weights(slab, step: step, moves: true).at(1))
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func rowsAtRest(_ weights: Weights) -> Lanes? {
    if layout.layers == 0 { return nil }
    let constants = weights.from(layout.constants)
    if layout.isDeep { return network(4, 4, 1, weights, LayerSums(4, constants)).first }
    if !layout.isShaped { return nil }
    switch (layout.vectors[0], layout.vectors[1]) {
    case (1, 1): return network(1, 1, 1, weights, LayerSums(1, constants)).first
    case (2, 2): return network(2, 2, 1, weights, LayerSums(2, constants)).first
    case (3, 2): return network(3, 2, 1, weights, LayerSums(3, constants)).first
    default: return nil
    }
  }

  @inline(always)
  @_noLocks @_noAllocation
  func play(
    _ first: Int, _ second: Int, _ states: Int, _ channels: Int, _ moves: Bool,
    _ voices: UnsafeMutablePointer<Voice>, _ ramp: UnsafeMutablePointer<SlabRamp>, _ start: Int, _ count: Int
  ) {
    let slab = ramp.pointee.weights(moves)
    let input = PairPlaces(voices[0].input, voices[channels - 1].input) + (deepestTap + start)
    var motion = Motion(voices[0], voices[channels - 1])
    // On its line the point of rest moves by the same at every sample: all but the first do it together with the sample
    // before, whichever runs they are played in.
    var restStep = moves ? ramp.pointee.stepOfRest(layout) : Lanes()
    if moves && ramp.pointee.isAtKnot { motion.follow(Lanes(), to: restStep) }
    let last = moves ? ramp.pointee.toKnot - 1 : count
    for n in 0..<count {
      if n == last { restStep = Lanes() }
      let weights = moves ? slab.at(ramp.pointee.share(n + 1)) : slab
      let (layer, straight) =
        layout.hasWindows
        ? column(first, true, states, weights, input + n, motion.deviation)
        : column(first, false, states, weights, input + n, motion.deviation)
      var rows = straight
      // What follows has its share of the carrier's step; of the network's part by its directions.
      let follows = carrier >= 0
      if follows { rows = rows.adding(weights.from(layout.shares)[0], times: rows.spread(carrier)) }
      // x stands still while its point of rest moves away from under it: taken off here, nothing waits for it.
      rows = rows + (moves ? motion.leftover - Pair(both: restStep) : motion.leftover)
      if first > 0 {
        var learnt = network(first, second, channels, weights, layer)
        if follows { learnt = learnt + Pair(both: weights.from(layout.lateConstants)[0]) }
        rows = rows + learnt
      }
      motion.move(by: rows, keeping: stateMask[0])
      trace.put(moves ? motion.heard(restMovedBy: restStep) : motion.deviation, vector: n, channels: channels)
    }
    motion.keep(voices, channels)
  }

  /// What the first layer is fed, and the rows but for the network's part. Knobs and taps come first: what they add is
  /// summed while the sample before is still on its way.
  @inline(always)
  @_noLocks @_noAllocation
  private func column(
    _ first: Int, _ hasWindows: Bool, _ states: Int, _ weights: Weights, _ input: PairPlaces, _ deviation: Pair
  ) -> (LayerSums, Pair) {
    // Columns lie behind each other from the slab's beginning on: where all this is literal, one address serves them all.
    let width = first + (hasWindows ? 3 : 1)
    var sum = ColumnSums(first, hasWindows, weights)
    if hasStraightTaps {
      for tap in 0..<4 { sum.add(first, hasWindows, weights + (1 + tap) * width, times: Pair(input, scalar: -tap)) }
      for s in 0..<states { sum.add(first, hasWindows, weights + (5 + s) * width, times: deviation.spread(s)) }
    } else {
      for tap in 0..<layout.taps {
        sum.add(first, hasWindows, weights + (1 + tap) * width, times: Pair(input, scalar: -taps[tap]))
      }
      let stateColumns = weights.from(layout.stateColumns)
      for s in 0..<states { sum.add(first, hasWindows, stateColumns + s * width, times: deviation.spread(s)) }
    }
    if !hasWindows { return (sum.layer, sum.rows) }
    return (sum.layer, sum.rows + sum.windowed(gains: weights.from(layout.missedGains)[0]))
  }
}
