/// One block of sequences, as many as `lanes`, for a Gauss–Newton sum.
///
/// Each sequence keeps its knobs: its weights are Σ_a share_a · set_a over a few *active* weight sets (the snapshot
/// nodes around its position), the same sets for all lanes of the block. All quantities are normalised; rows are `lanes`
/// floats, 64-byte aligned.
public struct GaussBlock {
  /// Steps per sequence: 1 for the one-step fit.
  public var steps: Int
  /// Errors count at every so many steps, counted from the last; 1 for all of them.
  public var judgedEvery: Int
  /// Sequences, fillers counted.
  @inlinable public var lanes: Int { BlockShape.lanes(steps: steps, inRuns: runStarts != nil) }
  /// Indices of the active weight sets, ascending.
  public var activeSets: UnsafePointer<Int>
  public var activeCount: Int
  /// active × lanes
  public var shares: UnsafeMutablePointer<Float>
  /// basis × lanes: fewer functions of position that the shares are sums of, share_a = Σ_m mixing[a, m] · basis_m.
  public var basis: UnsafeMutablePointer<Float>
  public var basisCount: Int
  /// active × basis; the same for blocks of the same active sets.
  public var mixing: UnsafePointer<Double>
  /// Of single steps: where runs of lanes begin that share their position, the first at 0, fillers with the last; nil
  /// where each lane has its own.
  public var runStarts: [Int]?
  /// states × lanes: deviation from rest before the first step.
  public var start: UnsafeMutablePointer<Float>
  /// steps × (taps + conditions) × lanes
  public var inputs: UnsafeMutablePointer<Float>
  /// outputs × (states + taps) × lanes: R · M, or nil where the targets have it subtracted already. For one step the
  /// rows without a window may be zero, with their targets lessened.
  public var linear: UnsafeMutablePointer<Float>?
  /// outputs × lanes: R · D
  public var gains: UnsafeMutablePointer<Float>
  /// steps × outputs × lanes: the state's change since the start; for an output row its own part.
  public var targets: UnsafeMutablePointer<Float>
  /// outputs × lanes: what errors are multiplied by; zero for lanes that only fill the block.
  public var weights: UnsafeMutablePointer<Float>

  /// Steps whose errors count.
  @inlinable public var judgedSteps: Int { (steps + judgedEvery - 1) / judgedEvery }

  @inlinable
  public func isJudged(_ step: Int) -> Bool { (steps - 1 - step) % judgedEvery == 0 }

  public init(
    steps: Int, judgedEvery: Int = 1, activeSets: UnsafePointer<Int>, activeCount: Int,
    shares: UnsafeMutablePointer<Float>, basis: UnsafeMutablePointer<Float>, basisCount: Int,
    mixing: UnsafePointer<Double>, runStarts: [Int]? = nil, start: UnsafeMutablePointer<Float>,
    inputs: UnsafeMutablePointer<Float>,
    linear: UnsafeMutablePointer<Float>?, gains: UnsafeMutablePointer<Float>, targets: UnsafeMutablePointer<Float>,
    weights: UnsafeMutablePointer<Float>
  ) {
    self.steps = steps
    self.judgedEvery = judgedEvery
    self.activeSets = activeSets
    self.activeCount = activeCount
    self.shares = shares
    self.basis = basis
    self.basisCount = basisCount
    self.mixing = mixing
    self.runStarts = runStarts
    self.start = start
    self.inputs = inputs
    self.linear = linear
    self.gains = gains
    self.targets = targets
    self.weights = weights
  }
}

/// A set of kernels compiled for one instruction set.
public protocol BlockKernel: AnyObject {
  init(_ shape: BlockShape)

  /// Sum of squared weighted errors of one block; adds to `equations` if given.
  /// - Parameter sets: weight sets × weights.
  func accumulate(_ block: GaussBlock, sets: UnsafePointer<Float>, into equations: NormalEquations?) -> Double

  /// Doubles that a packed block column takes, or an inverse.
  static func packedCount(columns: Range<Int>) -> Int
  /// Steps of a left-looking Cholesky factorisation, block column by block column: pack what is factored left of its
  /// rows, subtract that, factor and invert the diagonal block (false where not positive definite), divide the rows
  /// below.
  static func packPanel(
    _ matrix: UnsafePointer<Double>, size: Int, columns: Range<Int>, into packed: UnsafeMutablePointer<Double>)
  static func updatePanel(
    _ matrix: UnsafeMutablePointer<Double>, size: Int, columns: Range<Int>, rows: Range<Int>,
    packed: UnsafePointer<Double>)
  static func factorPanel(
    _ matrix: UnsafeMutablePointer<Double>, size: Int, columns: Range<Int>, inverse: UnsafeMutablePointer<Double>
  ) -> Bool
  static func solvePanel(
    _ matrix: UnsafeMutablePointer<Double>, size: Int, columns: Range<Int>, rows: Range<Int>,
    inverse: UnsafePointer<Double>)
}
