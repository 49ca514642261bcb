/// The step for the shapes that circuits have: two hidden layers of one to three vectors. `first` and `second`, the
/// vectors of each, are literals where `play` is called, and all is inlined there: each shape has its own straight code.
extension StepKernel {
  /// Knobs at rest: as `run`, where there is such a shape. - Returns: false where there is none.
  @_noLocks @_noAllocation
  func runShaped(
    _ voices: UnsafeMutablePointer<Voice>, _ voiceCount: Int, slab: UnsafeMutablePointer<Float>, start: Int, count: Int
  ) -> Bool {
    guard layout.layers == 2 else { return false }
    switch (layout.vectors[0], layout.vectors[1]) {
    case (1, 1): play(1, 1, voices, voiceCount, slab, start, count)
    case (2, 1): play(2, 1, voices, voiceCount, slab, start, count)
    case (2, 2): play(2, 2, voices, voiceCount, slab, start, count)
    case (3, 2): play(3, 2, voices, voiceCount, slab, start, count)
    default: return false
    }
    return true
  }

  /// As `anchor`, in the order in which these steps add. - Returns: false where there is no such shape.
  @_noLocks @_noAllocation
  func anchorShaped(_ slab: UnsafeMutablePointer<Float>) -> Bool {
    guard layout.layers == 2 else { return false }
    switch (layout.vectors[0], layout.vectors[1]) {
    case (1, 1): anchor(1, 1, slab)
    case (2, 1): anchor(2, 1, slab)
    case (2, 2): anchor(2, 2, slab)
    case (3, 2): anchor(3, 2, slab)
    default: return false
    }
    return true
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func anchor(_ first: Int, _ second: Int, _ slab: UnsafeMutablePointer<Float>) {
    let (value, biases) = (hidden.lanes(at: 0), slab.lanes(at: layout.biases[0]))
    for v in 0..<first { value[v] = biases[v].saturated }
    let top = secondLayer(second, slab, hidden)
    for k in 0..<tables.learntCount {
      let row = tables.learnt[k]
      slab[layout.constants + row] = -product(second, row, slab, top)
    }
  }

  /// One output row of the network.
  @inline(always)
  @_noLocks @_noAllocation
  private func product(
    _ second: Int, _ row: Int, _ slab: UnsafeMutablePointer<Float>, _ top: (Lanes, Lanes)
  ) -> Float {
    let weights = slab.lanes(at: layout.outputRows) + row * second
    var products = weights[0] * top.0
    if second > 1 { products = products.adding(weights[1], times: top.1) }
    return products.total
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func play(
    _ first: Int, _ second: Int, _ voices: UnsafeMutablePointer<Voice>, _ voiceCount: Int,
    _ slab: UnsafeMutablePointer<Float>, _ start: Int, _ count: Int
  ) {
    let stride = first * Lanes.scalarCount
    let scale = Float(tables.outputScale)
    for index in 0..<voiceCount {
      let place = index * Self.runLimit
      for n in 0..<count {
        sumAhead(
          first, voices[index], slab, sample: start + n, into: ahead + (place + n) * stride,
          aheadRows + (place + n) * aheadStride)
      }
    }
    for n in 0..<count {
      for index in 0..<voiceCount {
        let place = index * Self.runLimit + n
        let sums = aheadRows + place * aheadStride
        let voice = voices[index]
        linearRows(voice, slab, sums)
        let value = hidden.lanes(at: 0)
        firstLayer(first, voice, slab, (ahead + place * stride).lanes(at: 0), value)
        let top = secondLayer(second, slab, hidden)
        for k in 0..<tables.learntCount {
          let row = tables.learnt[k]
          sums[row] += product(second, row, slab, top)
        }
        voices[index].put(advance(voice, slab, sums) * scale, at: start + n, tables)
      }
    }
  }

  /// What the taps and the knobs add to the first layer and to the rows.
  @inline(always)
  @_noLocks @_noAllocation
  private func sumAhead(
    _ first: Int, _ voice: Voice, _ slab: UnsafeMutablePointer<Float>, sample: Int,
    into sums: UnsafeMutablePointer<Float>, _ outputs: UnsafeMutablePointer<Float>
  ) {
    let now = voice.input + tables.deepestTap + sample
    let (biases, columns) = (slab.lanes(at: layout.biases[0]), slab.lanes(at: layout.tapColumns))
    var (a, b, c) = (biases[0], Lanes(), Lanes())
    if first > 1 { b = biases[1] }
    if first > 2 { c = biases[2] }
    for tap in 0..<layout.taps {
      let u = Lanes(repeating: now[-tables.taps[tap]])
      a = a.adding(columns[tap * first], times: u)
      if first > 1 { b = b.adding(columns[tap * first + 1], times: u) }
      if first > 2 { c = c.adding(columns[tap * first + 2], times: u) }
    }
    let target = sums.lanes(at: 0)
    target[0] = a
    if first > 1 { target[1] = b }
    if first > 2 { target[2] = c }
    sumRowsAhead(voice, slab, now, outputs)
  }

  /// The rows' straight part, and what their slopes miss: nothing here waits for the network.
  @inline(always)
  @_noLocks @_noAllocation
  private func linearRows(_ voice: Voice, _ slab: UnsafeMutablePointer<Float>, _ sums: UnsafeMutablePointer<Float>) {
    let states = layout.states
    for row in 0..<layout.rows {
      var sum = sums[row]
      let skip = slab + (layout.skipStates + row * states)
      for s in 0..<states { sum += skip[s] * voice.deviation[s] }
      sums[row] = sum
    }
    guard tables.hasWindows else { return }
    for k in 0..<tables.learntCount {
      let row = tables.learnt[k]
      let gain = slab[layout.missedGains + row]
      var (missed, window) = (sums[layout.rows + row], sums[2 * layout.rows + row])
      let (slopes, widths) = (slab + layout.missedStates + row * states, slab + layout.windowStates + row * states)
      for s in 0..<states {
        missed += slopes[s] * voice.deviation[s]
        window += widths[s] * voice.deviation[s]
      }
      sums[row] += gain == 0 ? 0 : gain * missed / (1 + window * window)
    }
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func firstLayer(
    _ first: Int, _ voice: Voice, _ slab: UnsafeMutablePointer<Float>,
    _ sums: UnsafeMutablePointer<Lanes>, _ value: UnsafeMutablePointer<Lanes>
  ) {
    let columns = slab.lanes(at: layout.stateColumns)
    var (a, b, c) = (sums[0], Lanes(), Lanes())
    if first > 1 { b = sums[1] }
    if first > 2 { c = sums[2] }
    for s in 0..<layout.states {
      let x = Lanes(repeating: voice.deviation[s])
      a = a.adding(columns[s * first], times: x)
      if first > 1 { b = b.adding(columns[s * first + 1], times: x) }
      if first > 2 { c = c.adding(columns[s * first + 2], times: x) }
    }
    value[0] = a.saturated
    if first > 1 { value[1] = b.saturated }
    if first > 2 { value[2] = c.saturated }
  }

  /// Four units at a time, each with a sum of its own, so that no addition waits for the one before.
  @inline(always)
  @_noLocks @_noAllocation
  private func secondLayer(
    _ second: Int, _ slab: UnsafeMutablePointer<Float>, _ scalars: UnsafeMutablePointer<Float>
  ) -> (Lanes, Lanes) {
    let columns = slab.lanes(at: layout.columns[1])
    let biases = slab.lanes(at: layout.biases[1])
    var (a0, a1, a2, a3) = (biases[0], Lanes(), Lanes(), Lanes())
    var (b0, b1) = (second > 1 ? biases[1] : Lanes(), Lanes())
    let width = (layout.units[0] + 3) & ~3
    var j = 0
    while j < width {
      let (x0, x1) = (Lanes(repeating: scalars[j]), Lanes(repeating: scalars[j + 1]))
      let (x2, x3) = (Lanes(repeating: scalars[j + 2]), Lanes(repeating: scalars[j + 3]))
      a0 = a0.adding(columns[j * second], times: x0)
      a1 = a1.adding(columns[(j + 1) * second], times: x1)
      a2 = a2.adding(columns[(j + 2) * second], times: x2)
      a3 = a3.adding(columns[(j + 3) * second], times: x3)
      if second > 1 {
        b0 = b0.adding(columns[j * second + 1], times: x0)
        b1 = b1.adding(columns[(j + 1) * second + 1], times: x1)
        b0 = b0.adding(columns[(j + 2) * second + 1], times: x2)
        b1 = b1.adding(columns[(j + 3) * second + 1], times: x3)
      }
      j += 4
    }
    return (((a0 + a1) + (a2 + a3)).saturated, second > 1 ? (b0 + b1).saturated : b0)
  }

  /// Moves the states by their rows; the output, normalised.
  @inline(always)
  @_noLocks @_noAllocation
  private func advance(
    _ voice: Voice, _ slab: UnsafeMutablePointer<Float>, _ sums: UnsafeMutablePointer<Float>
  ) -> Float {
    let states = layout.states
    if tables.carrier >= 0 {
      let step = sums[tables.carrier]
      for s in 0..<states { sums[s] += slab[layout.shares + s] * step }
    }
    var output: Float = 0
    for s in 0..<states {
      voice.move(s, by: sums[s])
      output += tables.fromStates[s] * voice.deviation[s]
    }
    return layout.hasOutputRow ? output + sums[states] : output
  }
}
