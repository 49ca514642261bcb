import Circuits
import Glibc
import Testing

/// Circuits with a solution on paper.
@Suite struct AnalyticTests {
  /// Largest error at 40 evenly spaced times over `duration`.
  private func worst(
    _ source: String, duration: Double, steps: Int, state: [Double]? = nil, input: (Double) -> Double,
    truth: (Double) -> Double
  ) throws -> Double {
    var solver = try TransientSolver(Circuit(source: source, name: "test"))
    try solver.start(knobs: [])
    if let state { try solver.setState(state, input: input(0), knobs: []) }
    var error = abs(solver.output - truth(0))
    for n in 1...40 {
      let time = duration * Double(n) / 40
      try solver.step(input: input(time), knobs: [], timeStep: duration / 40, substeps: steps)
      error = max(error, abs(solver.output - truth(time)))
    }
    return error
  }

  private func expectSecondOrder(_ errors: [Double]) {
    for (coarse, fine) in zip(errors, errors.dropFirst()) { #expect(abs(log2(coarse / fine) - 2) < 0.15, "\(errors)") }
  }

  @Test func resistorAndCapacitorOnARamp() throws {
    let source = "* RC\nVin in 0 external\nR1 in out 1k\nC1 out 0 1u\n"
    let errors = try [1, 2, 4, 8].map { steps in
      try worst(source, duration: 5e-3, steps: steps, input: { 1000 * $0 }) {
        1000 * ($0 - 1e-3 * (1 - exp(-$0 / 1e-3)))
      }
    }
    expectSecondOrder(errors)
    #expect(errors[3] < 1e-5)
  }

  @Test func inductorAndResistorOnARamp() throws {
    let source = "* LR\nVin in 0 external\nL1 in out 1\nR1 out 0 1k\n"
    let errors = try [1, 2, 4, 8].map { steps in
      try worst(source, duration: 5e-3, steps: steps, input: { 1000 * $0 }) {
        1000 * ($0 - 1e-3 * (1 - exp(-$0 / 1e-3)))
      }
    }
    expectSecondOrder(errors)
    #expect(errors[3] < 1e-5)
  }

  @Test func ringingResonator() throws {
    // Series R L C let go from 1 V on the capacitor: α = R/2L = 500/s, ω₀ = 10⁴/s.
    let source = "* RLC\nVin in 0 external\nR1 in a 10\nL1 a out 10m\nC1 out 0 1u\n"
    let (alpha, natural) = (500.0, 1e4)
    let omega = (natural * natural - alpha * alpha).squareRoot()
    let errors = try [8, 16, 32].map { steps in
      try worst(source, duration: 2e-3, steps: steps, state: [0, 1], input: { _ in 0 }) {
        exp(-alpha * $0) * (cos(omega * $0) + alpha / omega * sin(omega * $0))
      }
    }
    expectSecondOrder(errors)
    #expect(errors[2] < 1e-4)
  }

  @Test func linearisedResonator() throws {
    let source = "* RLC\nVin in 0 external\nR1 in a 10\nL1 a out 10m\nC1 out 0 1u\n"
    let linear = try TransientSolver(Circuit(source: source, name: "test")).linearised(knobs: [])
    #expect(linear.a.map { $0.map { ($0 * 1e-3).rounded() } } == [[-1, -0.1.rounded()], [1000, 0]])
    #expect(abs(linear.a[0][1] + 100) < 1e-9 && abs(linear.b[0] - 100) < 1e-9 && linear.b[1] == 0)
    #expect(linear.c == [0, 1] && linear.d == 0)
  }

  @Test func highPassFeedsThrough() throws {
    let source = "* CR\nVin in 0 external\nC1 in out 1u\nR1 out 0 1k\n"
    let linear = try TransientSolver(Circuit(source: source, name: "test")).linearised(knobs: [])
    #expect(abs(linear.a[0][0] + 1000) < 1e-9 && abs(linear.b[0] - 1000) < 1e-9)
    #expect(linear.c == [-1] && linear.d == 1)
  }

  @Test func linearisedAgreesWithSmallSteps() throws {
    let path = "/\(Guitar.root)/Models/diode-clipper/circuit.cir"
    var solver = try TransientSolver(Circuit(contentsOf: path))
    for knob in [0, 0.3, 1] {
      let linear = try solver.linearised(knobs: [knob])
      let (x, h) = (1e-6, 1e-9)
      try solver.setState([x], input: 0, knobs: [knob])
      try solver.step(input: 0, knobs: [knob], timeStep: h)
      let slope = (solver.state[0] - x) / h
      #expect(abs(slope / (linear.a[0][0] * x) - 1) < 1e-4)
    }
  }

  @Test func loopThroughTheInputHasNoStateSpace() throws {
    let source = "* CC\nVin in 0 external\nC1 in out 1u\nC2 out 0 1u\nR1 out 0 1k\n"
    let solver = try TransientSolver(Circuit(source: source, name: "test"))
    let error = #expect(throws: SolverError.self) { try solver.linearised(knobs: []) }
    #expect(error == .inputSlopeMatters(circuit: "test", element: "C2"))
  }
}
