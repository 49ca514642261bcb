import Dispatch
import TrainingKernelInterface

/// Solving of the damped normal equations: blocked Cholesky on all workers.
enum Cholesky {
  private static let blockWidth = 48

  /// Solves A x = b for a symmetric positive definite A given by its lower triangle; A becomes its factor L, b the
  /// solution. False if A is not positive definite.
  static func solve(
    _ a: UnsafeMutablePointer<Double>, size n: Int, _ b: UnsafeMutablePointer<Double>, kernel: any BlockKernel.Type,
    workers: Int
  ) -> Bool {
    nonisolated(unsafe) let (a, kernel) = (a, kernel)
    for start in stride(from: 0, to: n, by: blockWidth) {
      let columns = start..<min(start + blockWidth, n)
      kernel.updatePanel(a, size: n, columns: columns, rows: columns)
      guard kernel.factorPanel(a, size: n, columns: columns) else { return false }
      let below = columns.upperBound..<n
      // Pieces smaller than the share of a worker keep all of them busy to the end.
      let piece = max(16, (below.count / (4 * workers) + 3) / 4 * 4)
      let pieces = (below.count + piece - 1) / piece
      DispatchQueue.concurrentPerform(iterations: pieces) { index in
        let first = below.lowerBound + index * piece
        let rows = first..<min(first + piece, n)
        kernel.updatePanel(a, size: n, columns: columns, rows: rows)
        kernel.solvePanel(a, size: n, columns: columns, rows: rows)
      }
    }
    for i in 0..<n {
      var sum = b[i]
      for k in 0..<i { sum -= a[i * n + k] * b[k] }
      b[i] = sum / a[i * n + i]
    }
    for i in (0..<n).reversed() {
      b[i] /= a[i * n + i]
      let x = b[i]
      for k in 0..<i { b[k] -= a[i * n + k] * x }
    }
    return true
  }
}
