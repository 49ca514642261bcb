import Dispatch
import InstructionSets
import TrainingKernelInterface

/// Levenberg–Marquardt over snapshot weight sets, on batches that are redrawn as it goes.
package final class LevenbergMarquardt {
  /// Sets × weights.
  package private(set) var sets: [Double]
  private(set) var damping: Double
  /// Mean squared weighted error per residual of the present batch.
  package private(set) var error = Double.infinity
  package private(set) var accepted = 0

  private let kernels: [any BlockKernel]
  /// Of each part of the sums; the first takes in the others.
  private let equations: [NormalEquations]
  /// JᵀJ of the present point, and a copy to damp and factor.
  private let normal: UnsafeMutablePointer<Double>
  private let matrix: UnsafeMutablePointer<Double>
  private let size: Int
  private let workers: Int
  private let prior: WeightPrior?
  /// The mean squared error that the present batch began with: what an error in keeping with the prior is taken to be.
  private var priorShare = 0.0
  /// Sums are made in so many parts, however many threads there are: so their rounding is always the same.
  private static let parts = 2
  private static let leastDamping = 1e-9

  package init(
    sets: [Double], shape: BlockShape, setCount: Int, damping: Double, workers: Int, prior: WeightPrior? = nil,
    kernel: InstructionSet = .chosen
  ) {
    self.sets = sets
    self.damping = damping
    size = sets.count
    self.workers = workers
    self.prior = prior
    kernels = (0..<Self.parts).map { _ in kernel.makeKernel(shape) }
    equations = (0..<Self.parts).map { _ in NormalEquations(setCount: setCount, shape: shape) }
    matrix = .allocate(capacity: size * size)
    normal = .allocate(capacity: size * size)
  }

  deinit {
    matrix.deallocate()
    normal.deallocate()
  }

  /// Runs until `iterations` steps were accepted.
  /// - Parameters:
  ///   - draw: makes a batch; called at the start and after every `redrawEvery` accepted steps, and when no damping
  ///     helps (a fresh draw gets things moving where stopping would not).
  ///   - afterStep: called after each accepted step; throws to stop.
  package func run<Failure: Error>(
    iterations: Int, redrawEvery: Int, draw: () -> BlockBatch,
    afterStep: () throws(Failure) -> Void
  ) throws(Failure) {
    var batch = draw()
    func meanSquare(_ sets: [Double], differentiate: Bool) -> Double {
      accumulate(batch, sets, differentiate: differentiate) / Double(batch.residuals)
    }
    func cost(_ error: Double, _ sets: [Double]) -> Double {
      prior.map { error + priorShare * $0.sum(sets) / Double(batch.residuals) } ?? error
    }
    /// What a new batch says of the present weights.
    func begin() {
      error = meanSquare(sets, differentiate: true)
      priorShare = error
    }
    begin()
    accepted = 0
    var rejections = 0
    var fruitlessDraws = 0
    while accepted < iterations {
      let trial = step()
      var trialError = Double.infinity
      if let trial {
        trialError = meanSquare(trial, differentiate: false)
      }
      if let trial, trialError.isFinite, cost(trialError, trial) < cost(error, sets) {
        sets = trial
        damping = max(damping * 0.4, Self.leastDamping)
        rejections = 0
        fruitlessDraws = 0
        accepted += 1
        if accepted % redrawEvery == 0 && accepted < iterations {
          batch = draw()
          begin()
        } else {
          error = meanSquare(sets, differentiate: true)
        }
        try afterStep()
      } else {
        damping = min(max(damping * 3, 1e-8), 1e9)
        rejections += 1
        if rejections > 20 {
          fruitlessDraws += 1
          if fruitlessDraws > 3 { return }
          batch = draw()
          damping = 1e-3
          rejections = 0
          begin()
        }
      }
    }
  }

  /// Sums errors, and where asked the normal equations.
  private func accumulate(_ batch: BlockBatch, _ sets: [Double], differentiate: Bool) -> Double {
    let floats = sets.map(Float.init)
    nonisolated(unsafe) let owner = self
    nonisolated(unsafe) let sums = UnsafeMutablePointer<Double>.allocate(capacity: Self.parts)
    defer { sums.deallocate() }
    let accumulate: @Sendable (Int) -> Void = { part in
      let target = owner.equations[part]
      if differentiate { target.clear() }
      var sum = 0.0
      floats.withUnsafeBufferPointer { floats in
        for index in stride(from: part, to: batch.blocks.count, by: Self.parts) {
          sum += owner.kernels[part].accumulate(
            batch.blocks[index], sets: floats.baseAddress!, into: differentiate ? target : nil)
        }
      }
      sums[part] = sum
    }
    if workers > 1 {
      DispatchQueue.concurrentPerform(iterations: Self.parts, execute: accumulate)
    } else {
      for part in 0..<Self.parts { accumulate(part) }
    }
    let sum = (0..<Self.parts).reduce(0) { $0 + sums[$1] }
    guard differentiate else { return sum }
    for i in 0..<size { for j in 0...i { normal[i * size + j] = 0 } }
    for part in equations.dropFirst() { equations[0].merge(part) }
    equations[0].add(to: normal)
    return sum
  }

  /// The damped step's result; nil if the equations are not positive definite.
  private func step() -> [Double]? {
    // Weights that no error depends on, as of rows that count nothing, stay where they are.
    let live = (0..<size).filter { normal[$0 * size + $0] > 0 }
    let count = live.count
    let largest = live.reduce(0) { max($0, normal[$1 * size + $1]) }
    let ridge = largest * (1e-9 * min(1, damping * 1e3) + 1e-14)
    for (i, from) in live.enumerated() {
      let (line, source) = (matrix + i * count, normal + from * size)
      for j in 0...i { line[j] = source[live[j]] }
      line[i] += damping * source[from] + ridge
      if let prior { line[i] += priorShare * prior.inverseVariance(from) }
    }
    var gradient = [Double](repeating: 0, count: size)
    gradient.withUnsafeMutableBufferPointer { gradient in
      equations[0].addGradient(to: gradient.baseAddress!)
    }
    if let prior {
      for weight in live { gradient[weight] += priorShare * prior.inverseVariance(weight) * sets[weight] }
    }
    var change = live.map { -gradient[$0] }
    let matrix = matrix
    let solved = change.withUnsafeMutableBufferPointer {
      Cholesky.solve(matrix, size: count, $0.baseAddress!, kernel: type(of: kernels[0]), workers: workers)
    }
    guard solved else { return nil }
    var result = sets
    for (index, weight) in live.enumerated() { result[weight] += change[index] }
    return result
  }
}
