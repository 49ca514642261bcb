/// The network of a slab at z = 0: its hidden values, and their derivatives by every tap and state, in the order of the
/// slab's columns.
///
/// A layer's values and then its derivatives, input by input, lie behind each other, `stride` floats for its units each.
/// Where a network is 0 at z = 0 in all its layers, values are 0 and the activation's slope is 1: derivatives are products
/// of the weights alone.
struct QuickSlopes: BitwiseCopyable {
  var shared: UnsafePointer<StepTables>
  private var layout: StepLayout { @inline(always) @_noLocks @_noAllocation get { shared.pointee.layout } }
  private let inputs: Int
  private let isZeroAtRest: Bool
  private let stride: Int
  private let layer: UnsafeMutablePointer<Float>
  private let nextLayer: UnsafeMutablePointer<Float>

  init(_ tables: UnsafePointer<StepTables>, _ work: QuickScratch) {
    shared = tables
    inputs = tables.pointee.layout.states + tables.pointee.layout.taps
    isZeroAtRest = tables.pointee.isZeroAtRest
    stride = work.stride
    layer = work.layer
    nextLayer = work.nextLayer
  }

  @_noLocks @_noAllocation
  func follow(_ slab: UnsafeMutablePointer<Float>) {
    if layout.layers < 2 || !isZeroAtRest { followFirst(slab) }
    var (from, to) = (layer, nextLayer)
    for index in 1..<max(layout.layers, 1) {
      let (columns, vectors) = (slab.lanes(at: layout.columns[index]), layout.vectors[index])
      let units = StepLayout.padded(layout.units[index - 1])
      // The first layer's derivatives are its weights where it is 0 at rest.
      let factors =
        !isZeroAtRest
        ? Factors(from, stride, from: 0, to: inputs + 1)
        : index == 1
          ? Factors(slab + layout.tapColumns - layout.stride, layout.stride, from: 1, to: inputs + 1)
          : Factors(from, stride, from: 1, to: inputs + 1)
      var v = 0
      while v < vectors {
        // The last vector of an odd number is summed with the one before it once more.
        let at = vectors > 1 ? min(v, vectors - 2) : 0
        let to = to + at * Lanes.scalarCount
        if vectors > 1 {
          sum(2, columns + at, vectors, units, factors, to, stride)
        } else {
          sum(1, columns + at, vectors, units, factors, to, stride)
        }
        v += 2
      }
      if !isZeroAtRest { saturate(to, slab.lanes(at: layout.biases[index]), vectors) }
      (from, to) = (to, from)
    }
  }

  @_noLocks @_noAllocation
  private func followFirst(_ slab: UnsafeMutablePointer<Float>) {
    let constants = slab.lanes(at: layout.constants)
    for v in 0..<layout.vectors[0] {
      let steepness = Self.steepness(constants[v])
      layer.lanes(at: 0)[v] = constants[v].saturated
      let columns = slab.lanes(at: layout.tapColumns) + v
      for z in 0..<inputs {
        (layer + (1 + z) * stride).lanes(at: 0)[v] = columns[z * layout.width] * steepness
      }
    }
  }

  /// From sums to values and derivatives.
  @_noLocks @_noAllocation
  private func saturate(_ sums: UnsafeMutablePointer<Float>, _ biases: UnsafeMutablePointer<Lanes>, _ vectors: Int) {
    for v in 0..<vectors {
      let value = sums.lanes(at: 0)[v] + biases[v]
      let steepness = Self.steepness(value)
      sums.lanes(at: 0)[v] = value.saturated
      for z in 1...inputs { (sums + z * stride).lanes(at: 0)[v] *= steepness }
    }
  }

  /// Σ columns · derivatives of the last layer, `columns` being one vector per unit.
  /// - Parameter anchors: a vector for each input.
  @_noLocks @_noAllocation
  func sumLast(_ columns: UnsafeMutablePointer<Lanes>, to anchors: UnsafeMutablePointer<Float>) {
    let last = layout.layers % 2 == 1 ? layer : nextLayer
    let units = StepLayout.padded(layout.units[layout.layers - 1])
    let lanes = Lanes.scalarCount
    sum(1, columns, 1, units, Factors(last, stride, from: 1, to: inputs + 1), anchors - lanes, lanes)
  }

  /// Lists of factors, one for each unit, and which of them.
  private struct Factors: BitwiseCopyable {
    let start: UnsafeMutablePointer<Float>
    let stride: Int
    let from: Int
    let to: Int

    @inline(always)
    @_noLocks @_noAllocation
    init(_ start: UnsafeMutablePointer<Float>, _ stride: Int, from: Int, to: Int) {
      self.start = start
      self.stride = stride
      self.from = from
      self.to = to
    }
  }

  /// Sums of columns, for each list of factors.
  /// - Parameters:
  ///   - vectors: of each column that are summed, a literal, 1 or 2; `columnStride` from column to column.
  ///   - units: columns.
  @_noLocks @_noAllocation
  private func sum(
    _ vectors: Int, _ columns: UnsafeMutablePointer<Lanes>, _ columnStride: Int, _ units: Int, _ factors: Factors,
    _ to: UnsafeMutablePointer<Float>, _ toStride: Int
  ) {
    var z = factors.from
    while z < factors.to {
      let (from, to) = (factors.start + z * factors.stride, to + z * toStride)
      // Five and four rather than four and one: a single sum waits for itself.
      let left = factors.to - z
      let lists = left == 5 || left > 8 ? 5 : left == 6 ? 3 : min(left, 4)
      switch (lists, vectors) {
      case (1, 1): sum(1, 1, columns, columnStride, units, from, factors.stride, to, toStride)
      case (2, 1): sum(2, 1, columns, columnStride, units, from, factors.stride, to, toStride)
      case (3, 1): sum(3, 1, columns, columnStride, units, from, factors.stride, to, toStride)
      case (4, 1): sum(4, 1, columns, columnStride, units, from, factors.stride, to, toStride)
      case (5, 1): sum(5, 1, columns, columnStride, units, from, factors.stride, to, toStride)
      case (1, _): sum(1, 2, columns, columnStride, units, from, factors.stride, to, toStride)
      case (2, _): sum(2, 2, columns, columnStride, units, from, factors.stride, to, toStride)
      case (3, _): sum(3, 2, columns, columnStride, units, from, factors.stride, to, toStride)
      case (4, _): sum(4, 2, columns, columnStride, units, from, factors.stride, to, toStride)
      default: sum(5, 2, columns, columnStride, units, from, factors.stride, to, toStride)
      }
      z += lists
    }
  }

  /// Up to five lists and two vectors: sums that do not wait for each other.
  @inline(always)
  @_noLocks @_noAllocation
  private func sum(
    _ lists: Int, _ vectors: Int, _ columns: UnsafeMutablePointer<Lanes>, _ columnStride: Int, _ units: Int,
    _ factors: UnsafeMutablePointer<Float>, _ stride: Int, _ to: UnsafeMutablePointer<Float>, _ toStride: Int
  ) {
    var (a0, a1, a2, a3, a4) = (Lanes(), Lanes(), Lanes(), Lanes(), Lanes())
    var (b0, b1, b2, b3, b4) = (Lanes(), Lanes(), Lanes(), Lanes(), Lanes())
    for j in 0..<units {
      let column = columns + j * columnStride
      let x0 = Lanes(repeating: factors[j])
      let x1 = lists > 1 ? Lanes(repeating: factors[stride + j]) : x0
      let x2 = lists > 2 ? Lanes(repeating: factors[2 * stride + j]) : x0
      let x3 = lists > 3 ? Lanes(repeating: factors[3 * stride + j]) : x0
      let x4 = lists > 4 ? Lanes(repeating: factors[4 * stride + j]) : x0
      a0 = a0.adding(column[0], times: x0)
      if lists > 1 { a1 = a1.adding(column[0], times: x1) }
      if lists > 2 { a2 = a2.adding(column[0], times: x2) }
      if lists > 3 { a3 = a3.adding(column[0], times: x3) }
      if lists > 4 { a4 = a4.adding(column[0], times: x4) }
      if vectors == 1 { continue }
      b0 = b0.adding(column[1], times: x0)
      if lists > 1 { b1 = b1.adding(column[1], times: x1) }
      if lists > 2 { b2 = b2.adding(column[1], times: x2) }
      if lists > 3 { b3 = b3.adding(column[1], times: x3) }
      if lists > 4 { b4 = b4.adding(column[1], times: x4) }
    }
    put(a0, b0, vectors, to)
    if lists > 1 { put(a1, b1, vectors, to + toStride) }
    if lists > 2 { put(a2, b2, vectors, to + 2 * toStride) }
    if lists > 3 { put(a3, b3, vectors, to + 3 * toStride) }
    if lists > 4 { put(a4, b4, vectors, to + 4 * toStride) }
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func put(_ a: Lanes, _ b: Lanes, _ vectors: Int, _ to: UnsafeMutablePointer<Float>) {
    to.lanes(at: 0)[0] = a
    if vectors > 1 { to.lanes(at: 0)[1] = b }
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
