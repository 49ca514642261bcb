import Circuits
import Testing

/// Whatever a netlist holds, reading it ends soon: in a circuit or in an error.
@Suite(.serialized) struct LimitTests {
  private static func circuit(_ lines: String) throws -> Circuit {
    try Circuit(source: "* l\nVin in 0 external\nR9 in out 1k\n" + lines, name: "bad")
  }

  private static func nested(_ opening: String, _ inside: String, _ closing: String, _ count: Int) -> String {
    String(repeating: opening, count: count) + inside + String(repeating: closing, count: count)
  }

  @Test(arguments: [
    ("B1 out 0 V=" + nested("(", "1", ")", 100_000), "bad:4: expected parentheses, signs and calls at most 200 deep"),
    ("B1 out 0 V=" + nested("{", "1", "}", 100_000), "bad:4: expected parentheses, signs and calls at most 200 deep"),
    ("B1 out 0 V=" + nested("-", "1", "", 100_000), "bad:4: expected parentheses, signs and calls at most 200 deep"),
    (".param a='" + nested("!", "1", "'", 1) + "\nB1 out 0 V=a" + nested("+", "1", "", 250), "bad:5: expected parenth"),
    ("B1 out 0 V=" + nested("!", "1", "", 100_000), "bad:4: expected parentheses, signs and calls at most 200 deep"),
    ("B1 out 0 V=" + nested("1?", "1", ":2", 100_000), "bad:4: expected parentheses, signs and calls at most 200 deep"),
    ("B1 out 0 V=" + nested("2^-", "1", "", 100_000), "bad:4: expected parentheses, signs and calls at most 200 deep"),
    ("B1 out 0 V=1" + nested("<2", "", "", 100_000), "bad:4: expected operations at most 1000 deep"),
    ("B1 out 0 V=1" + nested("^2", "", "", 100_000), "bad:4: expected operations at most 1000 deep"),
    ("B1 out 0 V=1" + nested("+v(in)", "", "", 100_000), "bad:4: expected at most 100000 operations with functions in"),
    (
      "B1 out 0 V=" + nested("s(", "v(in)", ")", 60) + "\n.func s(x) {x*x}",
      "bad:4: expected at most 100000 operations with functions in their places, found more in "
    ),
    (
      "B1 out 0 V=f31(v(in))\n.func f0(x) {x}\n"
        + (1...31).map { ".func f\($0)(x) {f\($0 - 1)(x)+f\($0 - 1)(x)}\n" }.joined(),
      "bad:4: expected at most 100000 operations with functions in their places, found more in "
    ),
    // Nothing of it would remain.
    (
      "B1 out 0 V=f31(v(in))\n.func none(x,y) {1}\n.func f0(x) {x}\n"
        + (1...31).map { ".func f\($0)(x) {none(f\($0 - 1)(x),f\($0 - 1)(x))}\n" }.joined(),
      "bad:4: expected at most 100000 operations with functions in their places, found more in "
    ),
    ("E1 out 0 POLY(9223372036854775807) in 0 1 2", "bad:4: expected POLY(n), two nodes for each of n voltages"),
    ("F1 out 0 POLY(4611686018427387904) Vin 1 2", "bad:4: expected POLY(n), n voltage sources and coefficients"),
    ("E1 out 0 POLY(1) in 0" + nested(" 1", "", "", 1001), "bad:4: expected at most 1000 coefficients of POLY"),
    ("E1 out 0 POLY(1) in 0" + nested(" 1", "", "", 1000), "bad:4: expected at most 100000 operations of POLY"),
  ])
  func refusals(lines: String, message: String) throws {
    let error = #expect(throws: NetlistError.self) { try Self.circuit(lines) }
    let text = error.map(String.init(describing:)) ?? ""
    #expect(text.hasPrefix(message) && text.count < 500, "\(text.prefix(500))")
  }

  @Test func longSums() throws {
    let terms = Array(repeating: "v(in)", count: 30_000).joined(separator: "+")
    #expect(try TransientSolver(Self.circuit("B1 out 0 V=\(terms)+3")).operatingPoint(knobs: []).output == 3)
    let coefficients = (0..<1000).map { $0 < 3 ? "1" : "1e-\($0)" }.joined(separator: " ")
    let polynomial = try Self.circuit("V1 a 0 1\nE1 out 0 POLY(2) a 0 in 0 \(coefficients)")
    #expect(abs(try TransientSolver(polynomial).operatingPoint(knobs: []).output - 2.0) < 0.01)
  }

  /// Chains so long that they are put together from pieces mean what they say.
  @Test(arguments: [
    (0..<300).map { "\($0.isMultiple(of: 3) ? "-" : "+")\($0)*v(in)/300" }.joined(),
    "v(in)" + (0..<200).map { "\($0.isMultiple(of: 3) ? "/" : "*")(1+v(in)*v(in)/\($0 + 2))" }.joined(),
    (0..<150).map { "(v(in) > \($0)/300)" }.joined(separator: " && "),
    (0..<150).map { "(v(in) > 0.5+\($0)/300)" }.joined(separator: " || "),
  ])
  func chains(text: String) throws {
    try ReadAlikeTests.compare("* c\nVin in 0 external\nB1 out 0 V=\(text)\nR1 out 0 1k\n", top: 1, tolerance: 1e-5)
  }

  @Test(arguments: [
    ".subckt never a b\nE1 a b POLY(9223372036854775807) a b 1 2\n.ends",
    ".subckt s a poly1 b c d\nR1 a d 1k\n.ends\nX1 in p b c out s\nR1 p 0 1\nR2 b 0 1\nR3 c 0 1",
  ])
  func decks(lines: String) throws {
    let deck = try NgspiceOracle.standaloneDeck(
      Self.circuit(lines), input: [0, 1], inputRate: 1e6, outputRate: 1e6)
    #expect(deck.contains(lines))
  }
}
