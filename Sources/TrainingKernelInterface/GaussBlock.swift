/// One block of `BlockShape.lanes` sequences for a Gauss–Newton sum.
///
/// Each sequence keeps its knobs: its weights are Σ_a share_a · set_a over a few *active* weight sets (the snapshot
/// nodes around its position), the same sets for all lanes of the block. All quantities are normalised; rows are
/// `BlockShape.lanes` floats, 64-byte aligned.
public struct GaussBlock {
  /// Steps per sequence: 1 for the one-step fit.
  public var steps: Int
  /// Indices of the active weight sets, ascending.
  public var activeSets: UnsafePointer<Int>
  public var activeCount: Int
  /// active × lanes
  public var shares: UnsafeMutablePointer<Float>
  /// states × lanes: deviation from rest before the first step.
  public var start: UnsafeMutablePointer<Float>
  /// steps × (taps + conditions) × lanes
  public var inputs: UnsafeMutablePointer<Float>
  /// outputs × (states + taps) × lanes: R · M, or nil where the targets have it subtracted already.
  public var linear: UnsafeMutablePointer<Float>?
  /// outputs × lanes: R · D
  public var gains: UnsafeMutablePointer<Float>
  /// steps × outputs × lanes: the state's change since the start; for an output row its own part.
  public var targets: UnsafeMutablePointer<Float>
  /// outputs × lanes: what errors are multiplied by; zero for lanes that only fill the block.
  public var weights: UnsafeMutablePointer<Float>

  public init(
    steps: Int, activeSets: UnsafePointer<Int>, activeCount: Int, shares: UnsafeMutablePointer<Float>,
    start: UnsafeMutablePointer<Float>, inputs: UnsafeMutablePointer<Float>, linear: UnsafeMutablePointer<Float>?,
    gains: UnsafeMutablePointer<Float>, targets: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>
  ) {
    self.steps = steps
    self.activeSets = activeSets
    self.activeCount = activeCount
    self.shares = shares
    self.start = start
    self.inputs = inputs
    self.linear = linear
    self.gains = gains
    self.targets = targets
    self.weights = weights
  }
}

/// Σ JᵀJ and Σ Jᵀe over blocks; N = weight sets × weights per set.
public struct NormalEquations {
  public let size: Int
  /// N × N, the lower triangle is filled.
  public let matrix: UnsafeMutablePointer<Double>
  public let gradient: UnsafeMutablePointer<Double>

  public init(size: Int) {
    self.size = size
    matrix = .allocate(capacity: size * size)
    gradient = .allocate(capacity: size)
    clear()
  }

  public func clear() {
    matrix.initialize(repeating: 0, count: size * size)
    gradient.initialize(repeating: 0, count: size)
  }

  public func deallocate() {
    matrix.deallocate()
    gradient.deallocate()
  }
}

/// A set of kernels compiled for one instruction set.
public protocol BlockKernel: AnyObject {
  init(_ shape: BlockShape)

  /// Sum of squared weighted errors of one block; adds to `equations` if given.
  /// - Parameter sets: weight sets × weights.
  func accumulate(_ block: GaussBlock, sets: UnsafePointer<Float>, into equations: NormalEquations?) -> Double
}
