import Circuits
import Glibc
import Testing

/// Expressions, diodes and op-amps mean the same to our reader and to ngspice.
@Suite(.serialized) struct ReadAlikeTests {
  /// Runs both over one period of a sine, everything algebraic. Right at a jump ngspice's points straddle it, so a
  /// few samples may differ.
  static func compare(_ source: String, top: Double, tolerance: Double) throws {
    let circuit = try Circuit(source: source, name: "test")
    let rate = 1e6
    let input = (0..<2000).map { top * sin(2 * .pi * Double($0) / 2000) }
    let theirs = try NgspiceOracle.transient(circuit, input: input, inputRate: rate, outputRate: rate)
    var solver = try TransientSolver(circuit)
    try solver.start(knobs: [])
    var errors = [abs(solver.output - theirs[0])]
    let largest = theirs.map(abs).max()!
    for n in 1..<input.count {
      try solver.step(input: input[n], knobs: [], timeStep: 1 / rate)
      errors.append(abs(solver.output - theirs[n]))
    }
    let wrong = errors.filter { $0 > tolerance * max(1, largest) }
    #expect(wrong.count <= 24, "\(wrong.count) samples differ, the worst by \(wrong.max() ?? 0)")
  }

  @Test(arguments: [
    "exp(v(x))", "ln(v(x)*v(x)+1)", "log(v(x)*v(x)+1)", "log10(v(x)*v(x)+1)", "sqrt(v(x)*v(x)+0.1)", "abs(v(x))",
    "min(v(x),0.5)", "max(v(x),-0.5)",
    "sinh(v(x))", "cosh(v(x))", "tanh(3*v(x))", "asinh(v(x))", "atan(v(x))", "sin(v(x))", "cos(v(x))", "v(x)^3",
    "v(x)**3", "pow(v(x),3)", "v(x)^2",
    "(v(x)-0.3)^3", "-v(x)^2", "u(v(x)-0.51)", "sgn(v(x)-0.51)", "uramp(v(x))", "v(x) > 0.51 ? v(x) : 2*v(x)",
    "(v(x) < 0.51) ? 1 : 2",
    "pwl(v(x), -1, 0, 0, 1, 1, -3)", "v(x)*v(x)*v(x)/(1+v(x)*v(x))", "2-v(x)-1", "8/2/2+v(x)", "-v(x)+3", "2*-v(x)",
    "v(x)+2^3^2", "v(x)^2^1.5", "v(x)+2**3**2", "-2^2+v(x)", "v(x)*-2^2", "v(x)-(-2^2)",
    "v(x)+2^-3", "v(x)+2^-3^2", "3--2^2+v(x)",
    "{2}*v(x)+{3}", "v(x)*{2}^{3}",
    "2meg*v(x)/1meg", "exp(-v(x))*1k",
    "(v(x)>0.51) && (v(x)<1.13) ? 3 : 1", "v(x)>=0.51 || v(x) < -1.13 ? 3 : 1", "max(min(v(x), 0.7), -0.7)",
  ])
  func expressions(text: String) throws {
    let source = "* e\nVin in 0 external\nBx x 0 V=v(in)\nRx x 0 1k\nR1 out 0 1k\nB1 out 0 V=\(text)\n"
    try Self.compare(source, top: 2, tolerance: 1e-5)
  }

  @Test func diodeWithSeriesResistance() throws {
    let source = """
      * a rectifier around a bias
      Vin in 0 external
      Vs s 0 5
      R1 s a 10k
      D1 a b DX
      D2 b out DX
      Ri in b 1k
      R2 out 0 4.7k
      .model DX D(Is=2.52n N=1.752 Rs=0.568)
      """
    try Self.compare(source, top: 8, tolerance: 1e-5)
  }

  @Test(arguments: ["\u{b5}", "\u{3bc}", "u"]) func micro(letter: String) throws {
    let source =
      "* m\nVin in 0 external\nR1 in out 1k\nB1 0 out I=300\(letter)*v(in)\nC1 out 0 3\(letter)F\n"
      + "R2 out 0 {1000\(letter)*1meg}\n"
    try Self.compare(source, top: 2, tolerance: 1e-5)
    let deck = try NgspiceOracle.standaloneDeck(
      Circuit(source: source, name: "m"), input: [0, 1], inputRate: 1e6, outputRate: 1e6)
    #expect(!deck.contains("\u{3bc}"))
  }

  @Test(arguments: [
    "R1 (in out) 1k\nR2 out,0 3k", "R1 in out (1k)\nR2 (out, 0) {2k}", "R1 in out 1k\nB1 (out,0) I=v(out)/1k",
    "R1 in out 1k\nV1 out 0 (0.5)", "R1 in out 1k\nD1 out 0 dx\n.model dx d(is=1n, n=1.5,Rs=10)",
  ])
  func separators(lines: String) throws {
    try Self.compare("* s\nVin in 0 external\n" + lines, top: 2, tolerance: 1e-5)
  }

  @Test func controlledSourcesAndCurrents() throws {
    let source = """
      * E, G, I, i()
      Vin in 0 external
      Vm in a 0
      R1 a b 1k
      R2 b 0 2k
      E1 c 0 b 0 3
      R3 c d 1k
      G1 d 0 b 0 1m
      I1 0 d 1m
      R4 d 0 1k
      B1 out 0 V=v(c,d)+1k*i(Vm)
      R5 out 0 1k
      """
    try Self.compare(source, top: 2, tolerance: 1e-5)
  }

  /// A voltage that parameters give, for ngspice's own grammar of numbers.
  @Test(arguments: [
    "2^3^2", "2**3**2", "-2^2", "(-2^2)", "max(-2^2,-9)", "3-2^2", "2^-3", "3*-2", "(-2)^3", "-2^-2",
  ])
  func numbers(text: String) throws {
    try Self.compare(
      "* n\nVin in 0 external\nR1 in out 1meg\n.param q='\(text)'\nV1 out 0 {q/7}\n", top: 1, tolerance: 1e-6)
  }

  @Test(arguments: ["3 + -2^2", "2*-2^2", "2^-3^2", "pow(-2,3)"]) func numbersOfTwoMeanings(text: String) throws {
    let source = "* n\nVin in 0 external\n.param q='\(text)'\nV1 out 0 {q}\nR1 in out 1k\n"
    let error = #expect(throws: NetlistError.self) { try Circuit(source: source, name: "bad") }
    #expect(error?.description.hasPrefix("bad:3: expected ") == true)
  }

  /// What `.param` and `.model` mean inside subcircuits: the output tells.
  @Test(arguments: [
    "X1 in out s\nX2 in out u\n.subckt s a b\n.param q=2k\nR1 a b {q}\n.ends\n.subckt u a b\n.param q=5k\n"
      + "R1 b 0 {q}\n.ends",
    ".param q=1k\nX1 in out s\nR2 out 0 {q}\n.subckt s a b\n.param q=3k\nR1 a b {q}\n.ends",
    "X1 in out s r=3k\nR2 out 0 1k\n.subckt s a b r=1k\nR1 a b {q}\n.param q={r*2}\n.ends",
    ".param q=1k\nX1 in out s\nR2 out 0 {q}\n.subckt s a b\n.param q={q*3}\nR1 a b {q}\n.ends",
    "X1 in out s r=3k\nR2 out 0 1k\n.subckt s a b r=1k q={r*2}\nR1 a b {q}\n.ends",
    "X1 in out s r=3k\nR2 out 0 1k\n.subckt s a b r=1k\n.param r=7k\nR1 a b {r}\n.ends",
    "X1 in out s\nR2 out 0 1k\n.subckt s a b r=1k\n.param r=7k\nR1 a b {r}\n.ends",
    ".param q=9k\nX1 in out s\nR2 out 0 1k\n.subckt s a b\n.param q=2k\nX2 a b u\n.ends\n.subckt u a b\n"
      + "R1 a b {q}\n.ends",
    ".param q={p*2}\n.param p=3k\nX1 in out s\nR2 out 0 {p}\n.subckt s a b\n.param t={w+1k}\n.param w={q}\n"
      + "R1 a b {t}\n.ends",
    ".param p=1k\n.param q={p}\n.param p=4k\nR1 in out {q}\nR2 out 0 1k",
    "R1 in out 1k\nX1 out s n=2\nX2 out s\n.model dx d(is=1n n=1)\n.subckt s a n=1.5\nD1 a 0 dx\n"
      + ".model dx d(is={1n*(n+1)} n={n})\n.ends\nD2 out 0 dx",
  ])
  func parametersOfSubcircuits(lines: String) throws {
    try Self.compare("* p\nVin in 0 external\n" + lines, top: 1, tolerance: 1e-5)
  }
}
