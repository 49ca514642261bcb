extension StepKernel {
  /// What the network adds to the rows, from what its first layer is fed.
  @inline(always)
  @_noLocks @_noAllocation
  func network(
    _ first: Int, _ second: Int, _ channels: Int, _ weights: Weights, _ sums: LayerSums
  ) -> Pair {
    if first > 3 { return deepNetwork(channels, weights, sums) }
    let a = sums.a.saturated
    hidden.put(a, vector: 0, channels: channels)
    if first > 1 { hidden.put(sums.b.saturated, vector: 1, channels: channels) }
    if first > 2 { hidden.put(sums.c.saturated, vector: 2, channels: channels) }
    let top = secondLayer(second, a, weights)
    return rowSums(second, channels, weights, top)
  }

  /// Four units at a time, each with a sum of its own, so that no addition waits for the one before. The first four
  /// come by register; by the time they are summed, the others are back from memory.
  @inline(always)
  @_noLocks @_noAllocation
  private func secondLayer(_ second: Int, _ values: Pair, _ weights: Weights) -> (Pair, Pair) {
    let columns = weights.from(layout.columns[1])
    let biases = columns + -second
    let nothing = Pair(both: Lanes())
    let (x0, x1, x2, x3) = (values.spread(0), values.spread(1), values.spread(2), values.spread(3))
    var a0 = Pair(both: biases[0]).adding(columns[0], times: x0)
    var (a1, a2, a3) = (columns[second] * x1, columns[2 * second] * x2, columns[3 * second] * x3)
    var (b0, b1, b2, b3) = (nothing, nothing, nothing, nothing)
    if second > 1 {
      b0 = Pair(both: biases[1]).adding(columns[1], times: x0)
      (b1, b2, b3) = (columns[second + 1] * x1, columns[2 * second + 1] * x2, columns[3 * second + 1] * x3)
    }
    let width = StepLayout.padded(layout.units[0])
    var j = 4
    while j < width {
      let (x0, x1) = (Pair(hidden, scalar: j), Pair(hidden, scalar: j + 1))
      let (x2, x3) = (Pair(hidden, scalar: j + 2), Pair(hidden, scalar: j + 3))
      let column = columns + j * second
      a0 = a0.adding(column[0], times: x0)
      a1 = a1.adding(column[second], times: x1)
      a2 = a2.adding(column[2 * second], times: x2)
      a3 = a3.adding(column[3 * second], times: x3)
      if second > 1 {
        b0 = b0.adding(column[1], times: x0)
        b1 = b1.adding(column[second + 1], times: x1)
        b2 = b2.adding(column[2 * second + 1], times: x2)
        b3 = b3.adding(column[3 * second + 1], times: x3)
      }
      j += 4
    }
    return ((((a0 + a1) + a2) + a3).saturated, second > 1 ? (((b0 + b1) + b2) + b3).saturated : nothing)
  }

  /// All rows at once, unit by unit.
  @inline(always)
  @_noLocks @_noAllocation
  private func rowSums(
    _ second: Int, _ channels: Int, _ weights: Weights, _ top: (Pair, Pair)
  ) -> Pair {
    nextHidden.put(top.0, vector: 0, channels: channels)
    if second > 1 { nextHidden.put(top.1, vector: 1, channels: channels) }
    let columns = weights.from(layout.outputColumns)
    var (a, b) = (columns[0] * top.0.spread(0), columns[1] * top.0.spread(1))
    var (c, d) = (columns[2] * top.0.spread(2), columns[3] * top.0.spread(3))
    let units = StepLayout.padded(layout.units[1])
    var j = 4
    while j < units {
      a = a.adding(columns[j], times: Pair(nextHidden, scalar: j))
      b = b.adding(columns[j + 1], times: Pair(nextHidden, scalar: j + 1))
      c = c.adding(columns[j + 2], times: Pair(nextHidden, scalar: j + 2))
      d = d.adding(columns[j + 3], times: Pair(nextHidden, scalar: j + 3))
      j += 4
    }
    return ((a + b) + c) + d
  }
}
