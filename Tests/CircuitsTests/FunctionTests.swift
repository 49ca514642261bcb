import Circuits
import Testing

/// Functions, own ones included, mean the same to our reader and to ngspice.
@Suite(.serialized) struct FunctionTests {
  @Test(arguments: [
    "pwr(v(x),2)", "pwr(v(x),3)", "pwr(v(x),2.5)", "pwr(v(x)-0.3,1.5)+v(x)", "u2(v(x))", "u2(0.5+v(x)/3)",
    "floor(v(x)*0.7)",
    "ceil(v(x)*0.7)", "nint(v(x)*0.9)", "nint(v(x)+0.13)*v(x)", "nint(0.5)+nint(1.5)*10+nint(-2.5)*100+v(x)",
    "ternary_fcn(v(x) > 0.51, v(x), 2)", "ternary_fcn(v(x)-0.51,1,2)", "temper*v(x)", "e*v(x)", "ln(e)+e^v(x)",
    "(v(x) > 0.51) <> (v(x) < 1.2)", "v(x) <> 1 ? 3 : 4",
    // A condition holds where it is not zero.
    "v(x) ? 1 : 2", "uramp(v(x)) ? 1 : 2", "v(x) && 1", "uramp(v(x)-0.51) || uramp(-v(x)-0.51)", "!v(x)",
    "!uramp(v(x))",
    "f(v(x))", "2*f(v(x)+1)^2-f(-v(x))", "g( v(x) , max(0.3,0.7) )", "h(v(x))", "c()*v(x)", "sin(v(x))", "m(v(x),0.4)",
  ])
  func expressions(text: String) throws {
    let functions =
      ".func f(x) {2*x+k}\n.func g(x,y) = 'x-y'\n.func h (x) {g(f(x),x*x)}\n.func c() {3}\n.func sin(x) x*5\n.param k=0.7\n"
      + ".func m(a,b) {a<b?a:b}\n.func m(a,b) {a<b?b:a}\n"
    let source = "* e\nVin in 0 external\nBx x 0 V=v(in)\nRx x 0 1k\nR1 out 0 1k\nB1 out 0 V=\(text)\n\(functions)"
    try ReadAlikeTests.compare(source, top: 2, tolerance: 1e-5)
  }

  @Test(arguments: [
    "int(2.7)", "int(-2.7)", "int(-0.5)+1", "nint(2.5)", "nint(3.5)", "floor(-2.5)", "ceil(-2.5)", "arctan(1)", "7%3",
    "-7%3", "7.5%2", "10%4*2", "2*7%4", "7%4^2", "sqr(3)", "pwr(2,0.5)", "ternary_fcn(1>0,3,4)", "2<>3", "-1?3:4",
    "0?3:4", "-1&&1", "-1||0", "1+!(-1)", "f(2)", "f(k)*f(1+1)", "int(f(2.6))",
  ])
  func numbers(text: String) throws {
    try ReadAlikeTests.compare(
      "* n\nVin in 0 external\nR1 in out 1meg\n.param q={\(text)}\n.func f(x) {x*x*k}\n.param k=1.5\nV1 out 0 {q/7}\n",
      top: 1, tolerance: 1e-6)
  }

  /// Where functions are seen, and by which parameters they go.
  @Test(arguments: [
    "X1 out s\n.subckt s o\n.func f(x) {x*7}\nB1 o 0 V=f(2)\n.ends",
    ".func f(x) {x*3}\nX1 in out s\n.subckt s i o\nB1 o 0 V=f(v(i))\n.ends",
    ".func f(x) {x*3}\nX1 in out s\n.subckt s i o\n.func f(x) {x*7}\nB1 o 0 V=f(v(i))\n.ends",
    ".func f(x) {x*a}\n.param a=3\nX1 out s a=4\n.subckt s o a=1\nB1 o 0 V=f(2)\n.ends",
    "X1 out s\n.subckt s o\n.func f(x) {x*7}\nX2 o t\n.subckt t o\nB1 o 0 V=f(2)\n.ends\n.ends",
    ".func f(x) {x+1}\nR1 in out {f(1k)}",
    ".func f(x) {x*x}\n.subckt s a b r=1k\nR1 a b {f(r)}\n.ends\nX1 in out s r={f(30)}",
    ".func f(x) {x+pwr(x,2)}\nE1 out 0 VALUE={f(v(in))}", "R1 in out r='e*1k+500*v(in)*v(in)'",
    ".func f(x) {x*2}\n.param x={f(3)} a={f(x)}\nV1 out 0 {a}",
  ])
  func levels(lines: String) throws {
    try ReadAlikeTests.compare("* p\nVin in 0 external\nR9 out 0 1k\n" + lines, top: 1, tolerance: 1e-5)
  }

  @Test(arguments: [
    ("B1 out 0 V=int(2.5)*v(in)", "bad:4: unknown function of voltages 'int', expected what ngspice knows in sources"),
    ("B1 out 0 V=v(in)%2", "bad:4: unknown function of voltages '%'"),
    ("B1 out 0 V={arctan(1)}*v(in)", "bad:4: unknown function of voltages 'arctan'"),
    ("R1 in out r='int(2.5)*1k+v(in)'", "bad:4: unknown function of voltages 'int'"),
    (".param a={e*2}", "bad:4: unknown number 'e', expected what ngspice knows in numbers"),
    (".param a={temper}", "bad:4: unknown number 'temper'"),
    (".param a={pwr(-2,3)}", "bad:4: expected a base of pwr that is not below 0, found -2.0"),
    ("B1 out 0 V=ddt(v(in))", "bad:4: unknown function 'ddt', expected the current of a capacitor"),
    ("B1 out 0 V=if(v(in),1,2)", "bad:4: unknown function 'if', expected condition ? a : b"),
    ("B1 out 0 V=atan2(v(in),1)", "bad:4: unknown function 'atan2', expected v, i, pwl, u2, abs"),
    (".func f(x) {x*2}\nB1 out 0 V=f(3,4)", "bad:5: expected 1 argument of f, found 2"),
    (".func f(x) {f(x)}\nB1 out 0 V=f(3)", "bad:5: expected functions at most 32 deep, found one more (f by itself?)"),
    (".func f(x) {x*}\nB1 out 0 V=f(3)", "bad:5: expected a number, a name or '(', found the end of 'x*'"),
    (".func f x {x*2}", "bad:4: expected .func NAME(ARGUMENT, …) {expression}, found '.func f x {x*2}'"),
    (".func f(x,x) {x*2}", "bad:4: expected .func NAME(ARGUMENT, …) {expression}"),
    (".param a={f(2)}\n.func f(x) {x*b}\n.param b={a}", "bad:4: expected parameters that do not need each other"),
  ])
  func refusals(lines: String, message: String) {
    Refusal.expect("* c\nVin in 0 external\nR9 in out 1k\n\(lines)\n", message)
  }

  /// Lanes ask for the rare ones one by one.
  @Test func sideBySide() throws {
    try SideBySideTests().agrees(
      """
      * functions
      Vin in 0 external
      R1 in a 10k
      C1 a 0 1n
      B1 b 0 V=pwr(v(a),1.5)+0.1*nint(v(a)*3)+0.01*floor(v(a))-0.01*ceil(v(a)*2)
      R2 b c 1k
      C2 c 0 10n
      E1 d 0 TABLE {v(c)} = (-2,-1) (-0.5,-0.6) (0.4,0.7) (2,1)
      B2 e 0 V=v(d)*u2(v(c))+(v(a) ? 0.1 : 0.2)+ternary_fcn(v(c)<>0.3,v(c),0)
      R3 d out 1k
      R4 e out 1k
      C3 out 0 1n
      """, "functions")
  }
}
