import Circuits
import Glibc
import Signals
import Testing

/// Our solver against ngspice on real guitar, both driven by the band-limited input on a 768 kHz grid, compared at
/// 96 kHz.
@Suite(.serialized) struct OracleTests {
  static let inputRate = 768_000.0
  static let outputRate = 96_000.0

  struct Case: Sendable, CustomStringConvertible {
    var knob: KnobMotion
    var peak: Double
    var recording = "guit_e_fifths"
    var label: String
    var description: String { "\(label), \(peak) V peak, \(recording)" }
  }

  static let cases: [Case] = {
    var cases: [Case] = []
    for position in [0, 0.5, 1] {
      for peak in [0.06, 2, 8] { cases.append(Case(knob: .held(position), peak: peak, label: "diode \(position)")) }
    }
    let sweep: [Double] = (0..<1000).map { 0.5 - 0.5 * cos(2 * Double.pi * 5 * Double($0) / 1000) }
    cases.append(
      Case(knob: .moving(sweep, rate: 1000), peak: 2, recording: "guit_e_slide", label: "diode swept at 5 Hz"))
    cases.append(Case(knob: .held(0.25), peak: 20, recording: "guit_e_slide", label: "diode 0.25"))
    return cases
  }()

  @Test(arguments: cases) func clipperAgreesWithNgspice(_ test: Case) throws {
    let circuit = try Circuit(contentsOf: "/\(Guitar.root)/Models/diode-clipper/circuit.cir")
    let guitar = try Guitar.excerpt(test.recording, peak: test.peak, seconds: 0.1)
    let input = Resampler(from: Guitar.rate, to: Self.inputRate).resample(guitar)
    var ours: [Double] = []
    var theirs: [Double] = []
    let ourTime = try processorSeconds { ours = try simulate(circuit, input, test.knob, substeps: 1) }
    let theirTime = try processorSeconds {
      theirs = try NgspiceOracle.transient(
        circuit, input: input, knobs: ["diode": test.knob], inputRate: Self.inputRate, outputRate: Self.outputRate)
    }
    let esr = errorToSignal(ours, theirs)
    let finer = try simulate(circuit, input, test.knob, substeps: 4)
    let length = Double(input.count) / Self.inputRate
    print(
      "\(test): ESR \(esr), own convergence \(errorToSignal(ours, finer)); "
        + "audio seconds per processor second: ours \(length / ourTime), ngspice \(length / theirTime)")
    #expect(ours.count == theirs.count)
    #expect(esr < 1e-6)
  }

  private func simulate(_ circuit: Circuit, _ input: [Double], _ knob: KnobMotion, substeps: Int) throws -> [Double] {
    var solver = try TransientSolver(circuit)
    try solver.start(knobs: [knob.value(at: 0)])
    var output = [solver.output]
    for (n, u) in input.enumerated().dropFirst() {
      try withUnsafePointer(to: knob.value(at: Double(n) / Self.inputRate)) {
        try solver.step(input: u, knobs: $0, timeStep: 1 / Self.inputRate, substeps: substeps)
      }
      if n.isMultiple(of: 8) { output.append(solver.output) }
    }
    return output
  }
}
