import Dispatch
import TrainingKernelInterface

/// Solving of the damped normal equations: blocked Cholesky on all workers.
package enum Cholesky {
  private static let blockWidth = 48

  /// Solves A x = b for a symmetric positive definite A given by its lower triangle; A becomes its factor L, b the
  /// solution. False if A is not positive definite.
  package static func solve(
    _ a: UnsafeMutablePointer<Double>, size n: Int, _ b: UnsafeMutablePointer<Double>, kernel: any BlockKernel.Type,
    workers: Int
  ) -> Bool {
    nonisolated(unsafe) let (a, kernel) = (a, kernel)
    let blocks = stride(from: 0, to: n, by: blockWidth).map { $0..<min($0 + blockWidth, n) }
    let room = ((blocks.map { kernel.packedCount(columns: $0) }.max() ?? 0) + 7) / 8 * 8
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * room * MemoryLayout<Double>.stride, alignment: 64)
    defer { memory.deallocate() }
    nonisolated(unsafe) let packed = memory.bindMemory(to: Double.self, capacity: 2 * room)
    nonisolated(unsafe) let inverse = packed + room
    for columns in blocks {
      kernel.packPanel(a, size: n, columns: columns, into: packed)
      kernel.updatePanel(a, size: n, columns: columns, rows: columns, packed: packed)
      guard kernel.factorPanel(a, size: n, columns: columns, inverse: inverse) else { return false }
      let below = columns.upperBound..<n
      // Pieces smaller than the share of a worker keep all of them busy to the end.
      let piece = workers > 1 ? max(16, (below.count / (4 * workers) + 7) / 8 * 8) : max(below.count, 1)
      let pieces = (below.count + piece - 1) / piece
      let work: @Sendable (Int) -> Void = { index in
        let first = below.lowerBound + index * piece
        let rows = first..<min(first + piece, n)
        kernel.updatePanel(a, size: n, columns: columns, rows: rows, packed: packed)
        kernel.solvePanel(a, size: n, columns: columns, rows: rows, inverse: inverse)
      }
      if pieces > 1 {
        DispatchQueue.concurrentPerform(iterations: pieces, execute: work)
      } else if pieces == 1 {
        work(0)
      }
    }
    for i in 0..<n {
      // Several sums: one would wait for each product in turn.
      let line = a + i * n
      var sums = SIMD8<Double>()
      let whole = i / 8 * 8
      for k in stride(from: 0, to: whole, by: 8) {
        for lane in 0..<8 { sums[lane] += line[k + lane] * b[k + lane] }
      }
      var sum = b[i] - sums.sum()
      for k in whole..<i { sum -= line[k] * b[k] }
      b[i] = sum / line[i]
    }
    for i in (0..<n).reversed() {
      b[i] /= a[i * n + i]
      let x = b[i]
      for k in 0..<i { b[k] -= a[i * n + k] * x }
    }
    return true
  }
}
