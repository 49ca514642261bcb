import Dispatch
import TrainingKernelInterface

/// Levenberg–Marquardt over snapshot weight sets, on batches that are redrawn as it goes.
final class LevenbergMarquardt {
  /// Sets × weights.
  private(set) var sets: [Double]
  private(set) var damping: Double
  /// Mean squared weighted error per residual of the present batch.
  private(set) var error = Double.infinity
  private(set) var accepted = 0

  private let kernels: [any BlockKernel]
  private let equations: [NormalEquations]
  /// JᵀJ of the present point, and a copy to damp and factor.
  private let normal: UnsafeMutablePointer<Double>
  private let matrix: UnsafeMutablePointer<Double>
  private let size: Int
  private static let leastDamping = 1e-9

  init(sets: [Double], shape: BlockShape, setCount: Int, damping: Double, workers: Int, kernel: KernelChoice = .best) {
    self.sets = sets
    self.damping = damping
    size = sets.count
    kernels = (0..<workers).map { _ in kernel.makeKernel(shape) }
    equations = (0..<workers).map { _ in NormalEquations(setCount: setCount, shape: shape) }
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
  func run<Failure: Error>(
    iterations: Int, redrawEvery: Int, residualsPerSequence: Int, draw: () -> BlockBatch,
    afterStep: () throws(Failure) -> Void
  ) throws(Failure) {
    var batch = draw()
    func meanSquare(_ sets: [Double], differentiate: Bool) -> Double {
      accumulate(batch, sets, differentiate: differentiate) / Double(batch.count * residualsPerSequence)
    }
    error = meanSquare(sets, differentiate: true)
    accepted = 0
    var rejections = 0
    var fruitlessDraws = 0
    while accepted < iterations {
      let trial = step()
      var trialError = Double.infinity
      if let trial {
        trialError = meanSquare(trial, differentiate: false)
      }
      if let trial, trialError.isFinite, trialError < error {
        sets = trial
        damping = max(damping * 0.4, Self.leastDamping)
        rejections = 0
        fruitlessDraws = 0
        accepted += 1
        if accepted % redrawEvery == 0 && accepted < iterations { batch = draw() }
        error = meanSquare(sets, differentiate: true)
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
          error = meanSquare(sets, differentiate: true)
        }
      }
    }
  }

  /// Sums errors, and where asked the normal equations, over both cores.
  private func accumulate(_ batch: BlockBatch, _ sets: [Double], differentiate: Bool) -> Double {
    let floats = sets.map(Float.init)
    let workers = kernels.count
    nonisolated(unsafe) let owner = self
    nonisolated(unsafe) let sums = UnsafeMutablePointer<Double>.allocate(capacity: workers)
    defer { sums.deallocate() }
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      let target = owner.equations[worker]
      if differentiate { target.clear() }
      var sum = 0.0
      floats.withUnsafeBufferPointer { floats in
        for index in stride(from: worker, to: batch.blocks.count, by: workers) {
          sum += owner.kernels[worker].accumulate(
            batch.blocks[index], sets: floats.baseAddress!, into: differentiate ? target : nil)
        }
      }
      sums[worker] = sum
    }
    let sum = (0..<workers).reduce(0) { $0 + sums[$1] }
    guard differentiate else { return sum }
    for i in 0..<size { for j in 0...i { normal[i * size + j] = 0 } }
    for part in equations { part.add(to: normal) }
    return sum
  }

  /// The damped step's result; nil if the equations are not positive definite.
  private func step() -> [Double]? {
    var largest = 0.0
    for i in 0..<size { largest = max(largest, normal[i * size + i]) }
    let ridge = largest * (1e-9 * min(1, damping * 1e3) + 1e-14)
    for i in 0..<size {
      for j in 0...i { matrix[i * size + j] = normal[i * size + j] }
      matrix[i * size + i] += damping * normal[i * size + i] + ridge
    }
    var change = [Double](repeating: 0, count: size)
    change.withUnsafeMutableBufferPointer { change in
      for part in equations { part.addGradient(to: change.baseAddress!) }
      for i in change.indices { change[i] = -change[i] }
    }
    let size = size
    let matrix = matrix
    let solved = change.withUnsafeMutableBufferPointer {
      Cholesky.solve(matrix, size: size, $0.baseAddress!, kernel: type(of: kernels[0]), workers: kernels.count)
    }
    guard solved else { return nil }
    return zip(sets, change).map { $0 + $1 }
  }
}
