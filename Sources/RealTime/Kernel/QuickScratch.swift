/// Working memory of quick slabs.
struct QuickScratch: BitwiseCopyable {
  /// Of each knob coordinate: q, and c.
  let quantities: UnsafeMutablePointer<Double>
  let coordinates: UnsafeMutablePointer<Double>
  /// Of the series that are summed: along the last knob, and products along those before it.
  let inner: UnsafeMutablePointer<Double>
  let outer: UnsafeMutablePointer<Double>
  /// Their sums, and the values of all series.
  let sums: UnsafeMutablePointer<SIMD8<Double>>
  let values: UnsafeMutablePointer<Double>
  /// All products of a series that is folded.
  let basis: UnsafeMutablePointer<Double>
  /// Rates and M as rows in lanes, and what the network's own slope takes from M.
  let rates: UnsafeMutablePointer<Float>
  let linear: UnsafeMutablePointer<Float>
  let anchors: UnsafeMutablePointer<Float>
  /// Of `QuickSlopes`, `stride` floats for a layer's units.
  let stride: Int
  let layer: UnsafeMutablePointer<Float>
  let nextLayer: UnsafeMutablePointer<Float>

  init(_ tables: [UnsafePointer<StepTables>], stride: Int, inputs: Int, arena: Arena) {
    func largest(_ value: (StepTables) -> Int) -> Int { tables.map { value($0.pointee) }.max() ?? 0 }
    let values = largest { $0.quick.valueCount }
    quantities = arena.zeroed(Double.self, StepTables.coordinateLimit)
    coordinates = arena.zeroed(Double.self, StepTables.coordinateLimit)
    inner = arena.zeroed(Double.self, largest { $0.knobOrders.max() ?? 1 } + Chebyshev.margin)
    outer = arena.zeroed(Double.self, largest { $0.seriesLength / ($0.knobOrders.last ?? 1) })
    sums = arena.zeroed(SIMD8<Double>.self, (values + 7) / 8)
    self.values = arena.zeroed(Double.self, values)
    basis = arena.zeroed(Double.self, largest { $0.knobCount > 1 ? $0.seriesLength : 0 })
    rates = arena.zeroed(Float.self, Lanes.scalarCount)
    linear = arena.zeroed(Float.self, inputs * Lanes.scalarCount)
    anchors = arena.zeroed(Float.self, inputs * Lanes.scalarCount)
    self.stride = stride
    layer = arena.zeroed(Float.self, stride * (inputs + 1))
    nextLayer = arena.zeroed(Float.self, stride * (inputs + 1))
  }
}
