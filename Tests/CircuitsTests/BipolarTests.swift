import Circuits
import Testing

/// Bipolar transistors against ngspice, guitar-like and hot.
@Suite(.serialized) struct BipolarTests {
  static let commonEmitter = """
    * one transistor with feedback, every parameter of direct current
    Vin in 0 external
    Vcc vcc 0 9
    Rs in s 10k
    C1 s b 1u
    R1 vcc b 470k
    R2 b 0 100k
    Rc vcc c 10k
    Re e 0 470
    Q1 c b e QX
    C2 c out 1u
    Rl out 0 100k
    .model QX NPN(Is=5.911f Xti=3 Eg=1.11 Vaf=62.37 Bf=1.122K Ne=1.394 Ise=5.911f Ikf=14.92m Xtb=1.5 Br=1.271
    + Nc=2 Isc=1f Ikr=30m Rc=1.61 Re=0.3 Rb=10 Var=20 Nf=1.02 Nr=1.01)
    """
  static let charged = commonEmitter.replacing(
    "Nr=1.01",
    with: "Nr=1.01 Cjc=4.017p Mjc=.3174 Vjc=.75 Fc=.5 Cje=4.973p Mje=.4146 Vje=.75 Tr=4.673n Tf=821.7p "
      + "Itf=.35 Vtf=4 Xtf=7 Vceo=30")

  static let fuzz = """
    * two-transistor fuzz, PNP germanium on a negative supply
    Vin in 0 external
    Vcc vcc 0 -9
    Rs in s 10k
    C1 s b1 2.2u
    Q1 c1 b1 0 AC128
    Q2 c2 c1 e2 AC128
    R1 vcc c1 33k
    R2 vcc w 470
    R3 w c2 8.2k
    R4 b1 e2 100k
    R5 e2 0 1k
    C2 e2 x 20u
    R6 x 0 100
    C3 w out 10n
    Rl out 0 500k
    .model AC128 PNP(Is=2u Bf=90 Br=8 Vaf=50 Nf=1.05)
    """

  static let ladder: String = {
    // Four pairs driven by a tail current: the input unbalances the lowest, capacitors join the upper ones.
    var lines = [
      "* transistor ladder", "Vin in 0 external", "Vcc vcc 0 15", "R1 in a 10k", "R2 a 0 220",
      "I1 t 0 100u", "Q1 l0 a t QN", "Q2 r0 0 t QN",
    ]
    for stage in 1...4 {
      lines.append("C\(stage) l\(stage - 1) r\(stage - 1) 10n")
      lines.append("Ql\(stage) l\(stage) b\(stage) l\(stage - 1) QN")
      lines.append("Qr\(stage) r\(stage) b\(stage) r\(stage - 1) QN")
      lines.append("Vb\(stage) b\(stage) 0 \(2 + 1.5 * Double(stage))")
    }
    lines += [
      "Rl vcc l4 1k", "Rr vcc r4 1k", "Eo out 0 l3 r3 40", "Ro out 0 10k", ".model QN NPN(Is=10f Bf=250 Vaf=80)",
    ]
    return lines.joined(separator: "\n")
  }()

  @Test(arguments: [0.1, 2.0, 8.0]) func commonEmitterAgrees(peak: Double) throws {
    let verdict = try Judge.compare(Self.commonEmitter, "common emitter", peak: peak)
    #expect(verdict.error < 1e-7 && verdict.convergence < 1e-7)
  }

  @Test func chargesAddNoStates() throws {
    let plain = try Circuit(source: Self.commonEmitter, name: "plain")
    let charged = try Circuit(source: Self.charged, name: "charged")
    #expect(plain.states == charged.states && charged.states.map(\.name) == ["v(C1)", "v(C2)"])
  }

  @Test(arguments: [0.1, 4.0]) func chargesAgree(peak: Double) throws {
    let verdict = try Judge.compare(Self.charged, "with charges", peak: peak)
    #expect(verdict.error < 1e-7)
  }

  @Test(arguments: [(0.05, 4), (0.5, 8), (2.0, 8)]) func fuzzAgrees(peak: Double, oracleSubsteps: Int) throws {
    // ngspice converges slowly here: ESR against it falls tenfold with each halving of its step.
    let verdict = try Judge.compare(Self.fuzz, "fuzz", peak: peak, seconds: 0.03, oracleSubsteps: oracleSubsteps)
    #expect(verdict.error < 1e-6 && verdict.convergence < 1e-7)
  }

  @Test(arguments: [0.1, 1.0, 8.0]) func ladderAgrees(peak: Double) throws {
    let verdict = try Judge.compare(Self.ladder, "ladder", peak: peak)
    #expect(verdict.error < 1e-7)
  }
}
