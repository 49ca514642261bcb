import Glibc
import TestModels
import Testing

import RealTime

@Suite struct NumberTests {
  @Test func exponential() {
    var dice = Dice(1)
    var worst = 0.0
    for _ in 0..<200_000 {
      let x = dice.number(-700...700)
      worst = max(worst, abs(Elementary.exp(x) / exp(x) - 1))
      let small = dice.number(-1...1)
      worst = max(worst, abs(Elementary.exp(small) / exp(small) - 1))
    }
    print("exp: \(worst)")
    #expect(worst < 5e-16)
    #expect(Elementary.exp(0) == 1)
    #expect(Elementary.exp(1e9).isFinite && Elementary.exp(-1e9) > 0)
    #expect(abs(Elementary.gain(decibels: 20) - 10) < 1e-14)
  }

  @Test func logarithm() {
    var dice = Dice(2)
    var worst = 0.0
    for _ in 0..<200_000 {
      let x = exp(dice.number(-700...700))
      worst = max(worst, abs(Elementary.log(x) - log(x)) / max(abs(log(x)), 1))
      let near = dice.number(0.5...2)
      worst = max(worst, abs(Elementary.log(near) - log(near)))
    }
    print("log: \(worst)")
    #expect(worst < 5e-16)
    #expect(Elementary.log(1) == 0)
    #expect(Elementary.log(0).isFinite && Elementary.log(-1).isFinite)
  }

  /// Σ a[i, j, k] T_i(c₀) T_j(c₁) T_k(c₂) with T_n(c) = cos(n arccos c).
  @Test func chebyshevSeries() {
    var dice = Dice(3)
    let degrees = [3, 0, 5]
    let length = 4 * 1 * 6
    for _ in 0..<50 {
      let c = degrees.map { _ in dice.number(-1...1) }
      let series = (0..<length).map { _ in dice.normal() }
      var direct = 0.0
      for flat in 0..<length {
        direct += series[flat] * cos(Double(flat / 6) * acos(c[0])) * cos(Double(flat % 6) * acos(c[2]))
      }
      var basis = [Double](repeating: .nan, count: length)
      Chebyshev.fillBasis(&basis, coordinates: c, degrees: degrees, count: 3)
      #expect(abs(zip(basis, series).reduce(0) { $0 + $1.0 * $1.1 } - direct) < 1e-12)
      let last = Chebyshev.collapsed(series, degrees: degrees, axis: 2, at: c[2])
      let first = Chebyshev.collapsed(last, degrees: [3, 0], axis: 0, at: c[0])
      #expect(abs(first[0] - direct) < 1e-12)
    }
  }

  /// Two poles of 4 ms: a step's answer is 1 − (1 + t/τ) e^(−t/τ), up to the sampling of the two stages.
  @Test(arguments: [48_000.0, 96_000, 384_000])
  func smootherStep(rateHz: Double) {
    var smoother = Smoother(rateHz: rateHz, value: 0.25)
    smoother.head(for: 0.75)
    let pole = exp(-1 / (0.004 * rateHz))
    var worst = 0.0
    for n in 1...Int(0.05 * rateHz) {
      // Exactly, in samples: 1 − (1 + n (1 − p)) pⁿ.
      let exact = 0.25 + 0.5 * (1 - (1 + Double(n) * (1 - pole)) * pow(pole, Double(n)))
      let before = smoother.value
      worst = max(worst, abs(smoother.step() - exact))
      worst = max(worst, abs(smoother.between - (before + smoother.value) / 2))
    }
    #expect(worst < 1e-12)
    let t = 0.05 / 0.004
    #expect(abs(smoother.value - (0.25 + 0.5 * (1 - (1 + t) * exp(-t)))) < 1e-4)
    var steps = 0
    while smoother.isMoving && steps < Int(rateHz) {
      _ = smoother.step()
      steps += 1
    }
    #expect(smoother.value == 0.75 && smoother.between == 0.75 && Double(steps) / rateHz < 0.1)
  }

  @Test func nodesAndIntervals() {
    let nodes = [-1, -0.5, 0.25, 1]
    #expect(SnapshotAxisTable.interval(of: -1, in: nodes) == (0, 0))
    #expect(SnapshotAxisTable.interval(of: -0.75, in: nodes) == (0, 0.5))
    #expect(SnapshotAxisTable.interval(of: -0.5, in: nodes) == (1, 0))
    #expect(SnapshotAxisTable.interval(of: 1, in: nodes) == (2, 1))
    #expect(SnapshotAxisTable.interval(of: 7, in: nodes) == (2, 1))
    #expect(SnapshotAxisTable.interval(of: -7, in: nodes) == (0, 0))
  }
}
