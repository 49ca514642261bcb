/// The numbers of a slab as one sample hears them, by whole vectors: those of knobs at rest, or on a line to the next
/// knot of a `SlabRamp`, evaluated where they are used.
///
/// `moves` is a literal where steps are inlined, so that knobs at rest cost nothing.
struct Weights: BitwiseCopyable {
  private let from: UnsafeMutablePointer<Lanes>
  /// Where, seen from a vector, its difference to the next knot lies.
  private let stepAt: Int
  private let moves: Bool
  /// Share of the way to the next knot.
  private var share = Lanes()

  /// Knobs at rest.
  @inline(always)
  @_noLocks @_noAllocation
  init(_ slab: UnsafeMutablePointer<Float>) {
    self.init(slab.lanes(at: 0), stepAt: 0, moves: false, share: Lanes())
  }

  @inline(always)
  @_noLocks @_noAllocation
  init(_ slab: UnsafeMutablePointer<Float>, stepAt: Int, moves: Bool) {
    self.init(slab.lanes(at: 0), stepAt: stepAt, moves: moves, share: Lanes())
  }

  @inline(always)
  @_noLocks @_noAllocation
  private init(_ from: UnsafeMutablePointer<Lanes>, stepAt: Int, moves: Bool, share: Lanes) {
    self.from = from
    self.stepAt = stepAt
    self.moves = moves
    self.share = share
  }

  /// The same at another share of the way.
  @inline(always)
  @_noLocks @_noAllocation
  func at(_ share: Float) -> Weights {
    Weights(from, stepAt: stepAt, moves: moves, share: Lanes(repeating: share))
  }

  /// Those from an offset in floats on.
  @inline(always)
  @_noLocks @_noAllocation
  func from(_ offset: Int) -> Weights {
    Weights((from + offset / Lanes.scalarCount), stepAt: stepAt, moves: moves, share: share)
  }

  /// Those from a vector on.
  @inline(always)
  @_noLocks @_noAllocation
  static func + (weights: Weights, vectors: Int) -> Weights {
    Weights(weights.from + vectors, stepAt: weights.stepAt, moves: weights.moves, share: weights.share)
  }

  @inline(always)
  @_noLocks @_noAllocation
  subscript(vector: Int) -> Lanes {
    moves ? from[vector].adding(from[stepAt + vector], times: share) : from[vector]
  }
}
