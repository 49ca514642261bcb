import Circuits
import Glibc
import Signals
import Testing

/// Bigger circuits: op-amp macros, pots, diodes with series resistance.
@Suite(.serialized) struct PedalTests {
  static let opamp = """
    .subckt opamp p n o
    Bg 0 x I=90u*tanh(1m*(v(p)-v(n))/90u)
    Rx x 0 100meg
    Cx x 0 53p
    Bo o 0 V=4.2*tanh(v(x)/4.2)
    .ends

    """
  static let screamer = """
    * TS808-like clip stage and tone stage
    Vin in 0 external
    Vk_drive k_drive 0 external
    Vk_tone k_tone 0 external
    C2 in p1 1u
    R5 p1 0 10k
    X1 p1 m1 o1 opamp
    R4 m1 a1 4.7k
    C3 a1 0 47n
    C4 m1 o1 51p
    R6 m1 o1 r='51k+500k*v(k_drive)'
    D1 m1 o1 D4148
    D2 o1 m1 D4148
    R7 o1 t1 1k
    C5 t1 0 0.22u
    R9 t1 0 10k
    X2 t1 m2 out opamp
    R11 out m2 1k
    Ra t1 w r='20+20k*v(k_tone)'
    Rb w m2 r='20+20k*(1-v(k_tone))'
    R8 w w2 220
    C6 w2 0 0.22u
    .model D4148 D(Is=2.52n N=1.752 Rs=0.568)

    """ + opamp

  @Test func screamerAgreesWithNgspice() throws {
    let circuit = try Circuit(source: Self.screamer, name: "screamer")
    let rate = 768_000.0
    let guitar = try Guitar.excerpt("guit_e_slide", peak: 0.3, seconds: 0.04)
    let input = Resampler(from: Guitar.rate, to: rate).resample(guitar)
    var ours: [Double] = []
    var solver = try TransientSolver(circuit)
    try solver.start(knobs: [0.6, 0.5])
    let ourTime = try processorSeconds {
      ours.append(solver.output)
      for (n, u) in input.enumerated().dropFirst() {
        try solver.step(input: u, knobs: [0.6, 0.5], timeStep: 1 / rate, substeps: 1)
        if n.isMultiple(of: 8) { ours.append(solver.output) }
      }
    }
    var theirs: [Double] = []
    let theirTime = try processorSeconds {
      theirs = try NgspiceOracle.transient(
        circuit, input: input, knobs: ["drive": .held(0.6), "tone": .held(0.5)], inputRate: rate, outputRate: 96_000)
    }
    let esr = errorToSignal(ours, theirs)
    print(
      "screamer, \(circuit.states.count) states: ESR \(esr), \(Double(input.count) / ourTime / 1e6) M steps per "
        + "processor second, \(theirTime / ourTime) times faster than ngspice")
    #expect(esr < 1e-6)
  }

  @Test func linearisedIsTheLimitOfSmallSteps() throws {
    let circuit = try Circuit(source: Self.screamer, name: "screamer")
    var solver = try TransientSolver(circuit)
    let linear = try solver.linearised(knobs: [0.3, 0.7])
    let (count, size, h) = (circuit.states.count, 1e-6, 1e-13)
    for column in 0..<count {
      var x = [Double](repeating: 0, count: count)
      x[column] = size
      try solver.setState(x, input: 0, knobs: [0.3, 0.7])
      #expect(abs(solver.output - linear.c[column] * size) < 1e-4 * size)
      try solver.step(input: 0, knobs: [0.3, 0.7], timeStep: h)
      for row in 0..<count {
        let slope = (solver.state[row] - x[row]) / h / size
        let scale = linear.a[row].map(abs).max()!
        #expect(abs(slope - linear.a[row][column]) < 1e-2 * scale + 1e4, "\(row) \(column)")
      }
    }
  }
}
