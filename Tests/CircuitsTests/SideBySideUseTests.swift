import Circuits
import Foundation
import InstructionSets
import Testing

/// Starts, states, errors and expressions of lanes side by side.
@Suite struct SideBySideUseTests {
  private static let frame = "* lanes\nVin in 0 external\nVk_g k_g 0 external\n"

  private func lanes(_ lines: String) throws -> SideBySide {
    try SideBySide(TransientSolver(Circuit(source: Self.frame + lines, name: "lanes")))
  }

  @Test func anErrorStopsItsLaneAlone() throws {
    var lanes = try lanes("R1 in out r='1k*(v(k_g)-0.5)'\nR2 out 0 1k\nC1 out 0 10n\n")
    for lane in 0..<4 {
      try lanes.start(lane, knobs: [1])
      try lanes.setTimeStep(1e-5, of: lane)
      lanes.setInput(1, of: lane)
    }
    lanes.setKnob(0, 0.25, of: 1)
    lanes.setInput(.nan, of: 2)
    let moving: Lanes = [Lanes(0), Lanes(1), Lanes(2), Lanes(3), Lanes(4)]
    let before = lanes.output(of: 2)
    #expect(lanes.step(moving) == [Lanes(1), Lanes(2), Lanes(4)])
    #expect(
      lanes.error(of: 1)
        == .resistance(circuit: "lanes", at: SourcePosition(file: "lanes", line: 4), element: "R1", ohms: -250))
    guard case .notUsable("input", let found)? = lanes.error(of: 2) else {
      Issue.record("expected an unusable input, got \(lanes.error(of: 2) as Any)")
      return
    }
    #expect(found.isNaN && lanes.output(of: 2) == before)
    #expect(lanes.error(of: 4) == .notStarted(circuit: "lanes"))
    #expect(lanes.error(of: 0) == nil && lanes.time(of: 0) == 1e-5 && lanes.time(of: 2) == 0)
    #expect(lanes.output(of: 0) == lanes.output(of: 3) && lanes.output(of: 0) > 0)
    // What was wrong is put right, and the lane goes on.
    lanes.setInput(1, of: 2)
    #expect(lanes.step([Lanes(2)]).isEmpty && lanes.output(of: 2) == lanes.output(of: 0))
  }

  @Test(arguments: [0, -1e-6, .infinity]) func refusesATimeStep(_ seconds: Double) throws {
    var lanes = try lanes("R1 in out 1k\nC1 out 0 10n\n")
    try lanes.start(0, knobs: [0])
    let error = #expect(throws: SolverError.self) { try lanes.setTimeStep(seconds, of: 0) }
    #expect(error == .notUsable(quantity: "time step", found: seconds))
  }

  @Test func wrongCountsAreRefused() throws {
    var lanes = try lanes("R1 in out 1k\nC1 out 0 10n\n")
    let knobs = #expect(throws: SolverError.self) { try lanes.start(0, knobs: []) }
    #expect(knobs == .wrongCount(of: "knobs", circuit: "lanes", expected: 1, found: 0))
    let states = #expect(throws: SolverError.self) { try lanes.setState([1, 2], of: 0, input: 0, knobs: [0]) }
    #expect(states == .wrongCount(of: "states", circuit: "lanes", expected: 1, found: 2))
  }

  /// One step from any state is that of a solver put there.
  @Test(arguments: ["ladder", "ms20", "tube-screamer"]) func statesAreTakenUp(_ id: String) throws {
    let solver = try SideBySideTests.model(id)
    var lanes = try SideBySide(solver)
    var other = try SideBySide(solver)
    var random = SplitMix64(seed: 9)
    let knobs = solver.circuit.controls.map { _ in random.uniform(0.2...0.8) }
    let rest = try solver.operatingPoint(knobs: knobs).states
    var expected: [(state: [Double], output: Double)] = []
    for lane in 0..<8 {
      let state = rest.map { $0 + 0.01 * random.normal() }
      var one = solver
      try one.start(knobs: knobs)
      try one.setState(state, input: 0.1, knobs: knobs)
      try one.step(input: 0.2, knobs: knobs, timeStep: 1e-6)
      expected.append((one.state, one.output))
      try other.start(lane, knobs: knobs)
      try lanes.setState(state, of: lane, input: 0.1, knobs: knobs, from: other, near: lane)
      lanes.setInput(0.2, of: lane)
      try lanes.setTimeStep(1e-6, of: lane)
    }
    #expect(lanes.step().isEmpty)
    for lane in 0..<8 {
      #expect(abs(lanes.output(of: lane) - expected[lane].output) < 1e-10)
      for (index, value) in expected[lane].state.enumerated() {
        #expect(abs(lanes.state(at: index, of: lane) - value) <= 1e-11 * max(1, abs(value)))
      }
    }
  }

  /// Each function at eight arguments at once, against the scalar solver's.
  @Test(arguments: [
    "exp(v(in))", "ln(abs(v(in))+1e-9)", "sqrt(abs(v(in)))", "sinh(v(in))", "cosh(v(in))", "tanh(v(in))",
    "pow(v(in),1.4)", "pow(2,v(in))", "v(in)/(1+v(in)*v(in))", "max(v(in),0.3)-min(v(in),-0.2)", "abs(v(in))",
    "v(in)>0.1 ? 2*v(in) : v(in)*v(in)", "sin(v(in))+atan(v(in))+log10(abs(v(in))+1)", "pwl(v(in),-1,2,0,1,3,4)",
  ]) func functionsAgree(_ text: String) throws {
    for kernels in InstructionSet.available {
      let solver = try TransientSolver(Circuit(source: Self.frame + "B1 out 0 V='\(text)'\nR1 out 0 1k\n", name: "f"))
      var lanes = try SideBySide(solver, kernels: kernels)
      var one = solver
      for lane in 0..<8 {
        try lanes.start(lane, knobs: [0])
        try lanes.setTimeStep(1e-6, of: lane)
      }
      try one.start(knobs: [0])
      var random = SplitMix64(seed: 3)
      for _ in 0..<200 {
        let inputs = (0..<8).map { _ in random.logarithmic(1e-12...30) * (random.uniform() < 0.5 ? -1 : 1) }
        for lane in 0..<8 { lanes.setInput(inputs[lane], of: lane) }
        // Until nothing is left of earlier values in the guesses.
        for _ in 0..<6 { #expect(lanes.step().isEmpty) }
        for lane in 0..<8 {
          for _ in 0..<6 { try one.step(input: inputs[lane], knobs: [0], timeStep: 1e-6) }
          let (found, wanted) = (lanes.output(of: lane), one.output)
          #expect(
            abs(found - wanted) <= 2e-14 * max(abs(wanted), 1e-12), "\(text) at \(inputs[lane]): \(found) \(wanted)")
        }
      }
    }
  }
}
