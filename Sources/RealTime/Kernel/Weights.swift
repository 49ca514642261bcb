/// The numbers of a slab as one sample hears them, by whole vectors: those of knobs at rest, or on a line to the next
/// knot of a `SlabRamp`, evaluated where they are used.
///
/// `moves` is a literal where steps are inlined, so that knobs at rest cost nothing.
struct Weights: BitwiseCopyable {
  private let from: UnsafeMutablePointer<Lanes>
  /// What each of them differs by at the next knot.
  private let step: UnsafeMutablePointer<Lanes>
  private let moves: Bool
  /// Share of the way to the next knot.
  private var share = Lanes()

  /// Knobs at rest.
  @inline(always)
  @_noLocks @_noAllocation
  init(_ slab: UnsafeMutablePointer<Float>) {
    self.init(slab.lanes(at: 0), slab.lanes(at: 0), moves: false, share: Lanes())
  }

  @inline(always)
  @_noLocks @_noAllocation
  init(_ slab: UnsafeMutablePointer<Float>, step: UnsafeMutablePointer<Float>, moves: Bool) {
    self.init(slab.lanes(at: 0), step.lanes(at: 0), moves: moves, share: Lanes())
  }

  @inline(always)
  @_noLocks @_noAllocation
  private init(
    _ from: UnsafeMutablePointer<Lanes>, _ step: UnsafeMutablePointer<Lanes>, moves: Bool, share: Lanes
  ) {
    self.from = from
    self.step = step
    self.moves = moves
    self.share = share
  }

  /// The same at another share of the way.
  @inline(always)
  @_noLocks @_noAllocation
  func at(_ share: Float) -> Weights {
    Weights(from, step, moves: moves, share: Lanes(repeating: share))
  }

  /// Those from an offset in floats on.
  @inline(always)
  @_noLocks @_noAllocation
  func from(_ offset: Int) -> Weights {
    self + offset / Lanes.scalarCount
  }

  /// Those from a vector on.
  @inline(always)
  @_noLocks @_noAllocation
  static func + (weights: Weights, vectors: Int) -> Weights {
    Weights(weights.from + vectors, weights.step + vectors, moves: weights.moves, share: weights.share)
  }

  @inline(always)
  @_noLocks @_noAllocation
  subscript(vector: Int) -> Lanes {
    moves ? from[vector].adding(step[vector], times: share) : from[vector]
  }
}
