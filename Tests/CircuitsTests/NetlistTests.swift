import Circuits
import Testing

@Suite struct NetlistTests {
  static let frame = "* test\nVin in 0 external\nR1 in out 1k\nR2 out 0 1k\n"

  @Test(arguments: [
    ("2.2k", 2200), ("1meg", 1e6), ("1MEG", 1e6), ("10K", 1e4), ("100", 100), ("4.7e3", 4700), ("1e-3k", 1),
    ("3kohm", 3000), ("5g", 5e9), ("1t", 1e12), ("500m", 0.5), ("2u", 2e-6), ("2µ", 2e-6), ("3μ", 3e-6), ("3n", 3e-9),
    ("3p", 3e-12),
    ("7f", 7e-15), ("r='2*(1k+500)'", 3000), ("R={half*2}", 20), ("'2^3'", 8), ("'2**3'", 8), ("'-2^2+5'", 1),
    ("'1 < 2 ? 5 : 6'", 5), ("'pwl(1.5, 1, 10, 2, 20)'", 15), ("'max(1,2)*min(3,4)'", 6),
    ("'sqrt(16)+abs(-1)+exp(0)+ln(1)'", 6), ("'pi/pi'", 1),
  ])
  func values(text: String, ohms: Double) throws {
    // The divider's output tells the resistance: 1 V over 1 Ω and R.
    let source = """
      * test
      .param half=10
      Vin in 0 external
      Va a 0 1
      R1 a out 1
      R2 out 0 \(text)
      """
    let solver = try TransientSolver(Circuit(source: source, name: "test"))
    let output = try solver.operatingPoint(knobs: []).output
    #expect(abs(output - ohms / (1 + ohms)) <= 1e-9 * output)
  }

  @Test func continuationsCommentsAndCase() throws {
    let source = """
      R1 this title line is no element
      * comment
      VIN IN 0 external ; the input
      vk_Gain K_GAIN 0 external
      R1 in
      + OUT
      + 1k $ one kilohm
      .options reltol=1e-3
      C1 out 0 10n
      R2 out gnd r='1k+v(K_gain)*1k'
      .end
      nothing here is read
      """
    let circuit = try Circuit(source: source, name: "test")
    #expect(circuit.controls == ["gain"])
    #expect(circuit.states.map(\.name) == ["v(C1)"] && circuit.states.map(\.unit) == ["V"])
    let linear = try TransientSolver(circuit).linearised(knobs: [1])
    #expect(abs(linear.a[0][0] + (1 / 1e3 + 1 / 2e3) / 10e-9) < 1e-6)
  }

  @Test(arguments: ["\r\n", "\r"]) func lineEndsOfOtherSystems(end: String) throws {
    let lines = "* t\nVin in 0 external\n.param r=1k\nR1 in out\n+ {r}\n\nR2 out 0 3k ; comment\nC1 out 0 1n\n.end\n"
    let foreign = try Circuit(source: lines.replacing("\n", with: end), name: "test")
    let own = try Circuit(source: lines, name: "test")
    #expect(foreign.netlistText == own.netlistText && foreign.title == own.title && foreign.states == own.states)
    let bad = lines.replacing("3k", with: "3x").replacing("\n", with: end)
    let error = #expect(throws: NetlistError.self) { try Circuit(source: bad, name: "bad") }
    #expect(error?.position == SourcePosition(file: "bad", line: 7))
  }

  @Test func subcircuitsAreFlattened() throws {
    let source = """
      * test
      .subckt divider a b r=1k
      R1 a b 'r'
      Rg b 0 1k
      C1 b 0 1n
      .ends
      Vin in 0 external
      X1 in mid divider
      X2 mid out divider r=2k
      """
    let circuit = try Circuit(source: source, name: "test")
    #expect(circuit.states.map(\.name) == ["v(X1.C1)", "v(X2.C1)"])
    let linear = try TransientSolver(circuit).linearised(knobs: [])
    #expect(abs(linear.a[1][0] - 1 / (2e3 * 1e-9)) < 1e-3)
  }

  @Test func dependentStatesAreLeftOut() throws {
    let source = """
      * three capacitors in a loop, two inductors in series
      Vin in 0 external
      R1 in a 1k
      C1 a 0 1n
      C2 a b 2n
      C3 b 0 3n
      R3 b 0 1k
      L1 b m 1m
      L2 m out 2m
      R2 out 0 1k
      """
    let circuit = try Circuit(source: source, name: "test")
    #expect(circuit.states.map(\.name) == ["v(C1)", "v(C2)", "i(L2)"])
    // With C₃ and L₁ in: C dv/dt = i by hand.
    let linear = try TransientSolver(circuit).linearised(knobs: [])
    let (c1, c2, c3) = (1e-9, 2e-9, 3e-9)
    let determinant = (c1 + c2) * (c2 + c3) - c2 * c2
    // u alone drives 1 mA per volt into node a.
    let (da, db) = (1e-3 * (c2 + c3) / determinant, 1e-3 * c2 / determinant)
    #expect(abs(linear.b[0] / da - 1) < 1e-9)
    #expect(abs(linear.b[1] / (da - db) - 1) < 1e-9)
    #expect(abs(linear.a[2][2] + 1e3 / 3e-3) < 1e-3)
    #expect(abs(linear.c[2] - 1e3) < 1e-9)
  }

  @Test(arguments: [
    ("R3 out 0 0", "bad:5: resistor R3 needs a value above 0 Ω, found 0"),
    ("R3 out 0 -5", "bad:5: resistor R3 needs a value above 0 Ω, found -5.0"),
    ("C3 out 0 0", "bad:5: capacitor C3 needs a value above 0 F, found 0"),
    ("D1 out 0 nosuch", "bad:5: unknown model 'nosuch', expected a .model of it"),
    ("R1 out 0 5", "bad:5: expected a new name for the element, found 'R1', which line bad:3 defines already"),
    ("R3 out 0", "bad:5: expected NAME NODE NODE VALUE, found 'R3 out 0'"),
    ("R3 out 0 5x", "bad:5: expected a number with a scale of t, g, meg, k, m, u, n, p or f, found '5x' in '5x'"),
    ("R3 out 0 '2*(3'", "bad:5: expected ')', found the end of '2*(3'"),
    ("B1 out 0 I=foo(1)", "bad:5: unknown function 'foo'"),
    ("B1 out 0 I=limit(v(in),0,1)", "bad:5: unknown function 'limit', expected min(max(x, low), high)"),
    ("B1 out 0 I=exp(1,2)", "bad:5: expected 1 argument of exp, found 2"),
    ("B1 out 0 I=v(nowhere)", "bad:5: unknown node 'nowhere', expected a node some element touches"),
    ("B1 out 0 I=i(R1)", "bad:5: unknown voltage source 'r1', expected a V, E or B V= element"),
    ("B1 out 0 I={1+1}*v(in)", "bad:5: expected '}' behind a single number or parameter, found '+1}*v(in)' in"),
    ("B1 out 0 I=gain", "bad:5: unknown parameter 'gain'"),
    ("B1 out 0 5", "bad:5: expected V=expression or I=expression, found '5'"),
    ("Z1 out 0 5", "bad:5: unknown element 'Z1', expected a name starting with"),
    (".tron 1u 1m", "bad:5: unknown card '.tron', expected .model"),
    (
      ".tran 1u 1m UIC",
      "bad:5: expected the operating point to begin with, without .ic and uic (.nodeset is read over)"
    ),
    (".ic v(out)=1", "bad:5: expected the operating point to begin with, without .ic and uic"),
    (".temp 50", "bad:5: .temp needs 27, found 50"),
    ("V3 x 0 sin(0 1 1k)", "bad:5: expected a constant value in volts, or 'external', found 'sin(0 1 1k)'"),
    ("V3 x 0 dc 1 2", "bad:5: expected a constant value in volts, or 'external', found 'dc 1 2'"),
    ("I3 out 0 dc", "bad:5: expected a constant value in amperes, found 'dc'"),
    ("C3 out 0 1n x=3", "bad:5: expected an operator or the end of the expression, found 'x=3' in '1n x=3'"),
    (".model q VDMOS(Is=1)", "bad:5: unknown model type 'vdmos', expected D, NPN, PNP, NJF, PJF, NMOS or PMOS"),
    (".model d D(Is=0)", "bad:5: model d needs is above 0, found 0.0"),
    (".model d D(Foo=4p)", "bad:5: unknown diode parameter 'foo', expected one of is, n, rs"),
    (".model q NPN(Ptf=30)", "bad:5: model q needs ptf=0.0 (else it is not modelled), found 30.0"),
    (".model q NPN(Mjc=1)", "bad:5: model q needs mjc from 0 to below 1.0, found 1.0"),
    ("D1 out 0 q\n.model q NPN(Is=1f)", "bad:5: expected D1 with a model of type D, found 'q' of type NPN"),
    ("Q1 out in q", "bad:5: expected Q1 COLLECTOR BASE EMITTER MODEL, found 'Q1 out in q'"),
    ("Q1 out in 0 q", "bad:5: unknown model 'q', expected a .model of it"),
    ("Q1 out in 0 q 0\n.model q NPN", "bad:5: Q1 needs an area above 0, found 0.0"),
    ("C3 out x 1n", "bad:5: expected a path for direct current from node 'x' to ground, found none: it floats"),
    ("V3 in 0 5", "bad:5: expected V3 not to close a loop of voltage sources, found 'in' and '0' tied already"),
    ("X1 out 0 opamp", "bad:5: unknown subcircuit 'opamp', expected a .subckt first"),
    ("V3 x 0 external", "bad:5: expected external sources 'Vin in 0 external' or 'Vk_<id> k_<id> 0 external'"),
    ("V3 x 0 '0/0'", "bad:5: expected a finite number, found '0/0', whose value is"),
    (".param x='1/0'", "bad:5: expected a finite number, found '1/0', whose value is inf"),
    ("K1 L1 L2 1", "bad:5: coupling K1 needs a factor between 0 and 1, or between −1 and 0, found 1.0"),
    ("K1 L1 L2 0.5", "bad:5: unknown inductor 'l1', expected an L element"),
    ("L1 out 0 1\nK1 L1 L1 0.5", "bad:6: expected two inductors, found 'l1' coupled with itself"),
    (
      "L1 out m 1\nL2 m n 1\nR3 n 0 1\nL3 out 0 1\nK1 L1 L3 0.5",
      "bad:9: expected inductors with currents of their own, found the current of L1 follows from others"
    ),
    (".options temp=50", "bad:5: .options needs temp=27.0, found 50.0"),
    (".model q NPN(Tnom=25)", "bad:5: model q needs tnom=27.0 (else it is not modelled), found 25.0"),
    (".model q NPN(Rb=5 Rbm=1)", "bad:5: model q needs rbm=5.0 (a base resistance that falls with current"),
    ("M1 out in 0 0 mx W=-1u\n.model mx NMOS", "bad:5: M1 needs w above 0, found -1"),
    (
      "M1 out in 0 0 mx\n.model mx NMOS(Tox=1u)", "bad:6: unknown MOSFET parameter 'tox', expected one of vto"
    ),
    ("M1 out x 0 0 mx\n.model mx NMOS", "bad:5: expected a path for direct current from node 'x' to ground"),
    ("J1 out in jx\n.model jx NJF", "bad:5: expected J1 DRAIN GATE SOURCE MODEL, found 'J1 out in jx'"),
    ("F1 out 0 V9 3", "bad:5: unknown voltage source 'v9', expected a V, E or B V= element"),
    ("F1 out 0 5", "bad:5: expected a voltage source and a gain, found '5'"),
    (
      "C3 a b 1n\nR3 b 0 1k", "bad:5: expected a path for direct current from node 'a' to ground, found none: it floats"
    ),
    (".include other.inc", "bad:5: cannot read included file other.inc"),
    (".subckt a b\nR5 b 0 1", "bad:5: expected .ends of subcircuit a, found the end"),
  ])
  func refusals(line: String, message: String) {
    Refusal.expect(Self.frame + line, message)
  }

  @Test func missingPartsAreNamed() throws {
    let noInput = #expect(throws: NetlistError.self) { try Circuit(source: "*\nR1 out 0 1", name: "bad") }
    #expect(noInput?.description == "bad:1: expected an input 'Vin in 0 external', found none")
    let noOutput = #expect(throws: NetlistError.self) {
      try Circuit(source: "*\nVin in 0 external\nR1 in 0 1", name: "bad")
    }
    #expect(noOutput?.description == "bad:1: expected a node 'out', found none")
    let noFile = #expect(throws: NetlistError.self) { try Circuit(contentsOf: "/nowhere/x.cir") }
    #expect(noFile?.description == "/nowhere/x.cir: cannot read: no such file, or not UTF-8 text")
  }
}
