import Circuits
import Testing

/// Circuits that read well but cannot be solved.
@Suite struct FailureTests {
  private func solver(_ lines: String) throws -> TransientSolver {
    try TransientSolver(Circuit(source: "* bad\nVin in 0 external\nVk_g k_g 0 external\n" + lines, name: "bad"))
  }

  private func refusal(_ lines: String, knob: Double = 0.5, input: Double? = nil) throws -> String {
    let error = #expect(throws: SolverError.self) {
      var solver = try solver(lines)
      try solver.start(knobs: [knob])
      if let input {
        for n in 1...100 { try solver.step(input: input * Double(n) / 100, knobs: [knob], timeStep: 1e-5) }
      }
    }
    return error?.description ?? ""
  }

  @Test func knobsThatLeaveNoResistance() throws {
    let lines = "R1 in out r='1k*(v(k_g)-0.5)'\nR2 out 0 1k\n"
    #expect(
      try refusal(lines)
        == "bad:4: bad: resistor R1 needs a value above 0 Ω at every position of the knobs, found 0.0")
    var solver = try solver(lines)
    try solver.start(knobs: [1])
    let error = #expect(throws: SolverError.self) { try solver.step(input: 0, knobs: [0.25], timeStep: 1e-5) }
    #expect(error == .resistance(circuit: "bad", at: SourcePosition(file: "bad", line: 4), element: "R1", ohms: -250))
  }

  @Test func expressionsThatAreNoNumbers() throws {
    #expect(
      try refusal("R1 in out 1k\nR2 out 0 1k\nB1 out 0 I=v(in)*(0/0)\n")
        == "bad:6: bad: expected B1 to have a number as its value, found none at 0.0 s")
    #expect(
      try refusal("R1 in out 1k\nR2 out 0 1k\nG1 out 0 cur='v(in)/(v(k_g)-0.5)'\n")
        == "bad:6: bad: expected G1 to have a number as its value, found none at 0.0 s")
    let late = try refusal("R1 in out 1k\nR2 out 0 1k\nB1 out 0 I=1m*pow(v(in)-0.5,-300)*0/pow(v(in),2000)\n", input: 1)
    #expect(late.hasPrefix("bad:6: bad: expected B1 to have a number as its value"), "\(late)")
  }

  @Test func equationsThatLeaveANodeOpen() throws {
    #expect(
      try refusal("R1 in out 1k\nE1 out 0 out 0 1\n")
        == "bad:4: bad: the equations do not determine v(out)")
    #expect(
      try refusal("R1 in out 1k\nR2 a 0 1k\nG1 a 0 0 a 1m\n") == "bad:5: bad: the equations do not determine v(a)")
  }

  @Test func noSolutionNamesTimeAndNode() throws {
    // Beyond 0.5 V of input the current asked for cannot flow.
    let text = try refusal("R1 in out 1k\nB1 out 0 I=v(in)-0.5+v(out)*v(out)\n", input: 2)
    #expect(text.hasPrefix("bad:4: bad: no solution at ") && text.hasSuffix(" s, worst at v(out)"), "\(text)")
    #expect(text.contains("e-0") || text.contains("0.000"), "\(text)")
  }
}
