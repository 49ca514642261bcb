/// Working memory of quick slabs.
struct QuickScratch: BitwiseCopyable {
  /// All series at the knobs' positions; rates and M as rows in lanes.
  let values: UnsafeMutablePointer<Double>
  let rates: UnsafeMutablePointer<Float>
  let linear: UnsafeMutablePointer<Float>
  /// Of `QuickSlopes`, `stride` floats for a layer's units.
  let stride: Int
  let hidden: UnsafeMutablePointer<Float>
  let nextHidden: UnsafeMutablePointer<Float>
  let slopes: UnsafeMutablePointer<Float>
  let nextSlopes: UnsafeMutablePointer<Float>

  init(stride: Int, inputs: Int, values count: Int, arena: Arena) {
    values = arena.zeroed(Double.self, count)
    rates = arena.zeroed(Float.self, Lanes.scalarCount)
    linear = arena.zeroed(Float.self, inputs * Lanes.scalarCount)
    self.stride = stride
    hidden = arena.zeroed(Float.self, stride)
    nextHidden = arena.zeroed(Float.self, stride)
    slopes = arena.zeroed(Float.self, stride * inputs)
    nextSlopes = arena.zeroed(Float.self, stride * inputs)
  }
}

/// The network of a slab at z = 0: its hidden values, and their derivatives by every state and tap.
struct QuickSlopes: BitwiseCopyable {
  private let layout: StepLayout
  private let inputs: Int
  /// Floats of one input's derivatives.
  private let stride: Int
  private let values: UnsafeMutablePointer<Float>
  private let nextValues: UnsafeMutablePointer<Float>
  private let slopes: UnsafeMutablePointer<Float>
  private let nextSlopes: UnsafeMutablePointer<Float>

  init(_ layout: StepLayout, _ work: QuickScratch) {
    self.layout = layout
    inputs = layout.states + layout.taps
    stride = work.stride
    values = work.hidden
    nextValues = work.nextHidden
    slopes = work.slopes
    nextSlopes = work.nextSlopes
  }

  /// A unit of the last layer: its derivative by an input, in all lanes.
  @inline(always)
  @_noLocks @_noAllocation
  func last(_ unit: Int, _ z: Int) -> Lanes {
    Lanes(repeating: (layout.layers % 2 == 1 ? slopes : nextSlopes)[z * stride + unit])
  }

  @_noLocks @_noAllocation
  func follow(_ slab: UnsafeMutablePointer<Float>) {
    if layout.layers == 0 { return }
    let (constants, first) = (slab.lanes(at: layout.constants), layout.vectors[0])
    for v in 0..<first {
      let steepness = Self.steepness(constants[v])
      values.lanes(at: 0)[v] = constants[v].saturated
      for z in 0..<inputs {
        let columns = slab.lanes(at: z < layout.states ? layout.stateColumns : layout.tapColumns)
        let column = columns + (z < layout.states ? z : z - layout.states) * layout.width
        (slopes + z * stride).lanes(at: 0)[v] = column[v] * steepness
      }
    }
    var (value, nextValue, slope, nextSlope) = (values, nextValues, slopes, nextSlopes)
    for layer in 1..<layout.layers {
      let (columns, biases) = (slab.lanes(at: layout.columns[layer]), slab.lanes(at: layout.biases[layer]))
      let (width, vectors) = (layout.units[layer - 1], layout.vectors[layer])
      for v in 0..<vectors {
        var sum = biases[v]
        for j in 0..<width { sum = sum.adding(columns[j * vectors + v], times: Lanes(repeating: value[j])) }
        let steepness = Self.steepness(sum)
        nextValue.lanes(at: 0)[v] = sum.saturated
        // Two inputs at a time share the weights' way from memory.
        var z = 0
        while z < inputs {
          let (from, other) = (slope + z * stride, slope + min(z + 1, inputs - 1) * stride)
          var (a, b) = (Lanes(), Lanes())
          for j in 0..<width {
            let column = columns[j * vectors + v]
            a = a.adding(column, times: Lanes(repeating: from[j]))
            b = b.adding(column, times: Lanes(repeating: other[j]))
          }
          (nextSlope + z * stride).lanes(at: 0)[v] = a * steepness
          if z + 1 < inputs { (nextSlope + (z + 1) * stride).lanes(at: 0)[v] = b * steepness }
          z += 2
        }
      }
      (value, nextValue) = (nextValue, value)
      (slope, nextSlope) = (nextSlope, slope)
    }
  }

  /// The activation's derivative, ((9 − x²) / (9 + 3 x²))² on |x| ≤ 3.
  @inline(always)
  @_noLocks @_noAllocation
  private static func steepness(_ x: Lanes) -> Lanes {
    let limit = Lanes(repeating: 9)
    let square = x * x
    let s = limit.replacing(with: square, where: square .< limit)
    let root = (limit - s) / limit.adding(s, times: Lanes(repeating: 3))
    return root * root
  }
}
