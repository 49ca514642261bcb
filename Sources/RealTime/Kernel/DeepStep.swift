/// The step for two or three layers of four vectors each, 25 to 32 units: too many for all of a layer and the sums of the
/// next one to stay in registers, so channels take turns where layers meet.
extension StepKernel {
  /// As `run`, where there is such a shape. - Returns: false where there is none.
  @_noLocks @_noAllocation
  mutating func runDeep(
    _ voices: UnsafeMutablePointer<Voice>, _ ramp: UnsafeMutablePointer<SlabRamp>, start: Int, count: Int
  ) -> Bool {
    if !layout.isDeep { return false }
    if ramp.pointee.isMoving {
      runDeepMoving(voices, ramp, start, count)
    } else {
      runDeepStill(voices, ramp, start, count)
    }
    return true
  }

  @inline(never)
  @_noLocks @_noAllocation
  private mutating func runDeepStill(
    _ voices: UnsafeMutablePointer<Voice>, _ ramp: UnsafeMutablePointer<SlabRamp>, _ start: Int, _ count: Int
  ) {
    if channelCount > 1 {
      play(4, 4, layout.states, 2, false, voices, ramp, start, count)
    } else {
      play(4, 4, layout.states, 1, false, voices, ramp, start, count)
    }
  }

  @inline(never)
  @_noLocks @_noAllocation
  private mutating func runDeepMoving(
    _ voices: UnsafeMutablePointer<Voice>, _ ramp: UnsafeMutablePointer<SlabRamp>, _ start: Int, _ count: Int
  ) {
    if channelCount > 1 {
      play(4, 4, layout.states, 2, true, voices, ramp, start, count)
    } else {
      play(4, 4, layout.states, 1, true, voices, ramp, start, count)
    }
  }

  /// What the network adds to the rows, from what its first layer is fed.
  @inline(always)
  @_noLocks @_noAllocation
  func deepNetwork(_ channels: Int, _ weights: Weights, _ sums: LayerSums) -> Pair {
    let (a, b, c, d) = (sums.a.saturated, sums.b.saturated, sums.c.saturated, sums.d.saturated)
    let first = deepRows(weights, DeepLayer(a.first, b.first, c.first, d.first), hidden.first, nextHidden.first)
    if channels == 1 { return Pair(both: first) }
    return Pair(
      first, deepRows(weights, DeepLayer(a.second, b.second, c.second, d.second), hidden.second, nextHidden.second))
  }

  /// One channel's, from its first layer's values.
  @inline(always)
  @_noLocks @_noAllocation
  private func deepRows(
    _ weights: Weights, _ first: DeepLayer, _ hidden: UnsafeMutablePointer<Float>, _ next: UnsafeMutablePointer<Float>
  ) -> Lanes {
    var values = first
    var (places, free) = (hidden, next)
    for layer in 1..<layout.layers {
      values.put(places)
      let width = StepLayout.padded(layout.units[layer - 1])
      values = deepLayer(
        weights.from(layout.columns[layer]), weights.from(layout.biases[layer]), values, places, width: width)
      (places, free) = (free, places)
    }
    values.put(places)
    let columns = weights.from(layout.outputColumns)
    let head = values.a
    var (a, b) = (columns[0] * spread(head, 0), columns[1] * spread(head, 1))
    var (c, d) = (columns[2] * spread(head, 2), columns[3] * spread(head, 3))
    let units = StepLayout.padded(layout.units[layout.layers - 1])
    var j = 4
    while j < units {
      a = a.adding(columns[j], times: Lanes(repeating: places[j]))
      b = b.adding(columns[j + 1], times: Lanes(repeating: places[j + 1]))
      c = c.adding(columns[j + 2], times: Lanes(repeating: places[j + 2]))
      d = d.adding(columns[j + 3], times: Lanes(repeating: places[j + 3]))
      j += 4
    }
    return ((a + b) + c) + d
  }

  /// A layer from the one before: each vector in two sums that do not wait for each other. The first units come by
  /// register; by the time they are summed, the others are back from memory.
  @inline(always)
  @_noLocks @_noAllocation
  private func deepLayer(
    _ columns: Weights, _ biases: Weights, _ values: DeepLayer, _ places: UnsafeMutablePointer<Float>, width: Int
  ) -> DeepLayer {
    var even = DeepLayer(biases[0], biases[1], biases[2], biases[3])
    var odd = DeepLayer(Lanes(), Lanes(), Lanes(), Lanes())
    for j in 0..<4 {
      even.add(columns + 8 * j, times: spread(values.a, 2 * j))
      odd.add(columns + (8 * j + 4), times: spread(values.a, 2 * j + 1))
    }
    var j = 8
    while j < width {
      even.add(columns + 4 * j, times: Lanes(repeating: places[j]))
      odd.add(columns + (4 * j + 4), times: Lanes(repeating: places[j + 1]))
      j += 2
    }
    return DeepLayer(
      (even.a + odd.a).saturated, (even.b + odd.b).saturated, (even.c + odd.c).saturated, (even.d + odd.d).saturated)
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func spread(_ vector: Lanes, _ lane: Int) -> Lanes { Lanes(repeating: vector[lane]) }
}

/// Four vectors of one channel's units.
private struct DeepLayer: BitwiseCopyable {
  var a: Lanes
  var b: Lanes
  var c: Lanes
  var d: Lanes

  @inline(always)
  @_noLocks @_noAllocation
  init(_ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes) { (self.a, self.b, self.c, self.d) = (a, b, c, d) }

  @inline(always)
  @_noLocks @_noAllocation
  mutating func add(_ column: Weights, times x: Lanes) {
    a = a.adding(column[0], times: x)
    b = b.adding(column[1], times: x)
    c = c.adding(column[2], times: x)
    d = d.adding(column[3], times: x)
  }

  @inline(always)
  @_noLocks @_noAllocation
  func put(_ places: UnsafeMutablePointer<Float>) {
    let vectors = places.lanes(at: 0)
    (vectors[0], vectors[1], vectors[2], vectors[3]) = (a, b, c, d)
  }
}
