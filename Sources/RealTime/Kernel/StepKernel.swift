/// A stage's step in float: the loop that the plugin lives in.
///
/// Works on one slab (see `StepLayout`). Everything that does not depend on the state — knobs, biases, taps — is summed
/// first, while the processor waits for the sample before; only state → hidden layers → state is left on the path from
/// sample to sample.
struct StepKernel: BitwiseCopyable {
  /// Longest run of samples handled at once: as many as the engine plays at the host's rate. Where a stage begins, its
  /// first sample waits for the one before it.
  static var runLimit: Int { @_noLocks @_noAllocation get { 32 } }

  /// Read in place: they are too large to be copied on every call.
  private var shared: UnsafePointer<StepTables>
  var tables: StepTables { @inline(always) @_noLocks @_noAllocation get { shared.pointee } }
  let layout: StepLayout
  /// Of the tables, what is read at every sample: here the compiler knows that no store changes it.
  private(set) var outputs: UnsafePointer<Lanes>
  private(set) var limits: UnsafePointer<Lanes>
  private(set) var stateMask: UnsafePointer<SIMD8<UInt32>>
  private(set) var taps: UnsafePointer<Int>
  let deepestTap: Int
  let hasStraightTaps: Bool
  let carrier: Int
  let channelCount: Int
  /// One column's, for steps that work in memory.
  let sums: PairPlaces
  /// A layer's values, and the next one's.
  let hidden: PairPlaces
  let nextHidden: PairPlaces
  /// Per sample: the states after it, and the output row behind them.
  let trace: PairPlaces

  /// [main-thread]
  init(_ tables: UnsafePointer<StepTables>, channelCount: Int, _ work: Workspace) {
    shared = tables
    layout = tables.pointee.layout
    outputs = tables.pointee.outputs
    limits = tables.pointee.limits
    stateMask = tables.pointee.stateMask
    taps = tables.pointee.taps
    deepestTap = tables.pointee.deepestTap
    hasStraightTaps = tables.pointee.hasStraightTaps
    carrier = tables.pointee.carrier
    self.channelCount = channelCount
    sums = work.sums
    hidden = work.hidden
    nextHidden = work.nextHidden
    trace = work.trace
  }

  /// From here on these tables', which differ from those before in the time step alone.
  @_noLocks @_noAllocation
  mutating func take(_ tables: UnsafePointer<StepTables>) {
    shared = tables
    outputs = tables.pointee.outputs
    limits = tables.pointee.limits
    stateMask = tables.pointee.stateMask
    taps = tables.pointee.taps
  }

  /// Fills `slab` with the step at the given knob positions, 0…1, one per knob.
  @_noLocks @_noAllocation
  func collapse(
    positions: UnsafePointer<Double>, into slab: UnsafeMutablePointer<Float>, scratch: CollapseScratch
  ) {
    tables.collapse(positions: positions, into: slab, scratch: scratch)
    if layout.layers > 0 { anchor(slab) }
  }

  /// The same for knobs on their way.
  @_noLocks @_noAllocation
  func collapse(
    _ knobs: KnobMotion, at positions: UnsafePointer<Double>, into slab: UnsafeMutablePointer<Float>,
    _ quick: inout QuickCollapse
  ) {
    quick.fill(slab, knobs, at: positions)
    if needsAnchor && !isAnchoredAtKnots { anchor(slab) }
  }

  /// What is 0 at rest needs none, or has no network.
  var needsAnchor: Bool { @_noLocks @_noAllocation get { layout.layers > 0 && !tables.isZeroAtRest } }

  /// Straight steps are, from knot to knot; of others what cancels the network is on a curve, as all else.
  var isAnchoredAtKnots: Bool { @_noLocks @_noAllocation get { needsAnchor && layout.hasOwnSteps } }

  /// Where a slab has what cancels the network at rest.
  var constantsPlace: Int {
    @_noLocks @_noAllocation get { carrier >= 0 ? layout.lateConstants : layout.constants + layout.rowsAt }
  }

  /// Makes the constants cancel the network at rest as this kernel rounds it, so that rest is rest to the last bit.
  @_noLocks @_noAllocation
  func anchor(_ slab: UnsafeMutablePointer<Float>) {
    let constants = (slab + constantsPlace).lanes(at: 0)
    if let rows = rowsAtRestShaped(slab) {
      constants[0] = -rows
      return
    }
    rowsAtRest(slab)
    for v in 0..<layout.rowVectors { constants[v] = -nextHidden.first.lanes(at: 0)[v] }
  }

  /// Plays some of a run's samples in all channels, within one sub-block, from a run's sample `input` to `output`.
  ///
  /// Changes nothing of the kernel: what is not mutating is copied on every call.
  @_noLocks @_noAllocation
  mutating func run(
    _ voices: UnsafeMutablePointer<Voice>, _ ramp: UnsafeMutablePointer<SlabRamp>, input: Int, output: Int, count: Int
  ) {
    if !runShaped(voices, ramp, start: input, count: count) && !runDeep(voices, ramp, start: input, count: count) {
      runAny(voices, ramp, start: input, count: count)
    }
    for channel in 0..<channelCount { finish(channel, voices + channel, start: output, count: count) }
  }

  /// Outputs from the trace. From the first state on that is not finite or has run away there is none, and the circuit
  /// goes to rest.
  @_noLocks @_noAllocation
  private mutating func finish(_ channel: Int, _ voice: UnsafeMutablePointer<Voice>, start: Int, count: Int) {
    let states = (channel == 0 ? trace.first : trace.second).lanes(at: 0)
    let output = voice.pointee.output + start
    var lost = Lanes()
    switch layout.rows {
    case 1: lost = sum(1, states, output, count)
    case 2: lost = sum(2, states, output, count)
    case 3: lost = sum(3, states, output, count)
    case 4: lost = sum(4, states, output, count)
    default: lost = sumLanes(states, output, count)
    }
    if lost.total != 0 { lose(states, voice, start: start, count: count) }
  }

  /// Outputs of so few rows that one by one they are fewer instructions than a sum over all lanes. - Returns: marks.
  @inline(always)
  @_noLocks @_noAllocation
  private func sum(
    _ rows: Int, _ states: UnsafeMutablePointer<Lanes>, _ output: UnsafeMutablePointer<Float>, _ count: Int
  ) -> Lanes {
    let shares = outputs[0]
    var lost = Lanes()
    for n in 0..<count {
      let x = states[n]
      lost = mark(x, 0, lost)
      var y = shares[0] * x[0]
      if rows > 1 { y += shares[1] * x[1] }
      if rows > 2 { y += shares[2] * x[2] }
      if rows > 3 { y += shares[3] * x[3] }
      output[n] = y
    }
    return lost
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func sumLanes(
    _ states: UnsafeMutablePointer<Lanes>, _ output: UnsafeMutablePointer<Float>, _ count: Int
  ) -> Lanes {
    let vectors = layout.rowVectors
    var lost = Lanes()
    for n in 0..<count {
      var sum = Lanes()
      for v in 0..<vectors {
        let x = states[n * vectors + v]
        lost = mark(x, v, lost)
        sum = sum.adding(outputs[v], times: x)
      }
      output[n] = sum.total
    }
    return lost
  }

  /// `marks`, and 1 in the lanes of vector `v` whose state is not finite or has run away.
  @inline(always)
  @_noLocks @_noAllocation
  private func mark(_ x: Lanes, _ v: Int, _ marks: Lanes) -> Lanes {
    marks.replacing(with: 1, where: .!(x.magnitude .<= limits[v]))
  }

  @_noLocks @_noAllocation
  private func isLost(_ states: UnsafeMutablePointer<Lanes>) -> Bool {
    var marks = Lanes()
    for v in 0..<layout.rowVectors { marks = mark(states[v], v, marks) }
    return marks.total != 0
  }

  /// Some sample of the run is lost: all from the first one on.
  @_noLocks @_noAllocation
  private func lose(
    _ states: UnsafeMutablePointer<Lanes>, _ voice: UnsafeMutablePointer<Voice>, start: Int, count: Int
  ) {
    var first = 0
    while !isLost(states + first * layout.rowVectors) { first += 1 }
    voice.pointee.lose(at: start + first)
    for n in first..<count { voice.pointee.output[start + n] = 0 }
  }
}
