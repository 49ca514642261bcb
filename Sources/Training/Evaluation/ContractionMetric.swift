import Glibc
import RealTime

/// A fixed way to measure distances between states, in which a step may shrink them: |v| = ‖W v‖.
package struct ContractionMetric {
  /// In words, for the card.
  package let name: String
  private let w: Matrix
  private let inverse: Matrix

  /// nil where W cannot be inverted.
  package init?(_ name: String, _ w: Matrix) {
    guard let inverse = w.solve(.identity(w.rows)) else { return nil }
    (self.name, self.w, self.inverse) = (name, w, inverse)
  }

  /// By how much a step stretches the distance of two neighbours at most: the largest singular value of W J W⁻¹.
  package func stretch(_ jacobian: Matrix) -> Double { (w * jacobian * inverse).largestSingularValue() }

  /// Normalised units as they are, and what Lyapunov's equation AᵀPA − P = −Q of the linear step A gives: P's diagonal
  /// and P itself, for Q = 1 and for Q as each state's own decay has it.
  package static func candidates(_ a: Matrix) -> [ContractionMetric] {
    let count = a.rows
    var metrics = [ContractionMetric("normalised", .identity(count))]
    var own = Matrix.identity(count)
    for i in 0..<count { own[i, i] = max(1 - a[i, i] * a[i, i], 1e-9) }
    for (name, q) in [("", Matrix.identity(count)), (" of own decay", own)] {
      guard let p = lyapunov(a, q) else { continue }
      var diagonal = Matrix(count, count)
      for i in 0..<count { diagonal[i, i] = p[i, i].squareRoot() }
      metrics.append(ContractionMetric("diagonal" + name, diagonal))
      if let factor = p.choleskyFactor() { metrics.append(ContractionMetric("Lyapunov" + name, factor)) }
    }
    return metrics.compactMap { $0 }
  }

  /// P = Σ (Aᵀ)ᵏ Q Aᵏ by doubling; nil where A does not decay.
  private static func lyapunov(_ a: Matrix, _ q: Matrix) -> Matrix? {
    var (p, power) = (q, a)
    for _ in 0..<48 {
      let more = power.transposed() * p * power
      p = p + more
      power = power * power
      guard p.values.allSatisfy({ abs($0) < 1e15 }) else { return nil }
    }
    let size = power.values.reduce(0) { max($0, abs($1)) }
    return size < 1e-6 ? p : nil
  }
}

extension Matrix {
  package func transposed() -> Matrix {
    var result = Matrix(columns, rows)
    for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
    return result
  }

  /// Upper triangular U with UᵀU = self; nil where self is not positive definite.
  package func choleskyFactor() -> Matrix? {
    var u = Matrix(rows, rows)
    for i in 0..<rows {
      for j in i..<rows {
        let sum = (0..<i).reduce(self[i, j]) { $0 - u[$1, i] * u[$1, j] }
        if i == j {
          guard sum > 0 else { return nil }
          u[i, i] = sum.squareRoot()
        } else {
          u[i, j] = sum / u[i, i]
        }
      }
    }
    return u
  }

  /// The largest eigenvalue's magnitude.
  package func spectralRadius() -> Double {
    let rows = (0..<rows).map { i in (0..<columns).map { j in self[i, j] } }
    return SlowestMode.spectralRadius(rows, doublings: 40)
  }

  /// The root of the largest eigenvalue of selfᵀ self, which Jacobi's rotations make diagonal.
  package func largestSingularValue() -> Double {
    var s = transposed() * self
    let count = s.rows
    for _ in 0..<60 {
      var off = 0.0
      for p in 0..<count {
        for q in p + 1..<max(count, p + 1) {
          off = max(off, abs(s[p, q]))
          guard abs(s[p, q]) > 1e-300 else { continue }
          let theta = (s[q, q] - s[p, p]) / (2 * s[p, q])
          let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let r = t * c
          for k in 0..<count {
            let (x, y) = (s[k, p], s[k, q])
            (s[k, p], s[k, q]) = (c * x - r * y, r * x + c * y)
          }
          for k in 0..<count {
            let (x, y) = (s[p, k], s[q, k])
            (s[p, k], s[q, k]) = (c * x - r * y, r * x + c * y)
          }
        }
      }
      let size = (0..<count).reduce(0) { max($0, abs(s[$1, $1])) }
      if off <= 1e-16 * size || !off.isFinite { break }
    }
    return (0..<count).reduce(0) { max($0, s[$1, $1]) }.squareRoot()
  }
}
