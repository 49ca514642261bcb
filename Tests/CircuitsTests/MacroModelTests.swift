import Circuits
import Testing

/// Op-amps as their makers describe them, against ngspice.
@Suite(.serialized) struct MacroModelTests {
  /// After Boyle, Cohn, Pederson and Solomon (1974): 3 MHz, 1 V/µs, an open-loop gain of 2·10⁵, limits of current and
  /// voltage.
  static let opAmp = """
    * connections:    +  -  V+ V- out
    .SUBCKT BOYLE     1  2  3  4  5
      C1   11 12 4E-12
      C2    6  7 20.00E-12
      DC    5 53 DX
      DE   54  5 DX
      DLP  90 91 DX
      DLN  92 90 DX
      DP    4  3 DX
      EGND 99  0 POLY(2) (3,0) (4,0) 0 .5 .5
      FB    7 99 POLY(5) VB VC VE VLP VLN 0 10.61E6 -10E6 10E6 10E6 -10E6
      GA    6  0 11 12 377.0E-6
      GCM   0  6 10 99 3.77E-9
      IEE  10  4 DC 20.00E-6
      HLIM 90  0 VLIM 1K
      Q1   11  2 13 QX
      Q2   12  1 14 QX
      R2    6  9 100.0E3
      RC1   3 11 2.653E3
      RC2   3 12 2.653E3
      RE1  13 10 67
      RE2  14 10 67
      REE  10 99 10.00E6
      RO1   8  5 50
      RO2   7 99 50
      RP    3  4 6.000E3
      VB    9  0 DC 0
      VC    3 53 DC 2.2
      VE   54  4 DC 2.2
      VLIM  7  8 DC 0
      VLP  91  0 DC 30
      VLN   0 92 DC 30
    .MODEL DX D(IS=800.0E-18)
    .MODEL QX NPN(IS=800.0E-18 BF=125)
    .ENDS

    """

  /// An inverting amplifier with diodes in its feedback, as in many distortions.
  static let clipper =
    """
    * inverting clipper
    Vin in 0 external
    VP vp 0 9
    VN vn 0 -9
    C1 in a 47n
    R1 a inv 4.7k
    R2 inv amp 470k
    C2 inv amp 51p
    D1 inv amp D4148
    D2 amp inv D4148
    X1 0 inv vp vn amp BOYLE
    R3 amp b 1k
    C3 b 0 22n
    R4 b out 1k
    RL out 0 100k
    .model D4148 D(Is=2.52n N=1.752 Rs=0.568 Cjo=4p M=0.4 Tt=20n)

    """ + opAmp

  /// Without diodes it runs into its own limits.
  static let booster = clipper.split(separator: "\n").filter { !$0.hasPrefix("D1 ") && !$0.hasPrefix("D2 ") }
    .joined(separator: "\n")

  /// Stage by stage, with commas, offsets from what the supplies and both inputs share, and limits from diodes.
  static let stages = """
    .SUBCKT STAGES 1 2 99 50 30
    I1 99 4 1E-3
    J1 5 2 4 JX
    J2 6 7 4 JX
    R3 5 50 700
    R4 6 50 700
    CIN 1 2 5E-12
    EOS 7 1 POLY(2) (20,98) (70,98) 0.5E-3 1 1
    * the middle of the supplies
    EREF 98 0 POLY(2) (99,0) (50,0) 0 0.5 0.5
    G1 98 9 POLY(1) (5,6) (0, 4E-3)
    R7 9 98 1E6
    C3 9 98 200E-12
    D1 9 10 DX
    V2 99 10 1.8
    D2 11 9 DX
    V3 11 50 1.8
    ECM 20 98 POLY(2) (1,98) (2,98) 0 5E-6 5E-6
    RCM 20 98 1E6
    ESY 70 98 POLY(1) (99,50) -18E-6, 1E-6
    RSY 70 98 1E6
    GSY 99 50 POLY(1) (99,50) (1E-3, 20E-6)
    G5 30 99 (99,9) 5E-3
    R9 30 99 200
    G6 50 30 (9,50) 5E-3
    R10 30 50 200
    .MODEL JX PJF(BETA=1E-3, VTO=-2, IS=1E-12)
    .MODEL DX D(IS=1E-15, N=1)
    .ENDS

    """

  static let distortion =
    """
    * amplifier into diodes to ground
    Vin in 0 external
    VP vp 0 9
    VN vn 0 -9
    C1 in a 22n
    R1 a 0 1meg
    X1 a inv vp vn amp STAGES
    R2 amp inv 100k
    C2 amp inv 100p
    R3 inv b 1k
    C3 b 0 2.2u
    R4 amp c 1k
    C4 c out 4.7u
    D1 out 0 D4148
    D2 0 out D4148
    RL out 0 100k
    C5 out 0 1n
    .model D4148 D(Is=2.52n N=1.752 Rs=0.568 Cjo=4p M=0.4 Tt=20n)

    """ + stages

  static func source(_ circuit: String) -> String {
    ["clipper": clipper, "booster": booster, "distortion": distortion][circuit]!
  }

  @Test(arguments: [
    ("distortion", 0.02), ("distortion", 0.5), ("clipper", 0.2), ("clipper", 2), ("booster", 0.02), ("booster", 0.5),
  ])
  func agreesWithNgspice(circuit: String, peak: Double) throws {
    let verdict = try Judge.compare(Self.source(circuit), "op-amp \(circuit)", peak: peak, seconds: 0.03)
    #expect(verdict.error < 1e-6)
    #expect(verdict.convergence < 1e-6)
  }

  @Test(arguments: ["clipper", "booster", "distortion"]) func sideBySide(circuit: String) throws {
    try SideBySideTests().agrees(Self.source(circuit), "op-amp \(circuit)")
  }
}
