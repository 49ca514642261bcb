import Circuits
import Testing

/// Quotes, braces, parentheses and commas mean what they mean to ngspice, or are refused.
@Suite(.serialized) struct BracketTests {
  @Test(arguments: [
    "R1 in out \"1k\"\nR2 out 0 3k", "R1 in out r=\"2k\"\nR2 out 0 3k", "R1 in out 1k\nV1 out 0 \"3\"",
    "R1 in out 1k\nB1 out 0 V=\"v(in)*2\"", ".param a=\"2k\"\nR1 in out {a}\nR2 out 0 1k",
    "R1 in out '1k'tc1=1\nR2 out 0 1k", "R1 in out {1k + 1} tc1={1}\nR2 out 0 1k",
    "D1 in out dx area='1+1'm=2\nR2 out 0 1k\n.model dx d(is={1n}n=2)",
    "D1 in out dx\nR2 out 0 1k\n.model dx d(is=\"1n\" mfg=\"On (Semi)\" n=2)",
    // Commas between nodes
    "D1 in,out dx\nR2 out 0 1k\n.model dx d", "Q1 in,in,out qx\nR2 out 0 1k\n.model qx npn",
    "M1 in in out,0 mx\nR2 out 0 1k\n.model mx nmos", "X1 in,out s\nR2 out 0 1k\n.subckt s a b\nR1 a b 1k\n.ends",
    "X1 (in,out) s r=3k\nR2 out 0 1k\n.subckt s (a b) r=1k\nR1 a b {r}\n.ends",
    "X1 in out s\nR2 out 0 1k\n.subckt s (a,b) params: r={max(1k,2k)}\nR1 a b {r}\n.ends",
    "X1 in out s\nR2 out 0 1k\n.subckt s a,b\nR1 a b 1k\n.ends",
    // A name inside v() is a node's, whatever a function calls its arguments.
    ".func f(a) {v(a)*a}\nVa a 0 7\nB1 out 0 V=f(v(in))\nR2 out 0 1k",
  ])
  func readAlike(lines: String) throws {
    try ReadAlikeTests.compare("* b\nVin in 0 external\n" + lines, top: 2, tolerance: 1e-5)
  }

  @Test(arguments: [
    ("R1 a b {x+1}*2", "bad:4: expected a blank behind the closing }, found '*2'"),
    ("R1 out 0 r={1k}*2", "bad:4: expected a blank behind the closing }, found '*2'"),
    ("V1 out 0 '1+1'*2", "bad:4: expected a blank behind the closing ', found '*2'"),
    ("V1 out 0 {1+1}{3}", "bad:4: expected a blank behind the closing }, found '{3}'"),
    ("R1 out 0 2{1}", "bad:4: expected a blank before {, found '2{1}'"),
    ("V1 out 0 -{1}", "bad:4: expected a blank before {, found '-{1}'"),
    ("R1 out 0 {1k} *2", "bad:4: expected one value of R1, all of it in its brackets, found '{1k} *2'"),
    ("R1 a b {1k", "bad:4: expected a closing }, found the end of '{1k'"),
    ("V1 out 0 '1+1", "bad:4: expected a closing ', found the end of ''1+1'"),
    (".model dx d(is={1n)\nD1 out 0 dx", "bad:4: expected a closing }, found the end of"),
    ("R1 out 0 \"1k+1k\"", "bad:4: expected an expression in '…' or {…}, found '\"1k+1k\"' in"),
    (".param a=\"1+2\"", "bad:4: expected an expression in '…' or {…}, found '\"1+2\"' in"),
    ("E1 out 0 vol=\"v(in)\"", "bad:4: expected an expression in '…' or {…}, found"),
    (".func f(x) \"x+1\"\nB1 out 0 V=f(1)", "bad:5: expected an expression in '…' or {…}, found"),
    ("m=2", "bad:4: expected an element with its nodes, found 'm=2'"),
    ("D = 5", "bad:4: expected an element with its nodes, found 'D = 5'"),
    ("q=1 d1 out 0 dx", "bad:4: expected an element with its nodes, found 'q=1 d1 out 0 dx'"),
    ("x=2 in out s", "bad:4: expected an element with its nodes, found 'x=2 in out s'"),
    ("D1 (out,0) dx\n.model dx d", "bad:4: expected D1 ANODE CATHODE MODEL, as in ngspice without parentheses, found"),
    (".control\nop", "bad:4: expected .endc behind .control, found the end"),
    ("R1 out 0 1\n.control\nop\n.control\n.end", "bad:5: expected .endc behind .control, found the end"),
    ("E1 out 0 TABLE {v(in)} = (0,0) (1,1) m=2", "bad:4: expected points (x, y) alone behind TABLE, found '(0,0)"),
    ("B1 out 0 V=time*2\n.param time=5", "bad:4: unknown name 'time', expected v(node), i(source) or a .param of an"),
    ("R1 out 0 r='hertz+v(in)'\n.param hertz=5", "bad:4: unknown name 'hertz'"),
    (".param a={agauss(1,2,3)}", "bad:4: unknown function 'agauss', expected a number without spread"),
  ])
  func refusals(lines: String, message: String) {
    Refusal.expect("* c\nVin in 0 external\nR9 in out 1k\n\(lines)\n", message)
  }
}
