import ModelFormat

/// Memory that holds nothing from one call to the next, sized for the largest stage: all stages of all lanes of an
/// engine work in it, one after the other.
struct Workspace: BitwiseCopyable {
  /// Per channel: a column's sums, a layer's values and the next one's, and a run's states (see `StepKernel`).
  let sums: PairPlaces
  let hidden: PairPlaces
  let nextHidden: PairPlaces
  let trace: PairPlaces
  /// A slab on its way, for steps that read all of it from memory.
  let placed: UnsafeMutablePointer<Float>
  let collapse: UnsafePointer<CollapseScratch>
  let quick: UnsafePointer<QuickScratch>
  /// Per channel: a stage's normalised input over one run, behind what it remembers.
  let input: PairPlaces
  /// Per channel: what a stage plays, in volts, and the host's signal at the model's rate.
  let output: ChannelPair
  let dry: ChannelPair
  /// Between two rate filters.
  let halfWay: ChannelPair
  /// One channel's input with the noise floor on it.
  let noisy: UnsafeMutablePointer<Float>
  /// The levels behind the last stage, over one run.
  let gains: UnsafeMutablePointer<Float>
  /// Input gain, output gain and mix.
  let inputGain: UnsafeMutablePointer<Float>
  let outputGain: UnsafeMutablePointer<Float>
  let wetShare: UnsafeMutablePointer<Float>

  /// [main-thread]
  /// - Parameters:
  ///   - tables: of every stage of every lane.
  ///   - sampleLimit: most model samples at once.
  init(_ tables: [UnsafePointer<StepTables>], channelCount: Int, sampleLimit: Int, arena: Arena) {
    func places(_ count: Int, in arena: Arena) -> PairPlaces {
      let first = arena.zeroed(Float.self, count)
      return PairPlaces(first, channelCount > 1 ? arena.zeroed(Float.self, count) : first)
    }
    func signal() -> ChannelPair {
      let places = places(sampleLimit, in: arena)
      return ChannelPair(places.first, places.second)
    }
    func largest(_ value: (StepTables) -> Int) -> Int { tables.map { value($0.pointee) }.max() ?? 0 }
    let lanes = Lanes.scalarCount
    let run = StepKernel.runLimit
    let widest = largest { max($0.layout.vectors.max(), $0.layout.rowVectors) * lanes }
    hidden = places(widest, in: arena)
    nextHidden = places(widest, in: arena)
    let inputs = largest { $0.layout.states + $0.layout.taps }
    sums = places(largest { $0.layout.stride }, in: arena)
    // Slabs are made between runs, exact ones and quick ones one by one.
    let (making, playing) = arena.overlaid(
      { arena in
        arena.overlaid(
          { arena in
            CollapseScratch(
              units: widest, columns: inputs, terms: largest { $0.seriesLength }, weights: largest { $0.weightCount },
              arena: arena)
          }, { arena in QuickScratch(tables, stride: max(widest, lanes), inputs: inputs, arena: arena) })
      },
      { arena in
        (
          arena.zeroed(Float.self, largest { $0.layout.hasOwnSteps ? 0 : $0.slabLength }),
          places(run * largest { $0.layout.rowVectors * lanes }, in: arena)
        )
      })
    (collapse, quick) = (UnsafePointer(arena.copy([making.0])), UnsafePointer(arena.copy([making.1])))
    (placed, trace) = playing
    input = places(largest { $0.deepestTap } + run, in: arena)
    output = signal()
    dry = signal()
    halfWay = signal()
    noisy = arena.zeroed(Float.self, run)
    gains = arena.zeroed(Float.self, run)
    inputGain = arena.zeroed(Float.self, sampleLimit)
    outputGain = arena.zeroed(Float.self, sampleLimit)
    wetShare = arena.zeroed(Float.self, sampleLimit)
  }
}
