import ComplexModule
import Glibc

/// One sample of a linear circuit driven by band-limited input.
///
/// The state columns are exact, Φ = e^(A dt). Input between the samples is not given by the taps alone, so the tap
/// columns are the least-squares response over the audible band: Σ m_k e^(−jωk dt) ≈ (I − Φ e^(−jω dt)) (jω − A)⁻¹ b.
package struct LinearStep {
  /// S × S
  package let transition: Matrix
  /// S × T
  package let taps: Matrix

  package static let bandHz = 22_000.0
  /// At high rates more taps than these differ by so little within the band that squaring the problem loses the answer;
  /// with these it does no harm, and what recipes make stays what it was to the last bit.
  private static let mostByNormalEquations = 4

  package init(a: [[Double]], b: [Double], timeStep: Double, taps delays: [Int]) {
    let count = b.count
    let matrix = Matrix(a, columns: count)
    let transition = (timeStep * matrix).exponential()
    self.transition = transition
    let response = Response(
      delays: delays, timeStep: timeStep,
      targets: Self.frequencies.map { Self.target(matrix, b, transition, 2 * .pi * $0.hertz, timeStep) })
    let solution =
      (delays.count > Self.mostByNormalEquations ? response.byReflections() : response.byNormalEquations())
      ?? Matrix(delays.count, count)
    var result = Matrix(count, delays.count)
    for i in delays.indices { for s in 0..<count { result[s, i] = solution[i, s] } }
    taps = result
  }

  /// Direct current, and octave by octave less weight above 1.5 kHz, as in music. Steeper weights would suit music's
  /// power still better, but leave the taps to alternate in sign and grow, and a click into a burst.
  private static let frequencies: [(hertz: Double, weight: Double)] = {
    let lowest = 20.0
    let steps = 96
    return [(0, 100)]
      + (0...steps).map { step in
        let hertz = lowest * pow(bandHz / lowest, Double(step) / Double(steps))
        let amplitude = 1 / (1 + hertz / 1_500)
        return (hertz, amplitude * amplitude)
      }
  }()

  /// What the taps have to come to at each of the frequencies: a weighted least-squares problem.
  private struct Response {
    let delays: [Int]
    let timeStep: Double
    /// Per frequency, S numbers.
    let targets: [[Complex<Double>]]

    private func phases(_ hertz: Double) -> [Complex<Double>] {
      delays.map { Complex(length: 1, phase: -2 * .pi * hertz * Double($0) * timeStep) }
    }

    func byNormalEquations() -> Matrix? {
      let count = targets[0].count
      var normal = Matrix(delays.count, delays.count)
      var right = Matrix(delays.count, count)
      for ((hertz, weight), target) in zip(LinearStep.frequencies, targets) {
        let phases = phases(hertz)
        for i in delays.indices {
          for j in delays.indices { normal[i, j] += weight * (phases[i].conjugate * phases[j]).real }
          for s in 0..<count { right[i, s] += weight * (phases[i].conjugate * target[s]).real }
        }
      }
      return normal.solve(right)
    }

    func byReflections() -> Matrix? {
      let count = targets[0].count
      var design = Matrix(2 * targets.count, delays.count)
      var right = Matrix(2 * targets.count, count)
      for (index, ((hertz, weight), target)) in zip(LinearStep.frequencies, targets).enumerated() {
        let (phases, size) = (phases(hertz), weight.squareRoot())
        for i in delays.indices {
          design[2 * index, i] = size * phases[i].real
          design[2 * index + 1, i] = size * phases[i].imaginary
        }
        for s in 0..<count {
          right[2 * index, s] = size * target[s].real
          right[2 * index + 1, s] = size * target[s].imaginary
        }
      }
      return design.leastSquares(right)
    }
  }

  private static func target(
    _ a: Matrix, _ b: [Double], _ transition: Matrix, _ omega: Double, _ timeStep: Double
  ) -> [Complex<Double>] {
    // (jω − A) X = b as a real system of twice the size.
    let n = b.count
    var system = Matrix(2 * n, 2 * n)
    var right = Matrix(2 * n, 1)
    for i in 0..<n {
      for j in 0..<n {
        system[i, j] = -a[i, j]
        system[n + i, n + j] = -a[i, j]
      }
      system[i, n + i] -= omega
      system[n + i, i] += omega
      right[i, 0] = b[i]
    }
    guard let solved = system.solve(right) else { return [Complex<Double>](repeating: .zero, count: n) }
    let x = (0..<n).map { Complex(solved[$0, 0], solved[n + $0, 0]) }
    let back = Complex(length: 1, phase: -omega * timeStep)
    return (0..<n).map { i in
      var sum = x[i]
      for j in 0..<n { sum -= Complex(transition[i, j], 0) * back * x[j] }
      return sum
    }
  }
}
