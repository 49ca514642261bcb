/// The network's step in float: the loop that the plugin lives in.
///
/// Works on one slab (see `StepLayout`). Everything that does not depend on the state — taps, knobs, biases — is summed
/// ahead of the loop; only state → hidden layers → state is left on the path from sample to sample.
struct StepKernel: BitwiseCopyable {
  /// Longest run of samples handled at once.
  static let runLimit = 16

  let tables: StepTables
  let layout: StepLayout
  /// Sums ahead of the loop: per sample the first layer's vectors, and the output rows.
  private let ahead: UnsafeMutablePointer<Float>
  private let aheadRows: UnsafeMutablePointer<Float>
  private let hidden: UnsafeMutablePointer<Float>
  private let nextHidden: UnsafeMutablePointer<Float>
  private let rows: UnsafeMutablePointer<Float>

  init(_ tables: StepTables, arena: Arena) {
    self.tables = tables
    layout = tables.layout
    let width = tables.layout.vectors.max() * Lanes.scalarCount
    ahead = arena.zeroed(Float.self, Self.runLimit * width)
    aheadRows = arena.zeroed(Float.self, Self.runLimit * layout.rows)
    hidden = arena.zeroed(Float.self, width)
    nextHidden = arena.zeroed(Float.self, width)
    rows = arena.zeroed(Float.self, layout.rows)
  }

  /// Knobs at rest: `count` ≤ 16 samples of one voice from `start`.
  @_noLocks @_noAllocation
  func run(_ voice: Voice, slab: UnsafeMutablePointer<Float>, start: Int, count: Int) {
    let width = layout.vectors[0] * Lanes.scalarCount
    for n in 0..<count {
      sumAhead(voice, slab, sample: start + n, into: ahead + n * width, aheadRows + n * layout.rows)
    }
    for n in 0..<count {
      voice.output[start + n] = step(voice, slab, ahead + n * width, aheadRows + n * layout.rows)
    }
  }

  /// Knobs moving: `count` ≤ 16 samples of all voices, the slab advancing by `delta` before each.
  @_noLocks @_noAllocation
  func runMoving(
    _ voices: UnsafePointer<Voice>, _ voiceCount: Int, slab: UnsafeMutablePointer<Float>,
    delta: UnsafeMutablePointer<Float>, start: Int, count: Int
  ) {
    let (to, by) = (slab.lanes(at: 0), delta.lanes(at: 0))
    let vectors = layout.count / Lanes.scalarCount
    for n in 0..<count {
      for v in 0..<vectors { to[v] += by[v] }
      for index in 0..<voiceCount {
        let voice = voices[index]
        // x stands still while its point of rest moves away from under it.
        for s in 0..<layout.states { voice.deviation[s] -= delta[layout.restStates + s] }
        sumAhead(voice, slab, sample: start + n, into: ahead, aheadRows)
        voice.output[start + n] = step(voice, slab, ahead, aheadRows)
      }
    }
  }

  @inline(__always)
  @_noLocks @_noAllocation
  private func sumAhead(
    _ voice: Voice, _ slab: UnsafeMutablePointer<Float>, sample: Int, into first: UnsafeMutablePointer<Float>,
    _ outputs: UnsafeMutablePointer<Float>
  ) {
    let now = voice.input + tables.deepestTap + sample
    let vectors = layout.vectors[0]
    let (sums, biases, columns) = (
      first.lanes(at: 0), slab.lanes(at: layout.biases[0]), slab.lanes(at: layout.tapColumns)
    )
    for v in 0..<vectors { sums[v] = biases[v] }
    for row in 0..<layout.rows { outputs[row] = slab[layout.constants + row] }
    for tap in 0..<layout.taps {
      let u = now[-tables.taps[tap]]
      let lanes = Lanes(repeating: u)
      for v in 0..<vectors { sums[v] = sums[v].adding(columns[tap * vectors + v], times: lanes) }
      for row in 0..<layout.rows { outputs[row] += slab[layout.skipTaps + row * layout.taps + tap] * u }
    }
  }

  /// One sample: advances the state, returns the output in volts.
  @inline(__always)
  @_noLocks @_noAllocation
  private func step(
    _ voice: Voice, _ slab: UnsafeMutablePointer<Float>, _ first: UnsafeMutablePointer<Float>,
    _ sums: UnsafeMutablePointer<Float>
  ) -> Float {
    let states = layout.states
    var value = hidden.lanes(at: 0)
    var next = nextHidden.lanes(at: 0)
    let stateColumns = slab.lanes(at: layout.stateColumns)
    for v in 0..<layout.vectors[0] {
      var sum = first.lanes(at: 0)[v]
      for s in 0..<states {
        sum = sum.adding(stateColumns[s * layout.vectors[0] + v], times: Lanes(repeating: voice.deviation[s]))
      }
      value[v] = sum.saturated
    }
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
    let last = layout.vectors[layout.layers - 1]
    let outputs = slab.lanes(at: layout.outputRows)
    for row in 0..<layout.rows {
      var products = outputs[row * last] * value[0]
      for v in 1..<max(last, 1) { products = products.adding(outputs[row * last + v], times: value[v]) }
      var sum = sums[row] + products.sum()
      for s in 0..<states { sum += slab[layout.skipStates + row * states + s] * voice.deviation[s] }
      rows[row] = sum
    }
    var output = slab[layout.restOutput]
    for s in 0..<states {
      // Two-sum: what rounding drops is carried to the next sample.
      let before = voice.deviation[s]
      let change = rows[s] + voice.leftover[s]
      let after = before + change
      let kept = after - before
      voice.leftover[s] = (before - (after - kept)) + (change - kept)
      voice.deviation[s] = after
      output += tables.fromStates[s] * after
    }
    if layout.hasOutputRow { output += rows[states] }
    return output * Float(tables.outputScale)
  }
}
