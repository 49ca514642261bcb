import Circuits
import ComplexModule
import Glibc
import TestModels
import Testing
import Training

@Suite struct SmallSignalTests {
  @Test func theStateOfAnRCDecaysExactly() {
    let (tau, dt) = (2.2e-5, 1 / 96_000.0)
    let step = LinearStep(a: [[-1 / tau]], b: [1 / tau], timeStep: dt, taps: [0, 1, 2])
    #expect(abs(step.transition[0, 0] - exp(-dt / tau)) < 1e-15)
  }

  /// A low-pass whose input is heard through taps.
  private struct LowPass {
    var tau = 2.2e-5
    let timeStep: Double
    var pole: Double { exp(-timeStep / tau) }

    func fitted(_ count: Int) -> [Double] {
      let delays = Array(0..<count)
      let step = LinearStep(a: [[-1 / tau]], b: [1 / tau], timeStep: timeStep, taps: delays)
      return delays.map { step.taps[0, $0] }
    }

    /// What taps make of a sine, against the exact low-pass.
    func error(_ taps: [Double], _ hertz: Double) -> Double {
      let omega = 2 * Double.pi * hertz
      var sum = Complex<Double>(0)
      for (k, tap) in taps.enumerated() {
        sum += Complex(tap, 0) * Complex(length: 1, phase: -omega * Double(k) * timeStep)
      }
      let response = sum / (Complex(1, 0) - Complex(length: pole, phase: -omega * timeStep))
      return (response - Complex(1, 0) / Complex(1, omega * tau)).length
    }

    /// Mean square over the band as music has it: octave by octave less above 1.5 kHz.
    func meanSquare(_ taps: [Double]) -> Double {
      var (sum, weights) = (0.0, 0.0)
      for hertz in stride(from: 0.0, through: 20_000, by: 50) {
        let weight = 1 / pow(1 + hertz / 1500, 2)
        sum += weight * pow(error(taps, hertz), 2)
        weights += weight
      }
      return sum / weights
    }
  }

  /// Band-limited input through the taps; the first-order hold for comparison.
  @Test(arguments: [88_200.0, 96_000, 192_000])
  func tapsHearBandLimitedInput(rateHz: Double) {
    let circuit = LowPass(timeStep: 1 / rateHz)
    let share = (1 - circuit.pole) * circuit.tau * rateHz
    let (fitted, held) = (circuit.fitted(4), [1 - share, share - circuit.pole])
    let (error, errorHeld) = (circuit.meanSquare(fitted), circuit.meanSquare(held))
    print("taps at \(rateHz): \(10 * log10(error)) dB, hold \(10 * log10(errorHeld)) dB")
    #expect(error < 1e-5 && error < errorHeld * 0.05)
    #expect(circuit.error(fitted, 0) < 1e-4)
  }

  /// At 384 kHz six taps say nearly the same within the band: normal equations would be left with noise.
  @Test(arguments: [88_200.0, 96_000, 192_000, 384_000])
  func moreTapsHearMore(rateHz: Double) {
    let circuit = LowPass(timeStep: 1 / rateHz)
    let (four, six) = (circuit.fitted(4), circuit.fitted(6))
    for (count, taps) in [(4, four), (6, six)] {
      let decibels = [5_000.0, 10_000, 20_000].map { Int((20 * log10(circuit.error(taps, $0))).rounded()) }
      print("\(count) taps at \(rateHz), sines of 5, 10 and 20 kHz: \(decibels) dB")
    }
    print("six taps at \(rateHz): \(10 * log10(circuit.meanSquare(six))) dB")
    #expect(circuit.meanSquare(six) < 0.2 * circuit.meanSquare(four))
    #expect(six.allSatisfy { abs($0) < 1 })
  }

  @Test func leastSquaresKeepsItsDigits() throws {
    // Powers up to the seventh of numbers near 1: the normal equations' condition is 10²⁰.
    let places = (0..<40).map { 1 + Double($0) / 100 }
    let design = Matrix(places.map { x in (0..<8).map { pow(x, Double($0)) } }, columns: 8)
    let known = (0..<8).map { Double($0 + 1) * ($0 % 2 == 0 ? 1 : -1) }
    let found = try #require(design.leastSquares(design * Matrix(known.map { [$0] }, columns: 1)))
    for (index, value) in known.enumerated() { #expect(abs(found[index, 0] - value) < 1e-3) }
    #expect(Matrix([[1, 0], [1, 0], [1, 0]], columns: 2).leastSquares(Matrix(3, 1)) == nil)
  }

  @Test func theExponentialOfARotation() {
    let angle = 7.3
    let turned = (angle * Matrix([[0, -1], [1, 0]], columns: 2)).exponential()
    #expect(abs(turned[0, 0] - cos(angle)) < 1e-13 && abs(turned[1, 0] - sin(angle)) < 1e-13)
    let nilpotent = Matrix([[0, 1e6], [0, 0]], columns: 2).exponential()
    #expect(abs(nilpotent[0, 1] - 1e6) < 1e-4 && nilpotent[0, 0] == 1)
  }

  @Test func linearSystems() {
    var dice = Dice(9)
    var a = Matrix(6, 6)
    for i in 0..<36 { a.values[i] = dice.normal() }
    a[0, 0] = 0
    var b = Matrix(6, 2)
    for i in 0..<12 { b.values[i] = dice.normal() }
    let x = a.solve(b)!
    #expect(zip((a * x).values, b.values).allSatisfy { abs($0 - $1) < 1e-11 })
    #expect(Matrix(3, 3).solve(Matrix(3, 1)) == nil)
  }

  /// Polynomials up to the degrees come back exactly, in one, two and three coordinates.
  @Test(arguments: [[6], [3, 5], [2, 0, 4]])
  func polynomialsAreExact(degrees: [Int]) {
    func functions(_ c: [Double]) -> [Double] {
      let product = zip(c, degrees).reduce(1.0) { $0 * pow($1.0, Double($1.1)) }
      return [product, product + 3 - 2 * c[0], 5]
    }
    let fit = ChebyshevFit(degrees: degrees, sample: functions)
    #expect(fit.series.count == 3 && fit.series[0].count == degrees.reduce(1) { $0 * ($1 + 1) })
    var dice = Dice(10)
    for _ in 0..<100 {
      let c = degrees.map { _ in dice.number(-1...1) }
      for (a, b) in zip(fit.values(at: c), functions(c)) { #expect(abs(a - b) < 1e-13) }
    }
  }

  @Test func smoothFunctionsConvergeFast() {
    let fit = ChebyshevFit(degrees: [12]) { [exp(2 * $0[0])] }
    for c in stride(from: -1.0, through: 1, by: 0.01) { #expect(abs(fit.values(at: [c])[0] - exp(2 * c)) < 1e-9) }
    #expect(ChebyshevFit(degrees: []) { _ in [4] }.values(at: []) == [4])
  }

  /// The series of every circuit's recipe follow the circuit itself over all knobs and rates.
  @Test(arguments: Repository.circuits)
  func recipesHaveEnoughTerms(circuit: String) throws {
    let plan = try TrainingPlan(folder: Repository.root.appending(path: "Models/\(circuit)").path)
    for stage in plan.stages where !stage.isLevel {
      let scales = Scales(states: stage.circuit.states.map { _ in 0.3 }, input: 1, output: 0.3)
      let fit = try SmallSignalFit(TransientSolver(stage.circuit), plan: stage, scales: scales)
      print("small signal of \(stage.circuit.name): \(fit.errorDecibels) dB")
      #expect(fit.errorDecibels <= stage.smallSignalLimitDecibels)
    }
    for stage in plan.stages where stage.isLevel { _ = try LevelFit(stage) }
  }
}
