import ModelFormat

/// Memory that holds nothing from one call to the next, sized for the largest stage: all stages of all lanes of an
/// engine work in it, one after the other.
struct Workspace: BitwiseCopyable {
  /// Per channel: sums ahead of a run, a layer's values and the next one's, and a run's states (see `StepKernel`).
  let ahead: PairPlaces
  let hidden: PairPlaces
  let nextHidden: PairPlaces
  let trace: PairPlaces
  /// Slabs on a stage's way.
  let middle: UnsafeMutablePointer<Float>
  let end: UnsafeMutablePointer<Float>
  let collapse: CollapseScratch
  let quick: QuickScratch
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
    func places(_ count: Int) -> PairPlaces {
      let first = arena.zeroed(Float.self, count)
      return PairPlaces(first, channelCount > 1 ? arena.zeroed(Float.self, count) : first)
    }
    func signal() -> ChannelPair {
      let places = places(sampleLimit)
      return ChannelPair(places.first, places.second)
    }
    func largest(_ value: (StepTables) -> Int) -> Int { tables.map { value($0.pointee) }.max() ?? 0 }
    let lanes = Lanes.scalarCount
    let run = StepKernel.runLimit
    ahead = places(run * largest { $0.layout.stride })
    let widest = largest { max($0.layout.vectors.max(), $0.layout.rowVectors) * lanes }
    hidden = places(widest)
    nextHidden = places(widest)
    trace = places(run * largest { $0.layout.rowVectors * lanes })
    middle = arena.zeroed(Float.self, largest { $0.slabLength })
    end = arena.zeroed(Float.self, largest { $0.slabLength })
    collapse = CollapseScratch(
      units: widest, columns: largest { $0.layout.states + $0.layout.taps }, terms: largest { $0.seriesLength },
      weights: largest { $0.weightCount }, arena: arena)
    quick = QuickScratch(
      stride: max(widest, lanes), inputs: largest { $0.layout.states + $0.layout.taps },
      terms: largest { $0.seriesLength }, values: largest { $0.quick.valueCount }, arena: arena)
    output = signal()
    dry = signal()
    halfWay = signal()
    noisy = arena.zeroed(Float.self, sampleLimit)
    gains = arena.zeroed(Float.self, run)
    inputGain = arena.zeroed(Float.self, sampleLimit)
    outputGain = arena.zeroed(Float.self, sampleLimit)
    wetShare = arena.zeroed(Float.self, sampleLimit)
  }
}
