import Circuits
import Testing

/// A whole pedal of four transistors: against ngspice, and under input that no guitar gives.
@Suite(.serialized) struct StressTests {
  static let fuzz = """
    * Big Muff Pi: input booster, two clipping stages, tone, recovery
    Vin in 0 external
    Vk_sustain k_sustain 0 external
    Vk_tone k_tone 0 external
    Vcc vcc 0 9
    Rg in a0 10k
    C1 a0 a1 1u
    R1 a1 b1 39k
    R2 b1 0 100k
    R3 b1 c1 470k
    C2 b1 c1 470p
    R4 vcc c1 10k
    R5 e1 0 100
    Q1 c1 b1 e1 Q5088
    C3 c1 s1 1u
    Rs1 s1 s2 r='100k*(1-v(k_sustain))+100'
    Rs2 s2 0 r='100k*v(k_sustain)+1k'
    C4 s2 s3 100n
    R6 s3 b2 8.2k
    R7 b2 0 100k
    R8 b2 c2 470k
    C5 b2 c2 470p
    C6 b2 d2 1u
    D1 d2 c2 D914
    D2 c2 d2 D914
    R9 vcc c2 10k
    R10 e2 0 150
    Q2 c2 b2 e2 Q5088
    C7 c2 s4 100n
    R11 s4 b3 8.2k
    R12 b3 0 100k
    R13 b3 c3 470k
    C8 b3 c3 470p
    C9 b3 d3 1u
    D3 d3 c3 D914
    D4 c3 d3 D914
    R14 vcc c3 10k
    R15 e3 0 150
    Q3 c3 b3 e3 Q5088
    R16 c3 t1 39k
    C10 t1 0 10n
    C11 c3 t2 4n
    R17 t2 0 22k
    Rt1 t1 w r='100k*v(k_tone)+10'
    Rt2 w t2 r='100k*(1-v(k_tone))+10'
    C12 w b4 100n
    R18 vcc b4 470k
    R19 b4 0 100k
    R20 vcc c4 10k
    R21 e4 0 2.2k
    Q4 c4 b4 e4 Q5088
    C13 c4 out 100n
    R22 out 0 100k
    .model Q5088 NPN(Is=5.911f Vaf=62.37 Bf=1122 Ne=1.394 Ise=5.911f Ikf=14.92m Br=1.271 Nc=2 Rc=1.61 Rb=10)
    .model D914 D(Is=2.52n N=1.752 Rs=0.568)
    """

  @Test(arguments: [0.05, 0.5]) func pedalAgreesWithNgspice(peak: Double) throws {
    let verdict = try Judge.compare(
      Self.fuzz, "four-transistor fuzz", peak: peak, seconds: 0.05, knobs: [0.8, 0.4], oracleSubsteps: 4)
    #expect(verdict.error < 1e-6 && verdict.convergence < 1e-6)
  }

  @Test(arguments: [1e-6, 1e-5, 1e-4], [0, 1, 2, 3]) func wildInputConverges(timeStep: Double, index: Int) throws {
    let sources = [Self.fuzz, BipolarTests.fuzz, BipolarTests.ladder, BipolarTests.charged]
    let circuit = try Circuit(source: sources[index], name: "wild")
    var random = SplitMix64(seed: UInt64(index) + 3)
    var solver = try TransientSolver(circuit)
    var knobs = circuit.controls.map { _ in 0.5 }
    try solver.start(knobs: knobs)
    let rest = solver.output
    for n in 0..<4000 {
      if n.isMultiple(of: 50) { knobs = knobs.map { _ in random.uniform(0...1) } }
      let input = random.normal() * random.logarithmic(1e-3...30)
      try solver.step(input: input, knobs: knobs, timeStep: timeStep)
      #expect(abs(solver.output) < 500)
    }
    // And it comes back.
    for _ in 0..<400 { try solver.step(input: 0, knobs: knobs, timeStep: 0.05) }
    if circuit.controls.isEmpty { #expect(abs(solver.output - rest) < 1e-3) }
    #expect(abs(solver.output) < 10)
  }

  @Test func statesFarAwayAreReached() throws {
    let circuit = try Circuit(source: Self.fuzz, name: "far")
    var solver = try TransientSolver(circuit)
    var random = SplitMix64(seed: 5)
    let rest = try solver.operatingPoint(knobs: [0.5, 0.5]).states
    for _ in 0..<200 {
      let knobs = [random.uniform(0...1), random.uniform(0...1)]
      let state = rest.map { $0 + random.normal() * random.logarithmic(1e-3...3) }
      let input = random.normal()
      try solver.setState(state, input: input, knobs: knobs)
      #expect(zip(solver.state, state).allSatisfy { $0 == $1 })
      for n in 1...20 { try solver.step(input: input * (1 - Double(n) / 20), knobs: knobs, timeStep: 1e-5) }
      #expect(solver.state.allSatisfy { $0.isFinite })
    }
  }
}
