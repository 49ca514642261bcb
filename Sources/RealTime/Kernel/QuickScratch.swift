/// One place of moving knobs for which a quick slab is made.
struct QuickPlace: BitwiseCopyable {
  /// Of each knob coordinate: q, and c.
  let quantities: UnsafeMutablePointer<Double>
  let coordinates: UnsafeMutablePointer<Double>
  /// Of the series that are summed: along the last knob, and products along those before it.
  let inner: UnsafeMutablePointer<Double>
  let outer: UnsafeMutablePointer<Double>
  /// Their sums, and the values of all series.
  let sums: UnsafeMutablePointer<SIMD8<Double>>
  let values: UnsafeMutablePointer<Double>

  init(terms: Int, values count: Int, arena: Arena) {
    quantities = arena.zeroed(Double.self, StepTables.coordinateLimit)
    coordinates = arena.zeroed(Double.self, StepTables.coordinateLimit)
    inner = arena.zeroed(Double.self, terms + Chebyshev.margin)
    outer = arena.zeroed(Double.self, terms)
    sums = arena.zeroed(SIMD8<Double>.self, (count + 7) / 8)
    values = arena.zeroed(Double.self, count)
  }
}

/// Working memory of quick slabs.
struct QuickScratch: BitwiseCopyable {
  let middle: QuickPlace
  let end: QuickPlace
  /// Rates and M as rows in lanes, and what the network's own slope takes from M.
  let rates: UnsafeMutablePointer<Float>
  let linear: UnsafeMutablePointer<Float>
  let anchors: UnsafeMutablePointer<Float>
  /// Of `QuickSlopes`, `stride` floats for a layer's units.
  let stride: Int
  let layer: UnsafeMutablePointer<Float>
  let nextLayer: UnsafeMutablePointer<Float>

  init(stride: Int, inputs: Int, terms: Int, values count: Int, arena: Arena) {
    middle = QuickPlace(terms: terms, values: count, arena: arena)
    end = QuickPlace(terms: terms, values: count, arena: arena)
    rates = arena.zeroed(Float.self, Lanes.scalarCount)
    linear = arena.zeroed(Float.self, inputs * Lanes.scalarCount)
    anchors = arena.zeroed(Float.self, inputs * Lanes.scalarCount)
    self.stride = stride
    layer = arena.zeroed(Float.self, stride * (inputs + 1))
    nextLayer = arena.zeroed(Float.self, stride * (inputs + 1))
  }
}
