import Circuits
import Testing

/// Operating points that Newton's method does not find by itself, and those that do not exist.
@Suite(.serialized) struct RestTests {
  /// Our operating point against the one ngspice starts its transient analysis from.
  private func expectSameRest(_ source: String, _ label: String) throws {
    let circuit = try Circuit(source: source, name: label)
    let ours = try TransientSolver(circuit).operatingPoint(knobs: []).output
    let theirs = try NgspiceOracle.transient(circuit, input: [0, 0], inputRate: 1e6, outputRate: 1e6)[0]
    #expect(abs(ours - theirs) < 1e-5 * max(1, abs(theirs)), "\(label): \(ours) against \(theirs)")
  }

  @Test func fourDirectlyCoupledStages() throws {
    var lines = ["* 120 dB of gain, fed back", "Vin in 0 external", "Vcc vcc 0 12", "R1 in b0 10k", "Rf b0 out 470k"]
    for stage in 0..<3 {
      lines.append("Q\(stage) b\(stage + 1) b\(stage) e\(stage) QN")
      lines.append("Rc\(stage) vcc b\(stage + 1) 22k")
      lines.append("Re\(stage) e\(stage) 0 \(10 + 400 * stage)")
    }
    lines += ["Qo vcc b3 out QN", "Ro out 0 2.2k", ".model QN NPN(Is=10f Bf=400 Vaf=60 Ise=5f Ikf=50m)"]
    try expectSameRest(lines.joined(separator: "\n"), "stages")
  }

  @Test func complementaryOutputStage() throws {
    try expectSameRest(
      """
      * push-pull with bootstrapped driver and bias diodes
      Vin in 0 external
      Vp vp 0 15
      Vm vm 0 -15
      R1 in b 100k
      R2 b 0 100k
      Q1 c b e QN
      Q2 d f e QN
      Rt e vm 12k
      Rc vp c 1k
      Q3 h c vp QP
      Rd vp d 1k
      D1 h i DX
      D2 i j DX
      R3 j vm 6.8k
      Q4 vp h o1 QN
      Q5 vm j o2 QP
      R4 o1 out 0.47
      R5 o2 out 0.47
      R6 out f 100k
      R7 f 0 5k
      Rl out 0 100
      .model QN NPN(Is=10f Bf=250 Vaf=80 Rb=20)
      .model QP PNP(Is=20f Bf=180 Vaf=50 Rb=20)
      .model DX D(Is=2.52n N=1.752 Rs=0.568)
      """, "push-pull")
  }

  @Test func exponentialsWrittenOut() throws {
    try expectSameRest(
      """
      * junctions as expressions, which nothing limits
      Vin in 0 external
      Vcc vcc 0 200
      R1 vcc a 1
      B1 a b I=1e-15*(exp(v(a,b)/0.02585)-1)
      B2 b out I=1e-15*(exp(v(b,out)/0.02585)-1)
      R2 out 0 100
      R3 in out 1k
      """, "expressions")
  }

  @Test func diodesStraightToTheSupply() throws {
    try expectSameRest(
      """
      * clamps and an emitter on a supply of their own
      Vin in 0 external
      Vcc vcc 0 9
      Vee vee 0 -9
      R1 in a 1k
      I1 0 a 5m
      D1 a vcc DX
      D2 vee a DX
      Q1 out a vcc QP
      R2 out vee 10k
      .model DX D(Is=1e-18 N=1)
      .model QP PNP(Is=20f Bf=180)
      """, "clamps")
  }

  @Test func zenerHoldsItsVoltage() throws {
    try expectSameRest(
      """
      * reference
      Vin in 0 external
      Vcc vcc 0 24
      R1 vcc out 2.2k
      D1 0 out DZ
      R2 in out 100k
      .model DZ D(Is=1n N=1.5 Bv=9.1 Ibv=5m Rs=5)
      """, "zener")
  }

  @Test func circuitsWithoutRestAreRefused() throws {
    let molten = try Circuit(
      source: "* m\nVin in 0 external\nV1 out 0 5\nD1 out 0 DX\nR1 in out 1k\n.model DX D(Is=1e-14)\n", name: "molten")
    let refusal = #expect(throws: SolverError.self) { try TransientSolver(molten).operatingPoint(knobs: []) }
    #expect(
      refusal?.description
        == "molten:4: molten: no operating point found at 0 s, worst at D1, which would carry more than 1000 A")
    // The expression has no zero.
    let none = try Circuit(
      source: "* n\nVin in 0 external\nR1 in out 1k\nB1 out 0 I=1+v(out)*v(out)\n", name: "none")
    let place = SourcePosition(file: "none", line: 3)
    #expect(throws: SolverError.noOperatingPoint(circuit: "none", at: place, node: "v(out)")) {
      try TransientSolver(none).operatingPoint(knobs: [])
    }
    let nan = try Circuit(
      source: "* n\nVin in 0 external\nR1 in out 1k\nR2 out 0 1k\nB1 out 0 I=v(out)/v(in)\n", name: "nan")
    let error = #expect(throws: SolverError.self) { try TransientSolver(nan).operatingPoint(knobs: []) }
    #expect(error?.description == "nan:5: nan: expected B1 to have a number as its value, found none at 0.0 s")
  }
}
