/// Solving of the damped normal equations.
enum Cholesky {
  /// Solves A x = b for a symmetric positive definite A given by its lower triangle; A becomes its factor L, b the
  /// solution. Leading zeros of rows are skipped: snapshot nodes couple only to their neighbours. False if A is not
  /// positive definite.
  static func solve(
    _ a: UnsafeMutablePointer<Double>, size n: Int, _ b: UnsafeMutablePointer<Double>
  ) -> Bool {
    var first = [Int](repeating: 0, count: n)
    for i in 0..<n {
      var j = 0
      while j < i && a[i * n + j] == 0 { j += 1 }
      first[i] = j
    }
    for i in 0..<n {
      let row = a + i * n
      for j in first[i]..<i {
        let from = max(first[i], first[j])
        row[j] = (row[j] - dot(row + from, a + j * n + from, j - from)) / a[j * n + j]
      }
      let pivot = row[i] - dot(row + first[i], row + first[i], i - first[i])
      guard pivot > 0, pivot.isFinite else { return false }
      row[i] = pivot.squareRoot()
    }
    for i in 0..<n {
      let from = first[i]
      b[i] = (b[i] - dot(a + i * n + from, b + from, i - from)) / a[i * n + i]
    }
    for i in (0..<n).reversed() {
      b[i] /= a[i * n + i]
      let x = b[i]
      for j in first[i]..<i { b[j] -= a[i * n + j] * x }
    }
    return true
  }

  @inline(__always)
  private static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
    typealias Lanes = SIMD8<Double>
    var (s, t) = (Lanes(repeating: 0), Lanes(repeating: 0))
    var i = 0
    let (rawA, rawB) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
    while i + 16 <= count {
      let at = i * MemoryLayout<Double>.stride
      s +=
        rawA.loadUnaligned(fromByteOffset: at, as: Lanes.self) * rawB.loadUnaligned(fromByteOffset: at, as: Lanes.self)
      t +=
        rawA.loadUnaligned(fromByteOffset: at + 64, as: Lanes.self)
        * rawB.loadUnaligned(fromByteOffset: at + 64, as: Lanes.self)
      i += 16
    }
    var sum = (s + t).sum()
    while i < count {
      sum += a[i] * b[i]
      i += 1
    }
    return sum
  }
}
