/// What the units of a first layer of up to three vectors are fed.
struct LayerSums: BitwiseCopyable {
  var a: Pair
  var b: Pair
  var c: Pair

  /// From the beginning of a column.
  @inline(always)
  @_noLocks @_noAllocation
  init(_ vectors: Int, _ places: PairPlaces) {
    let nothing = Pair(both: Lanes())
    a = vectors > 0 ? Pair(places, vector: 0) : nothing
    b = vectors > 1 ? Pair(places, vector: 1) : nothing
    c = vectors > 2 ? Pair(places, vector: 2) : nothing
  }

  @inline(always)
  @_noLocks @_noAllocation
  mutating func add(_ vectors: Int, _ column: UnsafeMutablePointer<Lanes>, times x: Pair) {
    if vectors > 0 { a = a.adding(column[0], times: x) }
    if vectors > 1 { b = b.adding(column[1], times: x) }
    if vectors > 2 { c = c.adding(column[2], times: x) }
  }
}

extension StepKernel {
  /// The network from what its first layer is fed to the rows, on top of what they are.
  @inline(always)
  @_noLocks @_noAllocation
  func network(
    _ first: Int, _ second: Int, _ channels: Int, _ slab: UnsafeMutablePointer<Float>,
    _ sums: LayerSums, onto rows: Pair
  ) -> Pair {
    hidden.put(sums.a.saturated, vector: 0, channels: channels)
    if first > 1 { hidden.put(sums.b.saturated, vector: 1, channels: channels) }
    if first > 2 { hidden.put(sums.c.saturated, vector: 2, channels: channels) }
    let top = secondLayer(second, slab)
    return rows + rowSums(second, channels, slab, top)
  }

  /// Four units at a time, each with a sum of its own, so that no addition waits for the one before.
  @inline(always)
  @_noLocks @_noAllocation
  private func secondLayer(_ second: Int, _ slab: UnsafeMutablePointer<Float>) -> (Pair, Pair) {
    let columns = slab.lanes(at: layout.columns[1])
    let biases = slab.lanes(at: layout.biases[1])
    let nothing = Pair(both: Lanes())
    var (a0, a1, a2, a3) = (Pair(both: biases[0]), nothing, nothing, nothing)
    var (b0, b1, b2, b3) = (second > 1 ? Pair(both: biases[1]) : nothing, nothing, nothing, nothing)
    let width = StepLayout.padded(layout.units[0])
    var j = 0
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
    return (((a0 + a1) + (a2 + a3)).saturated, second > 1 ? ((b0 + b1) + (b2 + b3)).saturated : nothing)
  }

  /// All rows at once, unit by unit.
  @inline(always)
  @_noLocks @_noAllocation
  private func rowSums(
    _ second: Int, _ channels: Int, _ slab: UnsafeMutablePointer<Float>, _ top: (Pair, Pair)
  ) -> Pair {
    nextHidden.put(top.0, vector: 0, channels: channels)
    if second > 1 { nextHidden.put(top.1, vector: 1, channels: channels) }
    let columns = slab.lanes(at: layout.outputColumns)
    let nothing = Pair(both: Lanes())
    var (a, b, c, d) = (nothing, nothing, nothing, nothing)
    let units = StepLayout.padded(layout.units[1])
    var j = 0
    while j < units {
      a = a.adding(columns[j], times: Pair(nextHidden, scalar: j))
      b = b.adding(columns[j + 1], times: Pair(nextHidden, scalar: j + 1))
      c = c.adding(columns[j + 2], times: Pair(nextHidden, scalar: j + 2))
      d = d.adding(columns[j + 3], times: Pair(nextHidden, scalar: j + 3))
      j += 4
    }
    return (a + b) + (c + d)
  }
}
