/// The step for any shape: layers and rows of any number of vectors, one channel at a time, all in memory.
extension StepKernel {
  @_noLocks @_noAllocation
  mutating func runAny(
    _ voices: UnsafeMutablePointer<Voice>, _ ramp: UnsafeMutablePointer<SlabRamp>, start: Int, count: Int
  ) {
    for n in 0..<count {
      let slab = ramp.pointee.isMoving ? follow(voices, ramp, n) : ramp.pointee.slab
      for channel in 0..<channelCount { step(voices[channel], channel, slab, sample: start + n, trace: n) }
    }
  }

  /// The slab of a sample of moving knobs: x stands still while its point of rest moves away from under it.
  @_noLocks @_noAllocation
  private mutating func follow(
    _ voices: UnsafeMutablePointer<Voice>, _ ramp: UnsafeMutablePointer<SlabRamp>, _ n: Int
  ) -> UnsafeMutablePointer<Float> {
    for v in 0..<layout.rowVectors {
      let rests = ramp.pointee.weights(true).from(layout.restStates) + v
      var motion = Motion(voices[0], voices[channelCount - 1], vector: v)
      motion.follow(rests.at(ramp.pointee.share(n))[0], to: rests.at(ramp.pointee.share(n + 1))[0])
      motion.keep(voices, channelCount, vector: v)
    }
    return ramp.pointee.place(n + 1)
  }

  /// As `anchor`, in the order in which these steps add: fills `nextHidden` with the rows.
  @_noLocks @_noAllocation
  func rowsAtRest(_ slab: UnsafeMutablePointer<Float>) {
    let (sums, constants) = (self.sums.first.lanes(at: 0), slab.lanes(at: layout.constants))
    for v in 0..<layout.width { sums[v] = constants[v] }
    // One copy, where knobs come to a point: what steps call is mutating, as `run` is.
    var kernel = self
    let values = kernel.network(0, slab, sums)
    kernel.rows(of: values, 0, slab)
  }

  @_noLocks @_noAllocation
  private mutating func step(
    _ voice: Voice, _ channel: Int, _ slab: UnsafeMutablePointer<Float>, sample: Int, trace index: Int
  ) {
    let places = channel == 0 ? self.sums.first : self.sums.second
    let input = voice.input + (deepestTap + sample)
    let sums = places.lanes(at: 0)
    let (constants, tapColumns) = (slab.lanes(at: layout.constants), slab.lanes(at: layout.tapColumns))
    for v in 0..<layout.width {
      sums[v] = constants[v]
      for tap in 0..<layout.taps {
        let u = Lanes(repeating: input[-taps[tap]])
        sums[v] = sums[v].adding(tapColumns[tap * layout.width + v], times: u)
      }
    }
    let columns = slab.lanes(at: layout.stateColumns)
    for s in 0..<layout.states {
      let x = Lanes(repeating: voice.deviation[s])
      for v in 0..<layout.width { sums[v] = sums[v].adding(columns[s * layout.width + v], times: x) }
    }
    let rowSums = sums + layout.vectors[0]
    if layout.hasWindows { addWindowed(slab, rowSums) }
    if carrier >= 0 {
      let step = Lanes(repeating: places[layout.rowsAt + carrier])
      let shares = slab.lanes(at: layout.shares)
      for v in 0..<layout.rowVectors { rowSums[v] = rowSums[v].adding(shares[v], times: step) }
    }
    if layout.layers > 0 {
      let values = network(channel, slab, sums)
      rows(of: values, channel, slab)
      let learnt = (channel == 0 ? nextHidden.first : nextHidden.second).lanes(at: 0)
      let late = slab.lanes(at: layout.lateConstants)
      for v in 0..<layout.rowVectors { rowSums[v] += carrier >= 0 ? learnt[v] + late[v] : learnt[v] }
    }
    let states = (channel == 0 ? trace.first : trace.second).lanes(at: 0) + index * layout.rowVectors
    for v in 0..<layout.rowVectors {
      var motion = Motion(voice, voice, vector: v)
      motion.move(by: Pair(both: rowSums[v]) + motion.leftover, keeping: stateMask[v])
      states[v] = motion.deviation.first
      voice.deviation.lanes(at: 0)[v] = motion.deviation.first
      voice.leftover.lanes(at: 0)[v] = motion.leftover.first
    }
  }

  @_noLocks @_noAllocation
  private mutating func addWindowed(_ slab: UnsafeMutablePointer<Float>, _ rowSums: UnsafeMutablePointer<Lanes>) {
    let (gains, vectors) = (slab.lanes(at: layout.missedGains), layout.rowVectors)
    for v in 0..<vectors {
      let (missed, window) = (rowSums[vectors + v], rowSums[2 * vectors + v])
      rowSums[v] += missed * gains[v] / Lanes(repeating: 1).adding(window, times: window)
    }
  }

  /// The hidden layers, fed with `sums`; where the last one's values are.
  @_noLocks @_noAllocation
  private mutating func network(
    _ channel: Int, _ slab: UnsafeMutablePointer<Float>, _ sums: UnsafeMutablePointer<Lanes>
  ) -> UnsafeMutablePointer<Float> {
    var (values, next) = channel == 0 ? (hidden.first, nextHidden.first) : (hidden.second, nextHidden.second)
    for v in 0..<layout.vectors[0] { values.lanes(at: 0)[v] = sums[v].saturated }
    for layer in 1..<layout.layers {
      let (columns, biases) = (slab.lanes(at: layout.columns[layer]), slab.lanes(at: layout.biases[layer]))
      let (width, vectors) = (StepLayout.padded(layout.units[layer - 1]), layout.vectors[layer])
      var v = 0
      while v < vectors {
        let to = next.lanes(at: 0) + v
        switch vectors - v {
        case 1: sum(1, columns + v, vectors, width, values, biases + v, to)
        case 2: sum(2, columns + v, vectors, width, values, biases + v, to)
        case 3: sum(3, columns + v, vectors, width, values, biases + v, to)
        default: sum(4, columns + v, vectors, width, values, biases + v, to)
        }
        v += 4
      }
      (values, next) = (next, values)
    }
    return values
  }

  /// Up to four vectors of a layer, each in two sums that do not wait for each other.
  @inline(always)
  @_noLocks @_noAllocation
  private func sum(
    _ block: Int, _ columns: UnsafeMutablePointer<Lanes>, _ stride: Int, _ width: Int,
    _ values: UnsafeMutablePointer<Float>, _ biases: UnsafeMutablePointer<Lanes>, _ to: UnsafeMutablePointer<Lanes>
  ) {
    var (a0, b0, c0, d0) = (biases[0], Lanes(), Lanes(), Lanes())
    var (a1, b1, c1, d1) = (Lanes(), Lanes(), Lanes(), Lanes())
    if block > 1 { b0 = biases[1] }
    if block > 2 { c0 = biases[2] }
    if block > 3 { d0 = biases[3] }
    var j = 0
    while j < width {
      let (x0, x1) = (Lanes(repeating: values[j]), Lanes(repeating: values[j + 1]))
      let (even, odd) = (columns + j * stride, columns + (j + 1) * stride)
      a0 = a0.adding(even[0], times: x0)
      a1 = a1.adding(odd[0], times: x1)
      if block > 1 {
        b0 = b0.adding(even[1], times: x0)
        b1 = b1.adding(odd[1], times: x1)
      }
      if block > 2 {
        c0 = c0.adding(even[2], times: x0)
        c1 = c1.adding(odd[2], times: x1)
      }
      if block > 3 {
        d0 = d0.adding(even[3], times: x0)
        d1 = d1.adding(odd[3], times: x1)
      }
      j += 2
    }
    to[0] = (a0 + a1).saturated
    if block > 1 { to[1] = (b0 + b1).saturated }
    if block > 2 { to[2] = (c0 + c1).saturated }
    if block > 3 { to[3] = (d0 + d1).saturated }
  }

  /// What the network adds to the rows, to `nextHidden`, from the last layer's values.
  @_noLocks @_noAllocation
  private mutating func rows(
    of values: UnsafeMutablePointer<Float>, _ channel: Int, _ slab: UnsafeMutablePointer<Float>
  ) {
    let target = (channel == 0 ? nextHidden.first : nextHidden.second).lanes(at: 0)
    let vectors = layout.rowVectors
    // `values` may be where the result goes: the sums come first.
    var (r0, r1, r2) = (Lanes(), Lanes(), Lanes())
    let columns = slab.lanes(at: layout.outputColumns)
    let units = StepLayout.padded(layout.units[layout.layers - 1])
    if vectors == 1 {
      var (a, b, c) = (Lanes(), Lanes(), Lanes())
      var j = 0
      while j < units {
        r0 = r0.adding(columns[j], times: Lanes(repeating: values[j]))
        a = a.adding(columns[j + 1], times: Lanes(repeating: values[j + 1]))
        b = b.adding(columns[j + 2], times: Lanes(repeating: values[j + 2]))
        c = c.adding(columns[j + 3], times: Lanes(repeating: values[j + 3]))
        j += 4
      }
      target[0] = ((r0 + a) + b) + c
      return
    }
    for j in 0..<units {
      let x = Lanes(repeating: values[j])
      r0 = r0.adding(columns[j * vectors], times: x)
      r1 = r1.adding(columns[j * vectors + 1], times: x)
      if vectors > 2 { r2 = r2.adding(columns[j * vectors + 2], times: x) }
    }
    target[0] = r0
    target[1] = r1
    if vectors > 2 { target[2] = r2 }
  }
}
