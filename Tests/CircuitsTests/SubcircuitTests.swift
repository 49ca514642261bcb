import Circuits
import FoundationEssentials
import Testing

/// Levels of a netlist mean the same to our reader and to ngspice.
@Suite(.serialized) struct SubcircuitTests {
  @Test(arguments: [
    // params:
    "X1 in out s params: r=3k\nR2 out 0 1k\n.subckt s a b params: r=1k\nR1 a b {r}\n.ends",
    "X1 in out s PARAMS: r = 3k\nR2 out 0 1k\n.subckt s a b PARAMS: r = 1k q={r*2}\nR1 a b {q}\n.ends",
    "X1 in out s r=3k\nR2 out 0 1k\n.subckt s a b params:r=1k\nR1 a b {r}\n.ends s",
    "X1 (in out) s params: r={k*2}\nR2 out 0 1k\n.param k=2k\n.subckt s a b r=1k\nR1 a b {r}\n.ends",
    // Subcircuits inside subcircuits
    "X1 in out s\nX2 out 0 t\n.subckt s a b\n.subckt t c d\nR1 c d 3k\n.ends t\nX2 a b t\n.ends s\n"
      + ".subckt t c d\nR1 c d 1k\n.ends",
    "X1 in out s\nX2 out 0 u\n.subckt s a b\n.subckt t c d\nR1 c d 3k\n.ends t\nX2 a b t\n.ends s\n"
      + ".subckt t c d\nR1 c d 1k\n.ends\n.subckt u a b\nX1 a b t\n.ends",
    "X1 in out s r=2k\nR2 out 0 1k\n.subckt s a b r=1k\n.subckt t c d\nR1 c d {r}\n.ends t\nX2 a b t\n.ends s",
    "X1 in out s r=2k\nR2 out 0 1k\n.subckt s a b r=1k\nX2 a b t r={r*2}\n.subckt t c d r=7k\nR1 c d {r}\n.ends t\n.ends",
    "X1 in out s r=2k\nR2 out 0 1k\n.subckt s a b r=1k\n.subckt t c d r=7k\nR1 c d {r}\n.ends t\n.subckt v c d\n"
      + "X9 c d t r=4k\n.ends\nX2 a b v\n.ends s",
    "X1 in out s\nR2 out 0 1k\n.subckt s a b\n.subckt t c d\nD1 c d dx\n.ends t\nX2 a b t\n.model dx d(is=1n)\n.ends s\n"
      + ".model dx d(is=1p)",
    "X1 in out s\nR2 out 0 1k\n.subckt s a b\nX2 a b t\n.model dx d(is=1n)\n.ends s\n.subckt t c d\nD1 c d dx\n.ends t\n"
      + ".model dx d(is=1p)",
    // Global nodes, before and behind their use; they come before pins
    ".global vcc\nVcc vcc 0 5\nX1 out s\nR2 out 0 1k\n.subckt s b\nR1 vcc b 1k\n.ends",
    "Vcc vcc 0 5\nX1 out s\nR2 out 0 1k\n.subckt s b\n.global vcc VEE\nR1 VCC b 1k\nX2 b t\n.ends\nVee vee 0 -3\n"
      + ".subckt t a\nR1 a vee 2k\n.ends",
    ".global vcc\nVcc vcc 0 5\nX1 out in s\nR2 out 0 1k\n.subckt s b vcc\nB1 b 0 I=-v(vcc)/1k\nR1 vcc b 1k\n.ends",
  ])
  func levels(lines: String) throws {
    try ReadAlikeTests.compare("* p\nVin in 0 external\n" + lines, top: 1, tolerance: 1e-5)
  }

  @Test func filesInside() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "attractor-subcircuit-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = "* f\nVin in 0 external\nX1 in out s\nR2 out 0 1k\n.subckt s a b\n.include part.inc\nX2 a b t\n.ends\n"
    try Data(source.utf8).write(to: folder.appending(path: "circuit.cir"))
    try Data(".subckt t a b\nR1 a b {r}\n.ends\n.param r=3k\n".utf8).write(to: folder.appending(path: "part.inc"))
    let circuit = try Circuit(contentsOf: folder.appending(path: "circuit.cir").path)
    try ReadAlikeTests.compare(circuit.netlistText, top: 1, tolerance: 1e-6)
  }

  @Test(arguments: [
    ("X1 out t\n.subckt s a\n.subckt t a\nR1 a 0 1\n.ends\n.ends", "bad:4: unknown subcircuit 't', expected s"),
    (".subckt s a\n.subckt t a\nR1 a 0 1\n.ends", "bad:4: expected .ends of subcircuit s, found the end"),
    (".ends", "bad:4: expected .subckt before .ends, found none"),
    (
      ".subckt s a\n.subckt t a\n.ends\n.subckt t a\n.ends\n.ends",
      "bad:7: expected a new name for the subcircuit, found 't', which line bad:5 defines already"
    ),
    ("X1 out s r=1 q=2\n.subckt s a params: r=1\nR1 a 0 {r}\n.ends", "bad:4: unknown parameter of s 'q', expected r"),
    ("X1 out s\n.subckt s a\nX1 a s\n.ends", "bad:6: expected instances at most 16 deep"),
  ])
  func refusals(lines: String, message: String) {
    Refusal.expect("* c\nVin in 0 external\nR9 in out 1k\n\(lines)\n", message)
  }
}
