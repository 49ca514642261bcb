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
  /// outputs × (states + taps) × lanes: R · M, or nil where the targets have it subtracted already. For one step the
  /// rows that do not saturate may be zero, with their targets lessened.
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

/// Σ JᵀJ and Σ Jᵀe over blocks, set pair by set pair: only pairs that met in a block exist.
public final class NormalEquations {
  public let setCount: Int
  /// Weights per set.
  public let weights: Int
  /// Doubles from one row of a pair to the next.
  public let stride: Int
  /// setCount × weights
  public let gradient: UnsafeMutablePointer<Double>
  private var pairs: [UnsafeMutablePointer<Double>?]

  public init(setCount: Int, weights: Int) {
    self.setCount = setCount
    self.weights = weights
    stride = (weights + 31) / 32 * 32
    gradient = .allocate(capacity: setCount * weights)
    gradient.initialize(repeating: 0, count: setCount * weights)
    pairs = Array(repeating: nil, count: setCount * setCount)
  }

  deinit {
    gradient.deallocate()
    for pair in pairs { pair?.deallocate() }
  }

  public func clear() {
    gradient.update(repeating: 0, count: setCount * weights)
    for pair in pairs { pair?.update(repeating: 0, count: weights * stride) }
  }

  /// weights × stride; the lower triangle stands for the whole, which is symmetric.
  public func pair(_ row: Int, _ column: Int) -> UnsafeMutablePointer<Double> {
    if let pair = pairs[row * setCount + column] { return pair }
    let pair = UnsafeMutablePointer<Double>.allocate(capacity: weights * stride)
    pair.initialize(repeating: 0, count: weights * stride)
    pairs[row * setCount + column] = pair
    return pair
  }

  /// Adds everything onto the lower triangle of a square matrix of setCount × weights rows.
  public func add(to matrix: UnsafeMutablePointer<Double>) {
    let size = setCount * weights
    for row in 0..<setCount {
      for column in 0...row {
        guard let pair = pairs[row * setCount + column] else { continue }
        let corner = matrix + row * weights * size + column * weights
        for i in 0..<weights {
          let (line, source) = (corner + i * size, pair + i * stride)
          for j in 0...i { line[j] += source[j] }
          if row != column { for j in i + 1..<max(weights, i + 1) { line[j] += pair[j * stride + i] } }
        }
      }
    }
  }
}

/// A set of kernels compiled for one instruction set.
public protocol BlockKernel: AnyObject {
  init(_ shape: BlockShape)

  /// Sum of squared weighted errors of one block; adds to `equations` if given.
  /// - Parameter sets: weight sets × weights.
  func accumulate(_ block: GaussBlock, sets: UnsafePointer<Float>, into equations: NormalEquations?) -> Double

  /// Steps of a left-looking Cholesky factorisation, block column by block column: subtract what is factored left of
  /// it, factor the diagonal block (false where not positive definite), divide the rows below.
  static func updatePanel(_ matrix: UnsafeMutablePointer<Double>, size: Int, columns: Range<Int>, rows: Range<Int>)
  static func factorPanel(_ matrix: UnsafeMutablePointer<Double>, size: Int, columns: Range<Int>) -> Bool
  static func solvePanel(_ matrix: UnsafeMutablePointer<Double>, size: Int, columns: Range<Int>, rows: Range<Int>)
}
