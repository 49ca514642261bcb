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

  /// Band-limited input through the taps, against the exact low-pass; the first-order hold for comparison.
  @Test(arguments: [88_200.0, 96_000, 192_000])
  func tapsHearBandLimitedInput(rateHz: Double) {
    let (tau, dt) = (2.2e-5, 1 / rateHz)
    let delays = [0, 1, 2, 3]
    let step = LinearStep(a: [[-1 / tau]], b: [1 / tau], timeStep: dt, taps: delays)
    let pole = exp(-dt / tau)
    let share = (1 - pole) * tau / dt
    func error(_ taps: [Double], _ hertz: Double) -> Double {
      let omega = 2 * Double.pi * hertz
      var sum = Complex<Double>(0)
      for (k, tap) in taps.enumerated() { sum += Complex(tap, 0) * Complex(length: 1, phase: -omega * Double(k) * dt) }
      let response = sum / (Complex(1, 0) - Complex(length: pole, phase: -omega * dt))
      return (response - Complex(1, 0) / Complex(1, omega * tau)).length
    }
    let fitted = delays.indices.map { step.taps[0, $0] }
    let held = [1 - share, share - pole]
    // As music has it: octave by octave less above 1.5 kHz.
    var (sum, sumHeld, weights) = (0.0, 0.0, 0.0)
    for hertz in stride(from: 0.0, through: 20_000, by: 50) {
      let weight = 1 / pow(1 + hertz / 1500, 2)
      sum += weight * pow(error(fitted, hertz), 2)
      sumHeld += weight * pow(error(held, hertz), 2)
      weights += weight
    }
    print("taps at \(rateHz): \(10 * log10(sum / weights)) dB, hold \(10 * log10(sumHeld / weights)) dB")
    #expect(sum < weights * 1e-5 && sum < sumHeld * 0.05)
    #expect(error(fitted, 0) < 1e-4)
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
      #expect(fit.errorDecibels <= -90)
    }
    for stage in plan.stages where stage.isLevel { _ = try LevelFit(stage) }
  }
}
