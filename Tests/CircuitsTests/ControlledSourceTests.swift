import Circuits
import Testing

/// E, F, G and H in all their forms.
@Suite(.serialized) struct ControlledSourceTests {
  private static func rest(_ lines: String) throws -> Double {
    try TransientSolver(Circuit(source: "* c\nVin in 0 external\n" + lines, name: "test")).operatingPoint(knobs: [])
      .output
  }

  /// What ngspice 39 gives with the code models that its program loads.
  @Test(arguments: [
    (1, 1, -1.25), (1, 5, -0.65622500000000001), (2, 1, -1.25), (2, 21, -2.2979575), (3, 40, 12.3519125),
    (4, 35, -0.73775), (5, 60, -10.214425), (6, 30, 2.728),
  ])
  func coefficientsStandInOrder(dimension: Int, count: Int, volts: Double) throws {
    let voltages = [0.7, -1.3, 1.9, -0.4, 1.1, -0.8]
    let supplies = (0..<dimension).map { "V\($0) n\($0) 0 \(voltages[$0])\n" }.joined()
    let nodes = (0..<dimension).map { "(n\($0), 0)" }.joined(separator: " ")
    let coefficients = (0..<count).map { "\(Double(($0 * 7) % 11 - 5) / 4)" }.joined(separator: " ")
    let output = try Self.rest("\(supplies)R1 out 0 1k\nE1 out 0 POLY(\(dimension)) \(nodes)\n+ \(coefficients)\n")
    #expect(abs(output - volts) < 1e-12)
  }

  /// Likewise: corners are round, and beyond its ends a table stays where it is.
  @Test(arguments: [
    (-3, 2), (-1.05, 1.9296875), (-1, 1.875), (-0.93, 1.7721875), (0, -0.5), (0.9, -2.75), (1.02, -2.672),
    (1.1, -2.2), (1.5, 1), (2.98, 4.036), (3.04, 4.009), (4, 4),
  ])
  func tablesAreRounded(x: Double, y: Double) throws {
    let table = "E1 out 0 TABLE {v(x)} = (-1, 2) (1, -3) (2, 5) (3, 4)\nR1 out 0 1\n"
    #expect(abs(try Self.rest("V1 x 0 \(x)\n" + table) - y) < 1e-12)
  }

  @Test(arguments: [
    "E1 out 0 POLY(2) (x,0) (y,0) 0 .5 .5", "E1 out 0 POLY(2) x 0 y x 1 2 3 0.4 0.5 0.6 0.07",
    "E1 out 0 poly ( 2 ) ( x , 0 )(y,0) 1 , 2 , 3m", "E1 (out,0) POLY(1) in 0 7 2 -.3",
    "E1 out 0\n+ POLY(3) x,0 y,0\n* between\n+ in,0 {k} {k*2} 'k/3' k ; comment\n+ 0 0 0.1k 0 0 0 -1.5e-3",
    "G1 0 out POLY(2) (x,0) (out,0) 0 0.5 -1 0 0.1\nR2 out 0 3",
    "F1 0 out POLY(2) Vx Vy 1m 2 3 40 50 60", "F1 0 out POLY(2) (Vx, Vy) 0 2 3",
    "H1 out 0 POLY(1) (Vx) 0.1 2 3k 400k", "H1 (out 0) Vx (2k)", "F1 (0, out) Vy 2",
    "E1 out 0 (in,x) 2", "E1 out 0 x,0 2", "G1 0 out (x) y 0.3",
    "E1 out 0 VALUE={v(x)*v(y)}", "E1 out 0 VALUE {v(x)*2}", "E1 out 0 value='v(x)+i(Vx)*1k'", "E1 out 0 VOL=v(x)*3",
    "G1 0 out VALUE={v(x)*v(y)}", "G1 0 out CUR='v(x)-v(y)'",
    "E1 out 0 TABLE {v(x)*2} = (-3,-2) (-1,0) (1,0.5) (3,5)", "E1 out 0 TABLE {v(x,y)} (-1 -1) (1 1)",
    "G1 0 out TABLE = {v(x)} = -1,{k} 1,3", "E1 out 0 TABLE (v(x)+v(y)) = ((-1,-1) (1,1))",
    "E1 out 0 TABLE V(x) = (-1,1m) (1,-1)", "X1 x y out s\n.subckt s a b c\nE1 c 0 POLY(2) a 0 b 0 1 2 3 4\n.ends",
    "X1 x 0 s\nX2 out s2\nV3 t 0 2\n.subckt s a b\nVa a m 0\nRa m b 1k\nF1 0 q POLY(1) Va 0 2k\nRq q 0 1\n.ends\n"
      + ".subckt s2 a\nE1 a 0 TABLE {v(b)} = (0,0) (1,1) (3,2)\nI1 0 b 1m\nRb b 0 1.95k\n.ends",
  ])
  func forms(lines: String) throws {
    let frame =
      "* c\nVin in 0 external\n.param k=2\nBx x1 0 V=v(in)\nVx x1 x 0\nRx x 0 1k\nBy y1 0 V=sin(v(in))\nVy y1 y 0\n"
      + "Ry y 0 2k\nR1 out 0 1\n"
    try ReadAlikeTests.compare(frame + lines, top: 2, tolerance: 1e-5)
  }

  @Test(arguments: [
    (
      "E1 out 0 POLY(0) 1",
      "bad:3: expected POLY(n), two nodes for each of n voltages and coefficients, found 'POLY(0) 1'"
    ),
    ("E1 out 0 POLY(2) in 0 x 0", "bad:3: expected two nodes for each of n voltages, here 4, and coefficients behind"),
    ("E1 out 0 POLY(1) in 0 10 m=2", "bad:3: expected POLY(n), two nodes"),
    ("F1 out 0 POLY(1) V9 1 2", "bad:3: unknown voltage source 'v9'"),
    ("F1 out 0 VALUE={v(in)}", "bad:3: expected a voltage source and a gain, found 'VALUE={v(in)}'"),
    ("E1 out 0 TABLE {v(in)} = (0,1)", "bad:3: expected at least two points (x, y) with rising x behind TABLE"),
    ("E1 out 0 TABLE {v(in)} = (2,1) (0,2)", "bad:3: expected at least two points (x, y) with rising x behind TABLE"),
    ("E1 out 0 TABLE v(in) (2,1) (0,2)", "bad:3: expected TABLE {expression} = (x, y) (x, y) …, found"),
    ("E1 out 0 in 0", "bad:3: expected two controlling nodes and a gain, or vol='expression', found 'in 0'"),
  ])
  func refusals(line: String, message: String) {
    Refusal.expect("* c\nVin in 0 external\n\(line)\nR1 out 0 1\n", message)
  }
}
