import Circuits
import FoundationEssentials
import Testing

/// Every other kind of element against ngspice, at guitar level and hot.
@Suite(.serialized) struct DeviceTests {
  static let frame = "* device\nVin in 0 external\n"

  static let circuits: [(label: String, netlist: String)] = [
    (
      "JFET stage",
      """
      Vdd vdd 0 9
      Rs in s 68k
      C1 s g 22n
      Rg g 0 1meg
      J1 d g x JX
      Rd vdd d 4.7k
      Rx x 0 1k
      Cx x 0 10u
      C2 d out 1u
      Rl out 0 100k
      .model JX NJF(Vto=-1.6 Beta=1.2m Lambda=5m Is=30f Rd=5 Rs=8)
      """
    ),
    (
      "JFET with charges and doping, P channel",
      """
      Vdd vdd 0 -9
      Rs in g 220k
      J1 d g x JP 2
      Rd vdd d 4.7k
      Rx x 0 680
      C2 d out 1u
      Rl out 0 100k
      .model JP PJF(Vto=-2.1 Beta=0.6m Lambda=2m Is=20f Cgs=12p Cgd=9p Pb=0.8 Fc=0.4 B=0.7)
      """
    ),
    (
      "JFET as a resistor, both directions",
      """
      Rs in out 10k
      J1 out g 0 JX
      Vg b 0 -0.9
      R2 b g 1meg
      R3 g out 1meg
      .model JX NJF(Vto=-1.8 Beta=1m Lambda=4m)
      """
    ),
    (
      "MOSFET booster with clamps",
      """
      Vdd vdd 0 9
      C1 in g 100n
      R1 vdd g 2.2meg
      R2 g 0 680k
      M1 d g x 0 MN W=200u L=5u
      M2 c c d d MP W=300u L=5u
      Rc vdd c 1k
      Rd vdd d 10k
      Rx x 0 220
      C2 d out 1u
      Rl out 0 100k
      .model MN NMOS(Vto=1.1 Kp=60u Lambda=0.02 Gamma=0.6 Phi=0.7 Is=10f Rd=3 Rs=2)
      .model MP PMOS(Vto=-0.9 Kp=25u Lambda=0.03 Gamma=0.5)
      """
    ),
    (
      "CMOS inverter as a fuzz",
      """
      Vdd vdd 0 5
      C1 in a 100n
      R1 a g 100k
      Rf g d 1meg
      M1 d g 0 0 MN W=30u L=5u
      M2 d g vdd vdd MP W=75u L=5u
      C2 d out 1u
      Rl out 0 100k
      .model MN NMOS(Vto=0.8 Kp=50u Lambda=0.05)
      .model MP PMOS(Vto=-0.8 Kp=20u Lambda=0.05)
      """
    ),
    (
      "diodes with charge and breakdown",
      """
      Rs in a 1k
      D1 a b D4148
      D2 0 b DZ
      D3 a c DR area=2
      Rb b 0 10k
      Rc c 0 22k
      Ro a out 1k
      Cl out 0 1n
      .model D4148 D(Is=2.52n N=1.752 Rs=0.568 Cjo=4p M=0.4 Tt=20n Bv=75 Ibv=5u)
      .model DZ D(Is=1n N=1.5 Bv=3.3 Ibv=5m Rs=5 Cjo=150p Vj=0.7)
      .model DR D(Is=7n N=1.8 Rs=0.04 Cjo=50p Vj=0.6 M=0.33 Fc=0.6 Tt=2u)
      """
    ),
    (
      "charges everywhere, with a substrate",
      """
      Vdd vdd 0 9
      Vss vss 0 -1
      C1 in s 100n
      Rs s b 220k
      R1 b c 2.2meg
      Q1 c b 0 vss QB
      Rc vdd c 22k
      Q2 vss c e QP
      Re vdd e 10k
      C2 e g 100n
      R2 g 0 1meg
      R3 g d 4.7meg
      M1 d g 0 0 MN W=30u L=10u
      Rd vdd d 47k
      C3 d out 1u
      Rl out 0 470k
      .model QB NPN(Is=2.39E-14 Nf=1.008 Ise=3.545E-15 Ne=1.541 Bf=294.3 Ikf=0.1357 Vaf=63.2 Nr=1.004 Isc=6.272E-14
      + Nc=1.243 Br=7.946 Ikr=0.1144 Var=25.9 Rb=1 Irb=1.00E-06 Rbm=1 Re=0.4683 Rc=0.85 Xtb=0 Eg=1.11 Xti=3
      + Cje=1.358E-11 Vje=0.65 Mje=0.3279 Tf=4.391E-10 Xtf=120 Vtf=2.643 Itf=0.7495 Ptf=0 Cjc=3.728E-12 Vjc=0.3997
      + Mjc=0.2955 Xcjc=0.6193 Tr=1E-32 Cjs=3p Vjs=0.75 Mjs=0.333 Fc=0.9579)
      .model QP PNP(Is=20f Bf=180 Vaf=50 Rb=200 Cjc=20p Xcjc=0.4 Cje=30p Tf=1n)
      .model MN NMOS(Level=1 Vto=1.44 Kp=320u Gamma=0 Phi=.6 Lambda=15m Rd=.27 Rs=.27 Is=31.2f Pb=.8 Mj=.46 Cbd=47.6p
      + Cbs=57.2p Cgso=84.6n Cgdo=73.9n Cgbo=10n)
      """
    ),
    (
      "currents that control",
      """
      Vm in a 0
      R1 a b 1k
      C1 b 0 100n
      F1 0 c Vm 3
      R2 c 0 1k
      C2 c 0 10n
      H1 d 0 Vm 2.2k
      R3 d e 1k
      G1 0 e c 0 1m
      R4 e 0 1k
      E1 f 0 e b 2
      R5 f out 1k
      C3 out 0 10n
      """
    ),
    (
      "transformer into a rectifier",
      """
      Rs in a 100
      L1 a 0 100m
      L2 b 0 400m
      L3 c 0 50m
      K12 L1 L2 0.95
      K13 L1 L3 -0.9
      K23 L2 L3 -0.85
      D1 b out DX
      R1 out 0 10k
      C1 out 0 100n
      R2 c 0 1k
      R3 b 0 100k
      .model DX D(Is=10n N=1.8 Rs=1)
      """
    ),
    (
      "12AX7 after Koren, with grid current and capacitances",
      """
      Vb b 0 250
      C1 in s 22n
      Rs s g 68k
      Rg s 0 1meg
      X1 p g k triode
      Rp b p 100k
      Rk k 0 1.5k
      Ck k 0 22u
      C2 p out 22n
      Rl out 0 470k
      .subckt triode p g k
      .param mu=100 ex=1.4 kg1=1060 kp=600
      .param kvb=300
      Be e 0 V=v(p,k)/{kp}*ln(1+exp({kp}*(1/{mu}+v(g,k)/sqrt({kvb}+v(p,k)*v(p,k)))))
      Re e 0 1k
      Bp p k I=2*pow(max(v(e),0),{ex})/{kg1}
      D1 g x dg
      Rx x k 2k
      Cgk g k 2.3p
      Cgp g p 2.4p
      Cpk p k 0.9p
      .model dg D(Is=1n N=4)
      .ends
      """
    ),
    (
      "pentode after Koren",
      """
      Vb b 0 300
      C1 in s 22n
      Rs s g 10k
      Rg s 0 470k
      X1 p g2 g k pentode mu=8.7 kg1=1460 kg2=4500
      Rp b p 4.7k
      R2 b g2 1k
      Rk k 0 470
      Ck k 0 22u
      C2 p out 22n
      Rl out 0 470k
      .subckt pentode p g2 g k mu=10 kg1=1000 kg2=4000 ex=1.35 kp=48 kvb=12
      Be e 0 V=v(g2,k)/kp*ln(1+exp(kp*(1/mu+v(g,k)/v(g2,k))))
      Re e 0 1k
      Bp p k I=2*pow(max(v(e),0),ex)/kg1*atan(v(p,k)/kvb)
      Bs g2 k I=pow(max(v(g2,k)/mu+v(g,k),0),ex)/kg2
      D1 g x dg
      Rx x k 1k
      Cgk g k 10p
      Cgp g p 0.6p
      .model dg D(Is=1n N=4)
      .ends
      """
    ),
    (
      "diodes with high injection and recombination",
      """
      Rs in a 100
      D1 a b DA
      D2 b a DA area=2
      Rb b out 1k
      D3 0 out DB
      R1 a out 10k
      C1 out 0 2.2n
      Vc c 0 0.4
      D4 out c DC
      .model DA D(Is=5.84n N=1.94 Rs=0.7 Ikf=44.17m Cjo=0.95p M=0.55 Vj=0.75 Isr=11.07n Nr=2.088 Tt=11.07n)
      .model DB D(Is=1n N=1.6 Ikf=1m Ikr=10m Bv=4.7 Ibv=1m Cjo=20p)
      .model DC D(Is=0.1n N=1.2 Ik=0.5m Isr=1n Tt=10n Cjo=5p)
      """
    ),
  ]

  @Test(arguments: circuits.indices, [0.2, 6.0]) func agreesWithNgspice(index: Int, peak: Double) throws {
    let (label, netlist) = Self.circuits[index]
    let verdict = try Judge.compare(
      Self.frame + netlist, label, peak: peak, seconds: 0.02, substeps: peak > 1 ? 4 : 1, oracleSubsteps: 4,
      recording: "guit_e_slide")
    #expect(verdict.error < 1e-7 && verdict.convergence < 1e-6)
  }

  /// Currents of diodes by voltage, where ngspice changes from one law to another at one blow aside.
  @Test(arguments: [
    "Ikf=1m", "Ik=1m Ikr=10u", "Isr=1u Nr=2.1 Vj=0.9 M=0.4", "Isr=1u Vj=0.9", "Isr=10n Nr=2 Ikf=1m Ikr=1u",
    "Bv=3 Ibv=1m Ikr=1m Ikf=2m", "Isr=0 Ikf=0 Ikr=0 Nr=3",
  ])
  func currents(parameters: String) throws {
    for volts in [-5, -3.2, -2.9, -1, -0.3, -0.11, -0.02, 1e-4, 0.05, 0.2, 0.4, 0.6, 0.75, 0.9] {
      let source =
        "* d\nVin in 0 external\nV1 a 0 \(volts)\nVm a b 0\nD1 b 0 dx area=2 m=1.5\nH1 out 0 Vm 1meg\n"
        + ".model dx D(Is=1n N=1.5 \(parameters))\n"
      let circuit = try Circuit(source: source, name: "d")
      let theirs = try NgspiceOracle.transient(circuit, input: [0, 0], inputRate: 1e6, outputRate: 1e6)[0]
      // A diode melts at 1 kA.
      guard abs(theirs) < 1e8 else { continue }
      let ours = try TransientSolver(circuit).operatingPoint(knobs: []).output
      #expect(abs(ours - theirs) <= 1e-6 * abs(theirs) + 1e-7, "\(volts) V: \(ours), \(theirs)")
    }
  }

  @Test func coupledInductorsLinearised() throws {
    let (_, netlist) = Self.circuits[8]
    var solver = try TransientSolver(Circuit(source: Self.frame + netlist, name: "transformer"))
    let linear = try solver.linearised(knobs: [])
    // Small enough for the diode to be straight.
    let (size, h) = (1e-9, 1e-12)
    for column in 0..<4 {
      var x = [0.0, 0, 0, 0]
      x[column] = size
      try solver.setState(x, input: 0, knobs: [])
      try solver.step(input: 0, knobs: [], timeStep: h)
      for row in 0..<4 {
        let slope = (solver.state[row] - x[row]) / h / size
        #expect(abs(slope - linear.a[row][column]) < 3e-3 * linear.a[row].map(abs).max()!, "\(row) \(column)")
      }
    }
    try solver.setState([0, 0, 0, 0], input: 1e-3, knobs: [])
    try solver.step(input: 1e-3, knobs: [], timeStep: h)
    for row in 0..<4 {
      let slope = solver.state[row] / h / 1e-3
      #expect(abs(slope - linear.b[row]) < 1e-3 * linear.b.map(abs).max()!)
    }
  }

  @Test func libraries() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "attractor-library-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let library = "* parts\n.lib cheap\n.param r=1k\n.endl\n.lib dear\n.param r=2k\n.endl\n"
    try Data(library.utf8).write(to: folder.appending(path: "parts.lib"))
    func output(_ line: String) throws -> Double {
      let source = "* l\n\(line)\nVin in 0 external\nV1 a 0 1\nR1 a out 1k\nR2 out 0 'r'\nR3 in out 1meg\n"
      try Data(source.utf8).write(to: folder.appending(path: "circuit.cir"))
      let circuit = try Circuit(contentsOf: folder.appending(path: "circuit.cir").path)
      let ours = try TransientSolver(circuit).operatingPoint(knobs: []).output
      let theirs = try NgspiceOracle.transient(circuit, input: [0, 0], inputRate: 1e6, outputRate: 1e6)[0]
      #expect(abs(ours - theirs) < 1e-6)
      return ours
    }
    #expect(abs(try output(".lib parts.lib cheap") - 0.49975) < 1e-4)
    #expect(abs(try output(".LIB 'parts.lib' Dear") - 0.6662) < 1e-4)
    let error = #expect(throws: NetlistError.self) { try output(".lib parts.lib none") }
    #expect(
      error?.description
        == "\(folder.path)/circuit.cir:2: unknown library section 'none', expected a line '.lib none' in "
        + "\(folder.path)/parts.lib")
  }
}
