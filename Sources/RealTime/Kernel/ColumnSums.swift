/// What the units of a first layer of up to four vectors are fed.
struct LayerSums: BitwiseCopyable {
  var a: Pair
  var b: Pair
  var c: Pair
  var d: Pair

  /// The beginning of a column, the same for both channels.
  @inline(always)
  @_noLocks @_noAllocation
  init(_ vectors: Int, _ column: Weights) {
    let nothing = Pair(both: Lanes())
    a = vectors > 0 ? Pair(both: column[0]) : nothing
    b = vectors > 1 ? Pair(both: column[1]) : nothing
    c = vectors > 2 ? Pair(both: column[2]) : nothing
    d = vectors > 3 ? Pair(both: column[3]) : nothing
  }

  @inline(always)
  @_noLocks @_noAllocation
  mutating func add(_ vectors: Int, _ column: Weights, times x: Pair) {
    if vectors > 0 { a = a.adding(column[0], times: x) }
    if vectors > 1 { b = b.adding(column[1], times: x) }
    if vectors > 2 { c = c.adding(column[2], times: x) }
    if vectors > 3 { d = d.adding(column[3], times: x) }
  }
}

/// A sum of columns in registers (see `StepLayout`): what a first layer of up to four vectors is fed, one vector of
/// rows, and, where rows have a σ, what their slopes miss and how far they are from rest.
struct ColumnSums: BitwiseCopyable {
  private(set) var layer: LayerSums
  private(set) var rows: Pair
  private var missed: Pair
  private var window: Pair

  /// A column, the same for both channels. - Parameter first: vectors of the layer.
  @inline(always)
  @_noLocks @_noAllocation
  init(_ first: Int, _ hasWindows: Bool, _ column: Weights) {
    layer = LayerSums(first, column)
    rows = Pair(both: column[first])
    missed = Pair(both: Lanes())
    window = missed
    if hasWindows {
      missed = Pair(both: column[first + 1])
      window = Pair(both: column[first + 2])
    }
  }

  @inline(always)
  @_noLocks @_noAllocation
  mutating func add(_ first: Int, _ hasWindows: Bool, _ column: Weights, times x: Pair) {
    layer.add(first, column, times: x)
    rows = rows.adding(column[first], times: x)
    if hasWindows {
      missed = missed.adding(column[first + 1], times: x)
      window = window.adding(column[first + 2], times: x)
    }
  }

  /// What the rows' own slopes miss, less the farther they are from rest.
  @inline(always)
  @_noLocks @_noAllocation
  func windowed(gains: Lanes) -> Pair {
    missed * gains / Pair(both: Lanes(repeating: 1)).adding(window, times: window)
  }
}
