/// A stage's step in float: the loop that the plugin lives in.
///
/// Works on one slab (see `StepLayout`). Everything that does not depend on the state — taps, knobs, biases — is summed
/// ahead of the loop; only state → hidden layers → state is left on the path from sample to sample.
struct StepKernel: BitwiseCopyable {
  /// Longest run of samples handled at once.
  static var runLimit: Int { @_noLocks @_noAllocation get { 16 } }

  /// Most channels at once.
  static var voiceLimit: Int { @_noLocks @_noAllocation get { 2 } }

  let tables: StepTables
  let layout: StepLayout
  let isLinear: Bool
  /// Sums ahead of the loop: per sample the first layer's vectors, and the output rows.
  let ahead: UnsafeMutablePointer<Float>
  let aheadRows: UnsafeMutablePointer<Float>
  /// Of `aheadRows` per sample: the rows, and behind them what their slopes miss and how far they are from rest.
  let aheadStride: Int
  let hidden: UnsafeMutablePointer<Float>
  private let nextHidden: UnsafeMutablePointer<Float>
  let rows: UnsafeMutablePointer<Float>
  /// By how much the states' rest has just moved.
  private let restShift: UnsafeMutablePointer<Float>

  init(_ tables: StepTables, arena: Arena) {
    self.tables = tables
    layout = tables.layout
    isLinear = tables.layout.layers == 0
    let width = tables.layout.vectors.max() * Lanes.scalarCount
    ahead = arena.zeroed(Float.self, Self.voiceLimit * Self.runLimit * width)
    aheadStride = layout.rows * (tables.hasWindows ? 3 : 1)
    aheadRows = arena.zeroed(Float.self, Self.voiceLimit * Self.runLimit * aheadStride)
    hidden = arena.zeroed(Float.self, width)
    nextHidden = arena.zeroed(Float.self, width)
    rows = arena.zeroed(Float.self, layout.rows)
    restShift = arena.zeroed(Float.self, layout.states)
  }

  /// Fills `slab` with the step at the given knob positions, 0…1, one per control.
  @_noLocks @_noAllocation
  func collapse(
    positions: UnsafePointer<Double>, into slab: UnsafeMutablePointer<Float>, scratch: CollapseScratch
  ) {
    tables.collapse(positions: positions, into: slab, scratch: scratch)
    if !isLinear { anchor(slab) }
  }

  /// Makes the constants cancel the network at rest as this kernel rounds it, so that rest is rest to the last bit.
  @_noLocks @_noAllocation
  private func anchor(_ slab: UnsafeMutablePointer<Float>) {
    if anchorShaped(slab) { return }
    let (sums, biases) = (ahead.lanes(at: 0), slab.lanes(at: layout.biases[0]))
    for v in 0..<layout.vectors[0] { sums[v] = biases[v].saturated }
    let value = hiddenLayers(slab, from: sums, nextHidden.lanes(at: 0))
    for row in 0..<layout.rows where tables.isLearnt(row) {
      slab[layout.constants + row] = -product(row, slab, value)
    }
  }

  /// Knobs at rest: `count` ≤ 16 samples of all voices of a stage with a network, from `start`.
  ///
  /// A sample of one channel waits for the sample before it, not for the other channel: played in turn, both are under
  /// way at once.
  @_noLocks @_noAllocation
  func run(
    _ voices: UnsafeMutablePointer<Voice>, _ voiceCount: Int, slab: UnsafeMutablePointer<Float>, start: Int, count: Int
  ) {
    if runShaped(voices, voiceCount, slab: slab, start: start, count: count) { return }
    let width = layout.vectors[0] * Lanes.scalarCount
    for index in 0..<voiceCount {
      let place = index * Self.runLimit
      for n in 0..<count {
        sumAhead(
          voices[index], slab, sample: start + n, into: ahead + (place + n) * width,
          aheadRows + (place + n) * aheadStride)
      }
    }
    for n in 0..<count {
      for index in 0..<voiceCount {
        let place = index * Self.runLimit + n
        let sample = step(voices[index], slab, ahead + place * width, aheadRows + place * aheadStride)
        voices[index].put(sample, at: start + n, tables)
      }
    }
  }

  /// Knobs moving: `count` ≤ 16 samples of all voices, the slab on its way before each.
  @_noLocks @_noAllocation
  func runMoving(
    _ voices: UnsafeMutablePointer<Voice>, _ voiceCount: Int, _ ramp: inout SlabRamp, start: Int, count: Int
  ) {
    let slab = ramp.slab
    for n in 0..<count {
      for s in 0..<layout.states { restShift[s] = slab[layout.restStates + s] }
      ramp.move()
      for s in 0..<layout.states { restShift[s] = slab[layout.restStates + s] - restShift[s] }
      for index in 0..<voiceCount {
        let voice = voices[index]
        // x stands still while its point of rest moves away from under it.
        for s in 0..<layout.states { voice.move(s, by: -restShift[s]) }
        if isLinear {
          runLinear(voices + index, slab: slab, start: start + n, count: 1)
        } else if !runShaped(voices + index, 1, slab: slab, start: start + n, count: 1) {
          sumAhead(voice, slab, sample: start + n, into: ahead, aheadRows)
          voices[index].put(step(voice, slab, ahead, aheadRows), at: start + n, tables)
        }
      }
    }
  }

  @inline(always)
  @_noLocks @_noAllocation
  func sumAhead(
    _ voice: Voice, _ slab: UnsafeMutablePointer<Float>, sample: Int, into first: UnsafeMutablePointer<Float>,
    _ outputs: UnsafeMutablePointer<Float>
  ) {
    let now = voice.input + tables.deepestTap + sample
    let vectors = layout.vectors[0]
    let (sums, biases, columns) = (
      first.lanes(at: 0), slab.lanes(at: layout.biases[0]), slab.lanes(at: layout.tapColumns)
    )
    for v in 0..<vectors { sums[v] = biases[v] }
    for tap in 0..<layout.taps {
      let lanes = Lanes(repeating: now[-tables.taps[tap]])
      for v in 0..<vectors { sums[v] = sums[v].adding(columns[tap * vectors + v], times: lanes) }
    }
    sumRowsAhead(voice, slab, now, outputs)
  }

  /// The taps' part of the rows, and of what their slopes miss.
  @inline(always)
  @_noLocks @_noAllocation
  func sumRowsAhead(
    _ voice: Voice, _ slab: UnsafeMutablePointer<Float>, _ now: UnsafeMutablePointer<Float>,
    _ outputs: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<layout.rows {
      var sum = slab[layout.constants + row]
      let skip = slab + (layout.skipTaps + row * layout.taps)
      for tap in 0..<layout.taps { sum += skip[tap] * now[-tables.taps[tap]] }
      outputs[row] = sum
    }
    guard tables.hasWindows else { return }
    for row in 0..<layout.rows where slab[layout.missedGains + row] != 0 {
      var (missed, window) = (Float(0), Float(0))
      for tap in 0..<layout.taps {
        let u = now[-tables.taps[tap]]
        missed += slab[layout.missedTaps + row * layout.taps + tap] * u
        window += slab[layout.windowTaps + row * layout.taps + tap] * u
      }
      outputs[layout.rows + row] = missed
      outputs[2 * layout.rows + row] = window
    }
  }

  /// One sample: advances the state, returns the output in volts.
  @inline(always)
  @_noLocks @_noAllocation
  private func step(
    _ voice: Voice, _ slab: UnsafeMutablePointer<Float>, _ first: UnsafeMutablePointer<Float>,
    _ sums: UnsafeMutablePointer<Float>
  ) -> Float {
    let states = layout.states
    let value = hidden.lanes(at: 0)
    let stateColumns = slab.lanes(at: layout.stateColumns)
    for v in 0..<layout.vectors[0] {
      var sum = first.lanes(at: 0)[v]
      for s in 0..<states {
        sum = sum.adding(stateColumns[s * layout.vectors[0] + v], times: Lanes(repeating: voice.deviation[s]))
      }
      value[v] = sum.saturated
    }
    let top = hiddenLayers(slab, from: value, nextHidden.lanes(at: 0))
    for row in 0..<layout.rows {
      var sum = sums[row]
      if tables.isLearnt(row) { sum += product(row, slab, top) }
      for s in 0..<states { sum += slab[layout.skipStates + row * states + s] * voice.deviation[s] }
      if tables.hasWindows && slab[layout.missedGains + row] != 0 {
        var (missed, window) = (sums[layout.rows + row], sums[2 * layout.rows + row])
        for s in 0..<states {
          missed += slab[layout.missedStates + row * states + s] * voice.deviation[s]
          window += slab[layout.windowStates + row * states + s] * voice.deviation[s]
        }
        sum += slab[layout.missedGains + row] * missed / (1 + window * window)
      }
      rows[row] = sum
    }
    if tables.carrier >= 0 {
      let step = rows[tables.carrier]
      for s in 0..<states { rows[s] += slab[layout.shares + s] * step }
    }
    var output: Float = 0
    for s in 0..<states {
      voice.move(s, by: rows[s])
      output += tables.fromStates[s] * voice.deviation[s]
    }
    if layout.hasOutputRow { output += rows[states] }
    return output * Float(tables.outputScale)
  }

  /// The hidden layers behind the first, whose values are `first`; both buffers are written. Where the last ones are.
  @inline(always)
  @_noLocks @_noAllocation
  private func hiddenLayers(
    _ slab: UnsafeMutablePointer<Float>, from first: UnsafeMutablePointer<Lanes>, _ other: UnsafeMutablePointer<Lanes>
  ) -> UnsafeMutablePointer<Lanes> {
    var (value, next) = (first, other)
    for layer in 1..<max(layout.layers, 1) {
      let (columns, biases) = (slab.lanes(at: layout.columns[layer]), slab.lanes(at: layout.biases[layer]))
      let width = layout.units[layer - 1]
      let stride = layout.vectors[layer]
      let scalars = UnsafeRawPointer(value).assumingMemoryBound(to: Float.self)
      for v in 0..<stride {
        // Two sums, so that each waits for half as many additions.
        var even = biases[v]
        var odd = Lanes(repeating: 0)
        var j = 0
        while j + 1 < width {
          even = even.adding(columns[j * stride + v], times: Lanes(repeating: scalars[j]))
          odd = odd.adding(columns[(j + 1) * stride + v], times: Lanes(repeating: scalars[j + 1]))
          j += 2
        }
        if j < width { even = even.adding(columns[j * stride + v], times: Lanes(repeating: scalars[j])) }
        next[v] = (even + odd).saturated
      }
      (value, next) = (next, value)
    }
    return value
  }

  /// One output row of the network.
  @inline(always)
  @_noLocks @_noAllocation
  private func product(
    _ row: Int, _ slab: UnsafeMutablePointer<Float>, _ value: UnsafeMutablePointer<Lanes>
  ) -> Float {
    let last = layout.vectors[layout.layers - 1]
    let weights = slab.lanes(at: layout.outputRows) + row * last
    var products = weights[0] * value[0]
    for v in 1..<max(last, 1) { products = products.adding(weights[v], times: value[v]) }
    return products.total
  }
}
